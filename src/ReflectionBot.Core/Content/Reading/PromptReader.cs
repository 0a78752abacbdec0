using System.Collections.Immutable;
using ReflectionBot.Core.Content.Checks;
using ReflectionBot.Core.Content.Wording;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>Reads <c>prompts/daily.yaml</c> and <c>group.yaml</c>, with a file beside each for every other language (<c>daily.es.yaml</c>).</summary>
internal static class PromptReader
{
    private const int MaxDepth = 3;

    /// <summary>The prompts of one file in its order, with every translation that was given.</summary>
    public static ImmutableArray<Prompt> Read(SourceFile file, IReadOnlyDictionary<string, SourceFile> translations, ISet<string> taken, ProblemList problems)
    {
        var prompts = ImmutableArray.CreateBuilder<Prompt>();
        if (Listed<YamlList>(file, "a list of prompts", problems) is { } list)
        {
            foreach (var item in list.Items)
            {
                if (ReadOne(item, file, taken, problems) is { } prompt)
                {
                    prompts.Add(prompt);
                }
            }
        }

        foreach (var (language, source) in translations)
        {
            Translate(prompts, language, source, problems);
        }

        return prompts.ToImmutable();
    }

    private static T? Listed<T>(SourceFile file, string expected, ProblemList problems)
        where T : YamlValue
    {
        if (YamlFile.Read(file, problems, out _) is not { } value || Fields.Of(value, value.At, "prompts", problems) is not { } fields)
        {
            return null;
        }

        var entry = fields.Require("prompts");
        fields.Finish();
        if (entry is not null and not { Value: T })
        {
            problems.Report(ProblemCodes.WrongType, entry.Key.At, $"'prompts' must be {expected}, and is {entry.Value.Kind}.");
        }

        return entry?.Value as T;
    }

    private static Prompt? ReadOne(YamlValue item, SourceFile file, ISet<string> taken, ProblemList problems)
    {
        if (Fields.Of(item, item.At, "prompt", problems) is not { } fields)
        {
            return null;
        }

        var id = fields.RequireWord("id");
        var theme = fields.RequireWord("theme");
        var depth = fields.Number("depth", 1, MaxDepth) ?? 1;
        var text = fields.RequireWord("text");
        var prompt = new
        {
            LockScreen = fields.Flag("lock_screen") ?? false,
            SafeAfterCard = fields.Flag("safe_after_card") ?? false,
        };
        fields.Finish();
        if (id is null || theme is null || text is null)
        {
            return null;
        }

        Names.CheckKey(id, "prompt id", problems);
        if (!taken.Add(id.Text))
        {
            problems.Report(ProblemCodes.PromptIdTaken, id.At, $"The prompt id '{Names.Shown(id.Text)}' stands there already.");
        }

        if (!Names.IsTheme(theme.Text) && !Names.IsId(theme.Text, ContentLimits.Key))
        {
            problems.Report(ProblemCodes.BadName, theme.At, $"The theme '{Names.Shown(theme.Text)}' is neither a letter and a number nor a word.");
        }

        CheckText(id.Text, theme.Text, "en", text, file, problems);
        return new Prompt(id.Text, theme.Text, depth, LocalText.Of("en", text.Text.Trim()))
        {
            LockScreen = prompt.LockScreen,
            SafeAfterCard = prompt.SafeAfterCard,
        };
    }

    private static void Translate(ImmutableArray<Prompt>.Builder prompts, string language, SourceFile source, ProblemList problems)
    {
        if (Listed<YamlMap>(source, "texts by prompt id", problems) is not { } map)
        {
            return;
        }

        foreach (var entry in map.Entries)
        {
            var at = prompts.FindIndex(prompt => prompt.Id == entry.Key.Text);
            if (at < 0)
            {
                problems.Report(ProblemCodes.TranslationExtra, entry.Key.At, $"There is no prompt '{Names.Shown(entry.Key.Text)}'.");
            }
            else if (entry.Value is YamlText { Text.Length: > 0 } text)
            {
                CheckText(entry.Key.Text, prompts[at].Theme, language, text, source, problems);
                prompts[at] = prompts[at] with { Text = new LocalText(prompts[at].Text.Texts.SetItem(language, text.Text.Trim())) };
            }
            else
            {
                problems.Report(ProblemCodes.Missing, entry.Key.At, $"The prompt '{Names.Shown(entry.Key.Text)}' is empty.");
            }
        }
    }

    private static void CheckText(string id, string theme, string language, YamlText text, SourceFile file, ProblemList problems)
    {
        var use = new TextUse($"prompt '{id}'", null, TextRole.Plain, language, text.Text, text.At);
        TextChecks.Check([use], theme, _ => false, [file], problems);
        foreach (var name in Placeholders.Names(text.Text))
        {
            problems.Report(ProblemCodes.PlaceholderNotHere, text.At, $"'{{{Names.Shown(name)}}}' is in the prompt '{id}', and nothing fills it.");
        }

        var words = WordScan.Count(text.Text);
        if (words > ContentLimits.PromptWords)
        {
            problems.Report(ProblemCodes.PromptTooLong, text.At, $"The prompt '{id}' has {words} words; at most {ContentLimits.PromptWords} fit.");
        }
    }

    private static int FindIndex(this ImmutableArray<Prompt>.Builder prompts, Func<Prompt, bool> fits)
    {
        for (var i = 0; i < prompts.Count; i++)
        {
            if (fits(prompts[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
