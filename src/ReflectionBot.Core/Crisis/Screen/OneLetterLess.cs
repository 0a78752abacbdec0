using System.Numerics;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>
/// Words by what is left of them without one of their letters. Holds numbers instead of the texts, of which there are ten times as many as words: what it
/// finds is often right and must be compared.
/// </summary>
internal sealed class OneLetterLess
{
    private const int LongestWord = 64;

    /// <summary>Chains of entries, found by the lower bits of a hash; 0 ends one.</summary>
    private readonly int[] _last;
    private readonly List<(int Id, int Before)> _entries = [(0, 0)];

    /// <param name="letters">Of all words together: about as many entries there will be.</param>
    public OneLetterLess(int letters)
    {
        _last = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, letters))];
        _entries.EnsureCapacity(letters + 1);
    }

    public void Add(string word, int id)
    {
        if (word.Length > LongestWord)
        {
            return;
        }

        Span<char> shorter = stackalloc char[word.Length - 1];
        for (var i = 0; i < word.Length; i++)
        {
            word.AsSpan(0, i).CopyTo(shorter);
            word.AsSpan(i + 1).CopyTo(shorter[i..]);
            ref var last = ref _last[Chain(shorter)];
            _entries.Add((id, last));
            last = _entries.Count - 1;
        }
    }

    /// <summary>Ids of words that may become this by losing a letter.</summary>
    public Words Of(ReadOnlySpan<char> shorter) => new(_entries, _last[Chain(shorter)]);

    private int Chain(ReadOnlySpan<char> shorter) => string.GetHashCode(shorter, StringComparison.Ordinal) & (_last.Length - 1);

    /// <summary>A walk from entry to entry.</summary>
    internal struct Words
    {
        private readonly List<(int Id, int Before)> _entries;
        private int _next;

        public Words(List<(int Id, int Before)> entries, int first)
        {
            _entries = entries;
            _next = first;
        }

        public int Current { get; private set; }

        public readonly Words GetEnumerator() => this;

        public bool MoveNext()
        {
            (Current, _next) = _entries[_next];
            return Current != 0;
        }
    }
}
