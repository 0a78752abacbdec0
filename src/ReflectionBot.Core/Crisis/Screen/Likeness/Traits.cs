using System.Globalization;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>Takes the traits of a message as they are found, each as often as it stands there.</summary>
internal interface ITraitSink
{
    /// <param name="number">What the trait is known by.</param>
    /// <param name="reach">How many words behind the one it begins at it looks: 0 to 3.</param>
    /// <param name="kind">Its kind, the first letter of its name.</param>
    /// <param name="first">Its first word or its letters.</param>
    /// <param name="second">Its second word, or nothing.</param>
    /// <param name="third">Its third word, or nothing.</param>
    void Take(ulong number, int reach, char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third);
}

/// <summary>
/// What a reading of likeness looks at: words, their beginnings and pieces, and which words stand near each other. A trait is known by
/// a number made from its kind and its letters, the same on every machine and in every version of .NET.
/// </summary>
internal static class Traits
{
    /// <summary>Traits that begin at one word at most, besides its pieces; of these there are at most three for each of its letters.</summary>
    public const int MostPerWord = 16;

    private const int LongestStem = 5;
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;
    private const int PieceAcross = 5;

    /// <summary>Makes the words of a message as they are compared: folded, without accents, drawn-out letters shortened.</summary>
    public static void Words(List<Token> tokens, List<TraitWord> words)
    {
        words.Clear();
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Word)
            {
                words.Add(Word(Shorten(TextFold.Strip(token.Text))));
            }
        }
    }

    /// <summary>Gives the traits that begin at one of the words; the first and the last of a message are traits too.</summary>
    public static void At<TSink>(List<TraitWord> words, int at, ref TSink sink)
        where TSink : struct, ITraitSink
    {
        var word = words[at];
        sink.Take(Number('w', word.Whole), 0, 'w', word.Text, default, default);
        Stems(ref sink, 'p', word);
        Pieces(word.Text, ref sink);
        if (at == 0)
        {
            Stems(ref sink, '<', word);
        }

        if (at + 1 == words.Count)
        {
            Stems(ref sink, '>', word);
            return;
        }

        var second = words[at + 1];
        PiecesAcross(word.Text, second.Text, ref sink);
        sink.Take(Number('b', word.Whole, second.Whole), 1, 'b', word.Text, second.Text, default);
        Stems(ref sink, 'q', word, second, 1);
        if (at == 0)
        {
            Stems(ref sink, '<', word, second, 1);
        }

        if (at + 2 == words.Count)
        {
            Stems(ref sink, '>', word, second, 1);
            return;
        }

        var third = words[at + 2];
        sink.Take(Number('t', word.Whole, second.Whole, third.Whole), 2, 't', word.Text, second.Text, third.Text);
        Stems(ref sink, 's', word, third, 2);
        if (at + 3 < words.Count)
        {
            Stems(ref sink, 'r', word, words[at + 3], 3);
        }
    }

    /// <summary>The number of a trait by its name, as the learnt file writes it: the kind, then the words, with spaces between.</summary>
    /// <exception cref="FormatException">No name of a trait.</exception>
    public static ulong Number(ReadOnlySpan<char> name)
    {
        Span<Range> parts = stackalloc Range[5];
        var count = name.Split(parts, ' ');
        if (count is < 2 or > 4 || name[parts[0]] is not [var kind])
        {
            throw new FormatException($"'{name}' is no trait");
        }

        var one = name[parts[1]];
        return kind == 'c' && count == 2 && one.Length is >= ShortestPiece and <= LongestPiece
            ? NumberOfPiece(one)
            : Number(kind, Hash(one), count > 2 ? Hash(name[parts[2]]) : 0, count > 3 ? Hash(name[parts[3]]) : 0);
    }

    /// <summary>Letters that stand together in a word: what a slip of the hand leaves whole.</summary>
    private static void Pieces<TSink>(string word, ref TSink sink)
        where TSink : struct, ITraitSink
    {
        if (HoldsHalves(word))
        {
            return;
        }

        Span<char> letters = stackalloc char[word.Length + 2];
        letters[0] = '^';
        word.CopyTo(letters[1..]);
        letters[^1] = '$';
        for (var i = 0; i + ShortestPiece <= letters.Length; i++)
        {
            for (var length = ShortestPiece; length <= LongestPiece && i + length <= letters.Length; length++)
            {
                var piece = letters.Slice(i, length);
                sink.Take(NumberOfPiece(piece), 0, 'c', piece, default, default);
            }
        }
    }

    /// <summary>Letters at the seam of two words; of the three at least one stands on each side.</summary>
    private static void PiecesAcross<TSink>(string word, string next, ref TSink sink)
        where TSink : struct, ITraitSink
    {
        if (HoldsHalves(word) || HoldsHalves(next))
        {
            return;
        }

        Span<char> seam = stackalloc char[PieceAcross];
        for (var left = 1; left < PieceAcross - 1; left++)
        {
            var right = PieceAcross - 1 - left;
            if (word.Length >= left && next.Length >= right)
            {
                word.AsSpan(word.Length - left).CopyTo(seam);
                seam[left] = '_';
                next.AsSpan(0, right).CopyTo(seam[(left + 1)..]);
                sink.Take(NumberOfPiece(seam), 1, 'c', seam, default, default);
            }
        }
    }

    private static void Stems<TSink>(ref TSink sink, char kind, TraitWord word)
        where TSink : struct, ITraitSink =>
        sink.Take(Number(kind, word.Stem), 0, kind, word.StemText, default, default);

    private static void Stems<TSink>(ref TSink sink, char kind, TraitWord word, TraitWord other, int reach)
        where TSink : struct, ITraitSink =>
        sink.Take(Number(kind, word.Stem, other.Stem), reach, kind, word.StemText, other.StemText, default);

    /// <summary>Half an emoji is no letter.</summary>
    private static bool HoldsHalves(string word) => word.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    private static TraitWord Word(string word)
    {
        var stem = Math.Min(word.Length, LongestStem);
        return new TraitWord(word, Hash(word), Hash(word.AsSpan(0, stem)), stem);
    }

    private static ulong Number(char kind, ulong first, ulong second = 0, ulong third = 0) =>
        Mix(Mix(Mix(kind, first), second), third);

    private static ulong Mix(ulong number, ulong part)
    {
        number = (number ^ part) * 0x9E3779B97F4A7C15UL;
        return number ^ (number >> 29);
    }

    /// <summary>FNV-1a over the letters.</summary>
    private static ulong Hash(ReadOnlySpan<char> letters)
    {
        var number = 14695981039346656037UL;
        foreach (var c in letters)
        {
            number = (number ^ c) * 1099511628211UL;
        }

        return number;
    }

    private static ulong NumberOfPiece(ReadOnlySpan<char> letters)
    {
        var three = letters[0] | ((ulong)letters[1] << 16) | ((ulong)letters[2] << 32);
        return letters.Length switch
        {
            ShortestPiece => Number('c', three),
            LongestPiece => Number('c', three | ((ulong)letters[3] << 48), letters[4]),
            _ => Number('c', three | ((ulong)letters[3] << 48)),
        };
    }

    /// <summary>Three and more of the same letter become two; a number becomes its length, so that no age or hour is learnt by heart.</summary>
    private static string Shorten(string word)
    {
        if (!word.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return word.Length.ToString(CultureInfo.InvariantCulture) + "#";
        }

        var kept = 0;
        Span<char> letters = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            if (i < 2 || word[i] != word[i - 1] || word[i] != word[i - 2])
            {
                letters[kept++] = word[i];
            }
        }

        return kept == word.Length ? word : new string(letters[..kept]);
    }
}
