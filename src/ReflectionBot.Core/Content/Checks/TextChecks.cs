using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Content.Wording;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>What holds for every single text, in every language.</summary>
internal static class TextChecks
{
    /// <summary>Checks texts that belong together; a condition may stand in another text of the same step.</summary>
    /// <param name="grave">A place without exclamation marks.</param>
    public static void Check(IEnumerable<TextUse> uses, string? theme, Func<TextUse, bool> grave, IReadOnlyList<SourceFile> sources, ProblemList problems)
    {
        foreach (var group in uses.GroupBy(text => (text.Language, text.StepId ?? text.Owner)))
        {
            var around = group.Select(text => text.Text).ToList();
            foreach (var text in group)
            {
                Shape(text, problems);
                Wording(text, theme, around, sources, problems);
                if (grave(text) && text.Text.AsSpan().IndexOfAny('!', '¡') is var mark && mark >= 0)
                {
                    var place = TextPlace.Of(text, new PhraseMatch(text.Text[mark..(mark + 1)], mark, mark + 1), sources);
                    problems.Report(ProblemCodes.Exclamation, place, $"The text of {text.Owner} has an exclamation mark.");
                }
            }

            SameLabels(group, problems);
        }
    }

    public static void Wording(TextUse text, string? theme, IReadOnlyList<string> around, IReadOnlyList<SourceFile> sources, ProblemList problems)
    {
        foreach (var (wording, match) in BannedPhrases.Find(text.Language, text.Text, theme, around))
        {
            problems.Report(wording.Presses ? ProblemCodes.PressingPhrase : ProblemCodes.BannedPhrase, TextPlace.Of(text, match, sources), $"The text of {text.Owner} says '{Names.Shown(match.Text)}'.", wording.Reason);
        }
    }

    /// <summary>Limits of length, and braces that close.</summary>
    public static void Shape(TextUse text, ProblemList problems)
    {
        var most = text.Role switch
        {
            TextRole.Title => ContentLimits.Title,
            TextRole.About => ContentLimits.About,
            TextRole.Label or TextRole.HelpLabel => ContentLimits.Label,
            TextRole.Message => ContentLimits.Message,
            _ => ContentLimits.Text,
        };
        if (text.Text.Length > most)
        {
            problems.Report(ProblemCodes.TextTooLong, text.At, $"The text of {text.Owner} has {text.Text.Length} characters; at most {most} fit.");
        }

        if (most <= ContentLimits.About && text.Text.Contains('\n', StringComparison.Ordinal))
        {
            problems.Report(ProblemCodes.NotOneLine, text.At, $"The text of {text.Owner} has more than one line.");
        }

        var depth = 0;
        foreach (var letter in text.Text)
        {
            depth += letter switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth is < 0 or > 1)
            {
                break;
            }
        }

        if (depth != 0)
        {
            problems.Report(ProblemCodes.PlaceholderOfNothing, text.At, $"The text of {text.Owner} has a brace that does not close.");
        }
    }

    /// <summary>As the engine compares a written label; a label of signs only stands for itself.</summary>
    private static string Plain(string label) => CommandWords.Normalise(label) is { Length: > 0 } plain ? plain : label;

    private static void SameLabels(IEnumerable<TextUse> texts, ProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var label in texts.Where(text => text.IsLabel && !seen.Add(Plain(text.Text))))
        {
            problems.Report(ProblemCodes.SameLabel, label.At, $"The label '{Names.Shown(label.Text)}' of {label.Owner} stands there already.");
        }
    }
}
