using System.Buffers;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>
/// Reads one typed word in every way it may have been meant: as it stands, without accents, with digits for letters,
/// with letters drawn out, with letters masked, with one slip of the hand, or as several words run together.
/// </summary>
internal sealed class WordReader(Vocabulary vocabulary, Func<string, bool> knownElsewhere)
{
    private static readonly SearchValues<char> LettersInDisguise = SearchValues.Create("0123456789@$€|");

    private const int LongestRunTogether = 40;
    private const int LongestWordInRun = 14;

    /// <summary>Adds the ids of the readings of the word; none when the lexicon has nothing to say about it.</summary>
    public void Read(string typed, List<int> ids)
    {
        AddKnown(typed, ids);
        if (ids.Count > 0 || typed.Length < 2 || (typed.Length == 2 && !HasDigit(typed)))
        {
            return;
        }

        var bare = TextFold.Strip(typed);
        if (HasMask(bare) && vocabulary.Unmask(bare.Replace('#', '*')) is var unmasked and > 0)
        {
            ids.Add(unmasked);
            return;
        }

        if (HasDigit(bare))
        {
            ReadDigits(bare, ids);
            return;
        }

        if (knownElsewhere(bare) || vocabulary.IsOrdinary(bare))
        {
            return;
        }

        ReadDrawnOut(bare, ids);
        if (ids.Count == 0 && vocabulary.FindSlip(bare) is var slip and > 0)
        {
            ids.Add(slip);
        }
    }

    /// <summary>Cuts a word that was typed without spaces into words of the lexicon; false when it does not come out whole.</summary>
    public bool TryCut(string typed, int atLeast, List<int> ids)
    {
        var word = TextFold.Strip(typed);
        if (word.Length is < 3 or > LongestRunTogether || vocabulary.IsOrdinary(word))
        {
            return false;
        }

        // Fewest words wins: "myself" is one word, not "my" and "self".
        Span<int> count = stackalloc int[word.Length + 1];
        Span<int> from = stackalloc int[word.Length + 1];
        Span<int> id = stackalloc int[word.Length + 1];
        count.Fill(int.MaxValue);
        count[0] = 0;
        for (var end = 1; end <= word.Length; end++)
        {
            for (var start = Math.Max(0, end - LongestWordInRun); start < end; start++)
            {
                if (count[start] == int.MaxValue || count[start] + 1 >= count[end] || !IsWholeWord(word.AsSpan(start, end - start), out var found))
                {
                    continue;
                }

                (count[end], from[end], id[end]) = (count[start] + 1, start, found);
            }
        }

        if (count[word.Length] == int.MaxValue || count[word.Length] < atLeast)
        {
            return false;
        }

        var first = ids.Count;
        for (var end = word.Length; end > 0; end = from[end])
        {
            ids.Insert(first, id[end]);
        }

        return true;
    }

    private bool IsWholeWord(ReadOnlySpan<char> word, out int id)
    {
        id = vocabulary.Find(word);
        return id > 0 && (word.Length > 1 || word[0] is 'i' or 'a' or 'y' or 'u');
    }

    private void AddKnown(string word, List<int> ids)
    {
        if (vocabulary.Find(word) is var id and > 0)
        {
            ids.Add(id);
        }

        var bare = TextFold.Strip(word);
        if (!ReferenceEquals(bare, word) && vocabulary.Find(bare) is var bareId and > 0)
        {
            ids.Add(bareId);
        }
    }

    private void ReadDigits(string word, List<int> ids)
    {
        AddKnown(Letters(word, 'i'), ids);
        AddKnown(Letters(word, 'l'), ids);
        if (ids.Count == 0 && !char.IsAsciiDigit(word[0]))
        {
            ReadDrawnOut(Letters(word, 'i'), ids);
        }
    }

    private void ReadDrawnOut(string word, List<int> ids)
    {
        for (var keep = 2; keep >= 1 && ids.Count == 0; keep--)
        {
            var shorter = Shorten(word, keep);
            if (shorter.Length < word.Length && shorter.Length >= 2)
            {
                AddKnown(shorter, ids);
            }
        }
    }

    private static string Shorten(string word, int keep)
    {
        Span<char> kept = stackalloc char[word.Length];
        var length = 0;
        var run = 0;
        for (var i = 0; i < word.Length; i++)
        {
            run = i > 0 && word[i] == word[i - 1] ? run + 1 : 1;
            if (run <= keep)
            {
                kept[length++] = word[i];
            }
        }

        return length == word.Length ? word : kept[..length].ToString();
    }

    private static bool HasMask(string word) => word.AsSpan().ContainsAny('*', '#');

    private static bool HasDigit(string word) => word.AsSpan().ContainsAny(LettersInDisguise) && word.AsSpan().ContainsAnyInRange('a', 'z');

    private static string Letters(string word, char one) => string.Create(word.Length, (word, one), static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source.word[i] switch
            {
                '0' => 'o',
                '1' or '|' => source.one,
                '3' or '€' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '6' => 'g',
                '7' => 't',
                '8' => 'b',
                '9' => 'g',
                var c => c,
            };
        }
    });
}
