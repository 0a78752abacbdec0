using System.Collections.Immutable;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>Everything said in trouble, in one language.</summary>
/// <param name="Language">Two-letter code.</param>
public sealed record CardTexts(string Language)
{
    /// <summary>Text by dotted key.</summary>
    public required ImmutableDictionary<string, string> Texts { get; init; }

    /// <summary>Lists of words by dotted key, normalised as <see cref="CommandWords.Normalise"/> leaves them.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> Words { get; init; }

    /// <exception cref="KeyNotFoundException">No such key: a bug; the loader has compared all keys.</exception>
    public string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        Placeholders.Fill(Texts.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"No text '{key}' in '{Language}'."), values);

    public bool Means(string key, string word) => Words.TryGetValue(key, out var words) && words.Contains(word);

    public string Country(string code) => Texts.GetValueOrDefault($"countries.{code}", code);
}
