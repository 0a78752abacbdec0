namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>All words and phrases of all sets as one tree over word ids, walked once from every position of a text.</summary>
internal sealed class PhraseTree
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<int[]> _sets = [[]];
    private readonly List<byte> _longest = [];
    private SharedNumbers? _shared = new();

    public int SetCount => _longest.Count;

    /// <summary>A new set, without phrases.</summary>
    public int AddSet()
    {
        _longest.Add(1);
        return _longest.Count - 1;
    }

    /// <summary>Words in the longest phrase of a set; 1 for the sets the machinery fills itself.</summary>
    public int Longest(int set) => _longest[set];

    public void Add(ReadOnlySpan<int> words, int set)
    {
        _longest[set] = (byte)Math.Max(Longest(set), words.Length);
        var node = 0;
        foreach (var word in words)
        {
            if (!_next.TryGetValue(Key(node, word), out var next))
            {
                next = _sets.Count;
                _sets.Add([]);
                _next.Add(Key(node, word), next);
            }

            node = next;
        }

        if (!_sets[node].Contains(set))
        {
            // Most phrases end one set only, and a set has many phrases.
            _sets[node] = (_shared ?? throw new InvalidOperationException("the tree is sealed")).Once([.. _sets[node], set]);
        }
    }

    /// <summary>Gives back what was only needed to add phrases.</summary>
    public void Seal()
    {
        _shared = null;
        _next.TrimExcess();
        _sets.TrimExcess();
    }

    public int Next(int node, int word) => _next.TryGetValue(Key(node, word), out var next) ? next : 0;

    public ReadOnlySpan<int> SetsAt(int node) => _sets[node];

    private static long Key(int node, int word) => ((long)node << 32) | (uint)word;
}
