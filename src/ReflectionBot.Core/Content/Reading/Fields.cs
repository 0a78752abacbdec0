using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>The keys of one set. Every key that was asked for is known; the others are reported at the end.</summary>
/// <param name="at">Where a missing key is reported: the key that the set stands behind.</param>
internal sealed class Fields(YamlMap map, Mark at, string owner, ProblemList problems)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Mark At => at;

    public static Fields? Of(YamlValue value, Mark at, string owner, ProblemList problems)
    {
        if (value is YamlMap map)
        {
            return new Fields(map, at, owner, problems);
        }

        problems.Report(ProblemCodes.WrongType, at, $"{owner} must be a set of keys, and is {value.Kind}.");
        return null;
    }

    public YamlEntry? Find(string key)
    {
        _asked.Add(key);
        return map.Find(key);
    }

    public YamlEntry? Require(string key)
    {
        var entry = Find(key);
        if (entry is null)
        {
            problems.Report(ProblemCodes.Missing, at, $"{owner} has no '{key}'.");
        }

        return entry;
    }

    /// <summary>A single word such as an id; null when it is left out or wrong.</summary>
    public YamlText? Word(string key) => Find(key) is { } entry ? AsWord(entry) : null;

    public YamlText? RequireWord(string key) => Require(key) is { } entry ? AsWord(entry) : null;

    public bool? Flag(string key)
    {
        if (Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is YamlText { Quoted: false, Text: "true" or "false" } text)
        {
            return text.Text == "true";
        }

        problems.Report(ProblemCodes.WrongType, entry.Key.At, $"'{key}' of {owner} must be true or false, and is {Given(entry.Value)}.");
        return null;
    }

    public int? Number(string key, int least, int most)
    {
        if (Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is not YamlText text || !int.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            problems.Report(ProblemCodes.WrongType, entry.Key.At, $"'{key}' of {owner} must be a whole number, and is {Given(entry.Value)}.");
            return null;
        }

        if (number >= least && number <= most)
        {
            return number;
        }

        problems.Report(ProblemCodes.OutOfRange, entry.Key.At, $"'{key}' of {owner} is {number}; it must be {least} to {most}.");
        return null;
    }

    /// <summary>A list of words, or a single word for a list of one; empty when it is left out or wrong.</summary>
    public ImmutableArray<YamlText> Words(string key)
    {
        if (Find(key) is not { } entry)
        {
            return [];
        }

        if (entry.Value is not YamlList list)
        {
            return AsWord(entry) is { } word ? [word] : [];
        }

        var words = ImmutableArray.CreateBuilder<YamlText>();
        foreach (var item in list.Items)
        {
            if (item is YamlText { IsNothing: false } text)
            {
                words.Add(text);
            }
            else
            {
                problems.Report(ProblemCodes.WrongType, item.At, $"'{key}' of {owner} must be a list of words, and this is {item.Kind}.");
            }
        }

        return words.ToImmutable();
    }

    /// <summary>Reports every key nobody asked for.</summary>
    public void Finish()
    {
        foreach (var entry in map.Entries.Where(entry => !_asked.Contains(entry.Key.Text)))
        {
            problems.Report(
                ProblemCodes.UnknownKey,
                entry.Key.At,
                $"{owner} has an unknown key '{Names.Shown(entry.Key.Text)}'.",
                Spelling.Hint(entry.Key.Text, _asked) ?? $"Known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
        }
    }

    private YamlText? AsWord(YamlEntry entry)
    {
        if (entry.Value is YamlText { Text.Length: > 0 } text)
        {
            return text;
        }

        var empty = entry.Value is YamlText;
        problems.Report(
            empty ? ProblemCodes.Missing : ProblemCodes.WrongType,
            entry.Key.At,
            empty ? $"'{entry.Key.Text}' of {owner} is empty." : $"'{entry.Key.Text}' of {owner} must be a word, and is {entry.Value.Kind}.");
        return null;
    }

    private static string Given(YamlValue value) =>
        value is YamlText { IsNothing: false } text ? $"'{Names.Shown(text.Text)}'" : value.Kind;
}
