using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>Cards have their own reader; here only their wording is looked at, as that of every text.</summary>
internal static class CardChecks
{
    /// <summary>The language is the file's name where that is one; other files are read as English.</summary>
    public static void Check(SourceFile file, ProblemList problems)
    {
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..].Replace(".yaml", "", StringComparison.Ordinal);
        var language = Names.IsLanguage(name) ? name : "en";
        if (YamlFile.Read(file, problems, out _) is { } root)
        {
            var texts = Texts(root, "card", language).ToList();
            TextChecks.Check(texts, null, _ => true, [file], problems);
        }
    }

    private static IEnumerable<TextUse> Texts(YamlValue value, string owner, string language) => value switch
    {
        YamlText text => [new TextUse($"card '{owner}'", null, TextRole.Message, language, text.Text, text.At)],
        YamlList list => list.Items.SelectMany(item => Texts(item, owner, language)),
        YamlMap map => map.Entries.SelectMany(entry => Texts(entry.Value, entry.Key.Text, language)),
        _ => [],
    };
}
