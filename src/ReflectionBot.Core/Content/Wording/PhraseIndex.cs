using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>Finds many phrases at once, by the beginning of their first word.</summary>
internal sealed class PhraseIndex<T>
    where T : class
{
    private readonly Dictionary<char, List<(Phrase Phrase, T Item)>> _byLetter = [];

    public PhraseIndex(IEnumerable<(Phrase Phrase, T Item)> phrases)
    {
        foreach (var (phrase, item) in phrases)
        {
            foreach (var letter in phrase.First.Select(word => word[0]).Distinct())
            {
                if (!_byLetter.TryGetValue(letter, out var list))
                {
                    _byLetter[letter] = list = [];
                }

                list.Add((phrase, item));
            }
        }
    }

    public IEnumerable<(T Item, PhraseMatch Match)> Find(ImmutableArray<Word> sentence, string text)
    {
        for (var index = 0; index < sentence.Length; index++)
        {
            if (!_byLetter.TryGetValue(sentence[index].Value[0], out var list))
            {
                continue;
            }

            foreach (var (phrase, item) in list)
            {
                if (phrase.MatchAt(sentence, index, text) is { } match)
                {
                    yield return (item, match);
                }
            }
        }
    }
}
