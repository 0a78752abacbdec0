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

    private readonly ulong[] _starts = new ulong[sets * LongestPhrase];
    private readonly bool[] _present = new bool[sets];

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

    public ulong StartsOf(int set, int length) => _starts[(set * LongestPhrase) + length - 1];

    public void Clear()
    {
        foreach (var set in Present)
        {
            Array.Clear(_starts, set * LongestPhrase, LongestPhrase);
            _present[set] = false;
        }

        Present.Clear();
    }

    public void Add(int set, int position, int length)
    {
        _starts[(set * LongestPhrase) + length - 1] |= 1UL << position;
        if (!_present[set])
        {
            _present[set] = true;
            Present.Add(set);
        }
    }

    /// <summary>Takes words out of every set's occurrences; the words keep their places, so gaps still count them.</summary>
    public void Blank(ulong words)
    {
        foreach (var set in Present)
        {
            var touched = words;
            for (var length = 1; length <= LongestPhrase; length++)
            {
                _starts[(set * LongestPhrase) + length - 1] &= ~touched;
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
}
