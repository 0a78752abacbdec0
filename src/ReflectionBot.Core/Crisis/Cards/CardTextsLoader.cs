using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis.Directory;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>Reads the texts of the Cards and refuses them with every fault listed: nothing may be missing in any language.</summary>
public static class CardTextsLoader
{
    private const string CountryWords = "country-words.";

    /// <param name="files">Text by file name; the name ends in <c>/language.yaml</c>.</param>
    /// <param name="directory">Whose countries need names.</param>
    /// <exception cref="CrisisContentException">With every fault of every file.</exception>
    public static ImmutableDictionary<string, CardTexts> Load(IEnumerable<KeyValuePair<string, string>> files, HelpDirectory directory)
    {
        var faults = new List<string>();
        var read = new Dictionary<string, CardTexts>();
        foreach (var (file, yaml) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            try
            {
                read.Add(file, Read(file, yaml, directory));
            }
            catch (CrisisContentException wrong)
            {
                faults.AddRange(wrong.Faults);
            }
        }

        var english = read.Values.FirstOrDefault(texts => texts.Language == "en");
        if (english is null)
        {
            faults.Add("crisis/cards: no usable English: without it there are no Cards");
        }
        else
        {
            faults.AddRange(read.SelectMany(file => Compare(file.Key, file.Value, english)));
        }

        return faults.Count > 0
            ? throw new CrisisContentException(faults)
            : read.Values.ToImmutableDictionary(texts => texts.Language);
    }

    private static CardTexts Read(string file, string yaml, HelpDirectory directory)
    {
        var content = new CrisisContent(file);
        var texts = ImmutableDictionary.CreateBuilder<string, string>();
        var words = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        Flatten(content, content.Root(yaml), "", texts, words);
        var needed = CardKeys.All(directory).Append("language").ToHashSet();
        foreach (var missing in needed.Where(key => !texts.ContainsKey(key)).Order(StringComparer.Ordinal))
        {
            content.Add($"no text '{missing}'");
        }

        foreach (var surplus in texts.Keys.Where(key => !needed.Contains(key)).Order(StringComparer.Ordinal))
        {
            content.Add($"'{surplus}' is not a text the bot uses");
        }

        foreach (var missing in CardKeys.WordLists.Where(key => !words.TryGetValue(key, out var list) || list.IsEmpty))
        {
            content.Add($"no words '{missing}'");
        }

        foreach (var surplus in words.Keys.Where(key => !CardKeys.WordLists.Contains(key) && !(key.StartsWith(CountryWords, StringComparison.Ordinal) && directory.Knows(key[CountryWords.Length..]))))
        {
            content.Add($"'{surplus}' is not a list of words the bot uses");
        }

        if (texts.TryGetValue("language", out var language) && !file.EndsWith($"/{language}.yaml", StringComparison.Ordinal))
        {
            content.Add($"language '{language}' is not the name of the file");
        }

        content.ThrowIfAny();
        return new CardTexts(texts["language"]) { Texts = texts.ToImmutable(), Words = words.ToImmutable() };
    }

    private static void Flatten(
        CrisisContent content, YamlMappingNode map, string prefix,
        ImmutableDictionary<string, string>.Builder texts, ImmutableDictionary<string, ImmutableArray<string>>.Builder words)
    {
        foreach (var (key, value) in map.Children)
        {
            var name = prefix + key;
            switch (value)
            {
                case YamlMappingNode inner:
                    Flatten(content, inner, name + ".", texts, words);
                    break;
                case YamlSequenceNode list:
                    words[name] = [.. list.Select(word => CommandWords.Normalise(word.ToString()))];
                    break;
                case YamlScalarNode { Value: { Length: > 0 } text }:
                    texts[name] = text.Trim();
                    break;
                default:
                    content.Add(value, $"'{name}' is empty");
                    break;
            }
        }
    }

    private static IEnumerable<string> Compare(string file, CardTexts texts, CardTexts english) =>
        texts.Texts
            .Where(text => !Placeholders.Names(text.Value).ToHashSet().SetEquals(Placeholders.Names(english.Texts[text.Key])))
            .Select(text => $"{file}: '{text.Key}' has other placeholders than English")
            .Order(StringComparer.Ordinal);
}
