using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>All texts of one flow: the English as it is read, with its translations beside it.</summary>
internal sealed class FlowTexts(ImmutableArray<Translation> translations, ProblemList problems)
{
    private readonly List<TextUse> _uses = [];

    public IReadOnlyList<TextUse> Uses => _uses;

    public ImmutableArray<string> Languages => ["en", .. translations.Select(translation => translation.Language)];

    /// <summary>The text at <paramref name="path"/> in every language. What is wrong with it is reported, and something is handed back all the same.</summary>
    public LocalText Read(YamlEntry? entry, TextRole role, string owner, string? stepId, params ImmutableArray<string> path)
    {
        var english = entry?.Value;
        if (english is YamlText given && string.IsNullOrWhiteSpace(given.Text))
        {
            problems.Report(ProblemCodes.Missing, entry!.Key.At, $"The text '{path[^1]}' of {owner} is empty.");
            return LocalText.Of("en", "");
        }

        if (english is not YamlText text)
        {
            if (english is not null)
            {
                problems.Report(ProblemCodes.WrongType, entry!.Key.At, $"'{path[^1]}' of {owner} must be a text, and is {english.Kind}.");
            }

            return LocalText.Of("en", "");
        }

        var texts = ImmutableDictionary<string, string>.Empty.Add("en", Use("en", text));
        foreach (var translation in translations)
        {
            if (translation.Take(path) is { } translated)
            {
                texts = texts.SetItem(translation.Language, Use(translation.Language, translated));
            }
        }

        return new LocalText(texts);

        string Use(string language, YamlText found)
        {
            var trimmed = found.Text.Trim();
            _uses.Add(new TextUse(owner, stepId, role, language, trimmed, found.At));
            return trimmed;
        }
    }

    public void Finish()
    {
        foreach (var translation in translations)
        {
            translation.Finish();
        }
    }
}
