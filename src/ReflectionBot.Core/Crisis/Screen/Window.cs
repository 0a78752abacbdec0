namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>
/// Up to 63 positions of a text as bits: where each word class begins, where clauses end, which words are inside a
/// negation. Scratch memory of one reading; never shared between two readings at the same time.
/// </summary>
internal sealed class Window(int sets)
{
    public const int Size = 63;

    /// <summary>Words in the longest phrase a set may hold.</summary>
    public const int LongestPhrase = 7;

    /// <summary>Where the occurrences of a set are kept, in <see cref="_starts"/>; 0 when it does not occur. Few do, and so all of them stay near.</summary>
    private readonly ushort[] _rows = new ushort[sets];

    private ulong[] _starts = new ulong[64 * LongestPhrase];

    public List<int> Present { get; } = [];

    public ulong[] Places { get; } = new ulong[6];

    /// <summary>All positions a match may stand at, including the one after the last word.</summary>
    public ulong Valid { get; set; }

    public ulong ClauseBreaks { get; set; }

    public ulong SentenceBreaks { get; set; }

    /// <summary>Positions a gap may not cross, for the pattern at hand.</summary>
    public ulong Walls { get; set; }

    /// <summary>Positions where a word of the pattern at hand may begin (all but negated ones, for most patterns).</summary>
    public ulong Allowed { get; set; }

    /// <summary>Where phrases of the set begin, for each length of phrase; empty when it does not occur.</summary>
    public ReadOnlySpan<ulong> StartsOf(int set) => _rows[set] is > 0 and var row ? Row(row) : [];

    public bool Has(int set) => _rows[set] != 0;

    /// <summary>Whether of every group one set at least occurs.</summary>
    public bool HasOneOfEach(int[][] groups)
    {
        foreach (var group in groups)
        {
            if (!HasOneOf(group))
            {
                return false;
            }
        }

        return true;
    }

    public void Clear()
    {
        foreach (var set in Present)
        {
            _rows[set] = 0;
        }

        Array.Clear(_starts, 0, Present.Count * LongestPhrase);
        Present.Clear();
    }

    public void Add(int set, int position, int length)
    {
        ref var row = ref _rows[set];
        if (row == 0)
        {
            Present.Add(set);
            row = (ushort)Present.Count;
            if (_starts.Length < row * LongestPhrase)
            {
                Array.Resize(ref _starts, 2 * _starts.Length);
            }
        }

        Row(row)[length - 1] |= 1UL << position;
    }

    /// <summary>Takes words out of every set's occurrences; the words keep their places, so gaps still count them.</summary>
    public void Blank(ulong words)
    {
        for (var row = 1; row <= Present.Count; row++)
        {
            var touched = words;
            foreach (ref var starts in Row(row))
            {
                starts &= ~touched;
                touched |= touched >> 1;
            }
        }
    }

    /// <summary>Widens hits to the clauses or sentences they stand in, bounded by <paramref name="breaks"/>.</summary>
    public ulong Widen(ulong hits, ulong breaks)
    {
        var open = Valid & ~breaks;
        hits &= Valid;
        while (true)
        {
            var wider = hits | ((hits << 1) & open) | ((hits >> 1) & open);
            if (wider == hits)
            {
                return hits;
            }

            hits = wider;
        }
    }

    private bool HasOneOf(int[] group)
    {
        foreach (var set in group)
        {
            if (Has(set))
            {
                return true;
            }
        }

        return false;
    }

    private Span<ulong> Row(int row) => _starts.AsSpan((row - 1) * LongestPhrase, LongestPhrase);
}
