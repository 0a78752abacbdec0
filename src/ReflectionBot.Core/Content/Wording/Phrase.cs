using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>Where a phrase was found.</summary>
internal readonly record struct PhraseMatch(string Text, int Start, int End);

/// <summary>
/// A row of words inside one sentence: <c>i promise</c>, <c>well|very done</c> (either word), <c>streak*</c> (any ending).
/// </summary>
internal sealed class Phrase
{
    private readonly ImmutableArray<ImmutableArray<string>> _words;

    public Phrase(string pattern)
    {
        Pattern = pattern;
        _words = [.. pattern.Split(' ').Select(word => word.Split('|').ToImmutableArray())];
    }

    public string Pattern { get; }

    /// <summary>What the first word may be, for the index.</summary>
    public ImmutableArray<string> First => _words[0];

    public PhraseMatch? MatchAt(ImmutableArray<Word> sentence, int index, string text)
    {
        if (index + _words.Length > sentence.Length)
        {
            return null;
        }

        for (var offset = 0; offset < _words.Length; offset++)
        {
            if (!Fits(_words[offset], sentence[index + offset].Value))
            {
                return null;
            }
        }

        var (start, end) = (sentence[index].Start, sentence[index + _words.Length - 1].End);
        return new PhraseMatch(text[start..end], start, end);
    }

    public bool IsIn(ImmutableArray<Word> sentence, string text) => Enumerable.Range(0, sentence.Length).Any(index => MatchAt(sentence, index, text) is not null);

    private static bool Fits(ImmutableArray<string> alternatives, string word)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative[^1] == '*' ? word.AsSpan().StartsWith(alternative.AsSpan(0, alternative.Length - 1), StringComparison.Ordinal) : word == alternative)
            {
                return true;
            }
        }

        return false;
    }
}
