using System.Globalization;
using System.Text;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>
/// What a reading of likeness looks at: words, their beginnings and pieces, and which words stand near each other. A trait is known by
/// a number made from its kind and its letters, the same on every machine and in every version of .NET.
/// </summary>
internal sealed class Traits
{
    private const int LongestStem = 5;
    private const int Piece = 4;
    private const int PieceAcross = 5;

    private readonly HashSet<ulong> _seen = [];
    private readonly Dictionary<ulong, string>? _names;
    private readonly StringBuilder _padded = new();

    /// <param name="names">Gets what each number stands for, for those who learn; null when nobody asks.</param>
    public Traits(Dictionary<ulong, string>? names = null)
    {
        _names = names;
    }

    /// <summary>The words of a message as they are compared: folded, without accents, drawn-out letters shortened.</summary>
    public static List<string> Words(List<Token> tokens)
    {
        var words = new List<string>(tokens.Count);
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Word)
            {
                words.Add(Shorten(TextFold.Strip(token.Text)));
            }
        }

        return words;
    }

    /// <summary>The traits of some of the words, each once.</summary>
    public HashSet<ulong> Read(List<string> words, int start, int count)
    {
        _seen.Clear();
        var end = start + count;
        for (var i = start; i < end; i++)
        {
            Add('w', words[i]);
            Add('p', Stem(words[i]));
            AddPieces(words[i], i + 1 < end ? words[i + 1] : null);
            if (i + 1 < end)
            {
                Add('b', words[i], words[i + 1]);
                Add('q', Stem(words[i]), Stem(words[i + 1]));
            }

            if (i + 2 < end)
            {
                Add('t', words[i], words[i + 1], words[i + 2]);
                Add('s', Stem(words[i]), Stem(words[i + 2]));
            }

            if (i + 3 < end)
            {
                Add('r', Stem(words[i]), Stem(words[i + 3]));
            }
        }

        return _seen;
    }

    /// <summary>The number of a trait by its name, as the learnt file writes it: the kind, then the words, with spaces between.</summary>
    public static ulong Number(string name)
    {
        var parts = name.Split(' ');
        return Number(parts[0][0], parts[1], parts.Length > 2 ? parts[2] : default, parts.Length > 3 ? parts[3] : default);
    }

    /// <summary>Letters that stand together in a word, and those at the seam of two: what a slip of the hand leaves whole.</summary>
    private void AddPieces(string word, string? next)
    {
        if (word.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || next.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            // Half an emoji is no letter.
            return;
        }

        _padded.Clear().Append('^').Append(word).Append('$');
        Span<char> letters = stackalloc char[_padded.Length];
        _padded.CopyTo(0, letters, letters.Length);
        for (var i = 0; i + Piece <= letters.Length; i++)
        {
            Add('c', letters.Slice(i, Piece));
        }

        if (next is null)
        {
            return;
        }

        // Two letters at least stand on each side of the seam.
        Span<char> seam = stackalloc char[PieceAcross];
        for (var left = 1; left < PieceAcross - 1; left++)
        {
            var right = PieceAcross - 1 - left;
            if (word.Length >= left && next.Length >= right)
            {
                word.AsSpan(word.Length - left).CopyTo(seam);
                seam[left] = '_';
                next.AsSpan(0, right).CopyTo(seam[(left + 1)..]);
                Add('c', seam);
            }
        }
    }

    private void Add(char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second = default, ReadOnlySpan<char> third = default)
    {
        var number = Number(kind, first, second, third);
        if (_seen.Add(number) && _names is not null)
        {
            _names.TryAdd(number, second.IsEmpty ? $"{kind} {first}" : third.IsEmpty ? $"{kind} {first} {second}" : $"{kind} {first} {second} {third}");
        }
    }

    /// <summary>FNV-1a over the parts.</summary>
    private static ulong Number(char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third)
    {
        var number = Mix(Mix(14695981039346656037UL, [kind]), first);
        return second.IsEmpty ? number : third.IsEmpty ? Mix(number, second) : Mix(Mix(number, second), third);
    }

    private static ulong Mix(ulong number, ReadOnlySpan<char> part)
    {
        foreach (var c in part)
        {
            number = (number ^ c) * 1099511628211UL;
        }

        return (number ^ ' ') * 1099511628211UL;
    }

    private static ReadOnlySpan<char> Stem(string word) => word.AsSpan(0, Math.Min(word.Length, LongestStem));

    /// <summary>Three and more of the same letter become two; a number becomes its length, so that no age or hour is learnt by heart.</summary>
    private static string Shorten(string word)
    {
        if (word.All(char.IsAsciiDigit))
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
