using ReflectionBot.Core.Content.Reading;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>A translated text names the answers that the English one names.</summary>
internal static class TranslationChecks
{
    /// <param name="uses">English and translations in the order they were read: each translation follows its English text.</param>
    public static void Check(IEnumerable<TextUse> uses, ProblemList problems)
    {
        TextUse? english = null;
        foreach (var text in uses)
        {
            if (text.Language == "en")
            {
                english = text;
            }
            else if (english is not null)
            {
                Compare(english, text, problems);
            }
        }
    }

    public static void Compare(TextUse english, TextUse text, ProblemList problems)
    {
        var expected = Names(english);
        var given = Names(text);
        if (!expected.SetEquals(given))
        {
            problems.Report(
                ProblemCodes.TranslationPlaceholders,
                text.At,
                $"The text of {text.Owner} has {Listed(given)}, and the English has {Listed(expected)}.");
        }
    }

    private static HashSet<string> Names(TextUse text) => Placeholders.Names(text.Text).ToHashSet(StringComparer.Ordinal);

    private static string Listed(HashSet<string> names) =>
        names.Count == 0 ? "no placeholders" : string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"{{{name}}}"));
}
