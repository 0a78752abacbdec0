using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>One language file of a flow. Texts are asked for by their path in the English file; the rest is extra.</summary>
internal sealed class Translation(string language, string file, YamlMap root, ProblemList problems)
{
    private readonly HashSet<YamlValue> _taken = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _gaps = new(StringComparer.Ordinal);

    public string Language => language;

    /// <summary>The text at <paramref name="path"/>; a gap is reported once, at the nearest place that is there.</summary>
    public YamlText? Take(ImmutableArray<string> path)
    {
        YamlValue value = root;
        var at = Mark.TopOf(file);
        for (var depth = 0; depth < path.Length; depth++)
        {
            if (Child(value, path[depth]) is not var (child, mark))
            {
                Gap(path[..(depth + 1)], at);
                return null;
            }

            (value, at) = (child, mark);
        }

        var text = (value is YamlMap options ? options.Find("label")?.Value : value) as YamlText;
        if (text is null)
        {
            _taken.Add(value);
            problems.Report(ProblemCodes.WrongType, at, $"'{string.Join('.', path)}' must be a text, and is {value.Kind}.");
            return null;
        }

        _taken.Add(text);
        if (string.IsNullOrWhiteSpace(text.Text))
        {
            Gap(path, at);
            return null;
        }

        return text;
    }

    /// <summary>Reports everything that has no counterpart in English, each branch once.</summary>
    public void Finish() => Finish(root, "");

    private void Finish(YamlMap map, string path)
    {
        foreach (var entry in map.Entries)
        {
            Finish(entry.Value, entry.Key.At, path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}");
        }
    }

    private void Finish(YamlValue value, Mark at, string path)
    {
        if (_taken.Contains(value) || !HoldsText(value))
        {
            return;
        }

        if (!HoldsTaken(value))
        {
            problems.Report(ProblemCodes.TranslationExtra, at, $"'{Names.Shown(path)}' has no counterpart in the English flow.");
        }
        else if (value is YamlMap map)
        {
            Finish(map, path);
        }
        else if (value is YamlList list)
        {
            for (var index = 0; index < list.Items.Length; index++)
            {
                Finish(list.Items[index], list.Items[index].At, $"{path}.{index + 1}");
            }
        }
    }

    private bool HoldsTaken(YamlValue value) => _taken.Contains(value) || value switch
    {
        YamlMap map => map.Entries.Any(entry => HoldsTaken(entry.Value)),
        YamlList list => list.Items.Any(HoldsTaken),
        _ => false,
    };

    private static bool HoldsText(YamlValue value) => value switch
    {
        YamlMap map => map.Entries.Any(entry => HoldsText(entry.Value)),
        YamlList list => list.Items.Any(HoldsText),
        _ => value is YamlText { IsNothing: false },
    };

    private void Gap(ImmutableArray<string> path, Mark at)
    {
        var name = string.Join('.', path);
        if (_gaps.Add(name))
        {
            problems.Report(ProblemCodes.TranslationMissing, at, $"The {language} text '{name}' is missing.");
        }
    }

    private static (YamlValue Value, Mark At)? Child(YamlValue parent, string name) => parent switch
    {
        YamlMap map when map.Find(name) is { } entry => (entry.Value, entry.Key.At),
        YamlList list when int.TryParse(name, out var index) && index <= list.Items.Length => (list.Items[index - 1], list.Items[index - 1].At),
        _ => null,
    };
}
