namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>All words and phrases of all sets as one tree over word ids, walked once from every position of a text.</summary>
internal sealed class PhraseTree
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<int[]> _sets = [[]];
    private readonly Dictionary<int, int[]> _alone = [];
    private readonly Dictionary<int, int> _longest = [];

    public int SetCount { get; set; }

    /// <summary>Words in the longest phrase of a set; 1 for the sets the machinery fills itself.</summary>
    public int Longest(int set) => _longest.GetValueOrDefault(set, 1);

    public void Add(ReadOnlySpan<int> words, int set)
    {
        _longest[set] = Math.Max(Longest(set), words.Length);
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
            _sets[node] = _sets[node].Length == 0 ? Alone(set) : [.. _sets[node], set];
        }
    }

    public int Next(int node, int word) => _next.TryGetValue(Key(node, word), out var next) ? next : 0;

    public ReadOnlySpan<int> SetsAt(int node) => _sets[node];

    /// <summary>Most phrases end one set only, and a set has many phrases.</summary>
    private int[] Alone(int set)
    {
        if (!_alone.TryGetValue(set, out var alone))
        {
            alone = [set];
            _alone.Add(set, alone);
        }

        return alone;
    }

    private static long Key(int node, int word) => ((long)node << 32) | (uint)word;
}
