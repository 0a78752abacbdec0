namespace ReflectionBot.Core.Crisis.Screen;

internal enum PatternRole
{
    Idiom,
    Context,
    Frame,
}

/// <summary>A pattern and what it belongs to; <paramref name="Owner"/> is an index into the lexicon's list of that role.</summary>
/// <param name="Needs">Groups of sets: without one of each group the pattern cannot match.</param>
internal sealed record IndexedPattern(int Number, int Owner, Pattern Pattern, int[][] Needs)
{
    public int Cost { get; } = Pattern.Node.Cost;
}

/// <summary>Finds the patterns worth trying from the sets that occur: each hangs on the rarest set it cannot do without.</summary>
internal sealed class PatternIndex
{
    private Dictionary<int, List<IndexedPattern>>[] _bySet = [[], [], []];
    private SharedNumbers _groups = new();
    private IndexedPattern[][][] _sealed = [];

    public int Count { get; private set; }

    /// <summary>Returns false when the pattern names no word it needs and so could match anything.</summary>
    public bool TryAdd(PatternRole role, int owner, Pattern pattern, Func<int, int> commonness)
    {
        if (pattern.Node.Anchors(commonness) is not { } anchors)
        {
            return false;
        }

        var hung = anchors.Distinct().Order().ToArray();
        var needs = pattern.Node.Needs.Where(group => !group.SequenceEqual(hung)).OrderBy(group => group.Length).Select(group => _groups.Once(group)).ToArray();
        var indexed = new IndexedPattern(Count++, owner, pattern, needs);
        foreach (var set in hung)
        {
            if (!_bySet[(int)role].TryGetValue(set, out var list))
            {
                list = [];
                _bySet[(int)role].Add(set, list);
            }

            list.Add(indexed);
        }

        return true;
    }

    /// <summary>How many patterns hang on a set.</summary>
    public int Hanging(int set) => _bySet.Sum(role => role.TryGetValue(set, out var list) ? list.Count : 0);

    /// <summary>Turns the lists into arrays once all patterns are there.</summary>
    public void Seal(int sets)
    {
        _sealed = [.. _bySet.Select(role => Enumerable.Range(0, sets).Select(set => role.TryGetValue(set, out var list) ? list.ToArray() : []).ToArray())];
        _bySet = [];
        _groups = new SharedNumbers();
    }

    /// <summary>The patterns of a role that hang on a set.</summary>
    public ReadOnlySpan<IndexedPattern> Of(PatternRole role, int set) => _sealed[(int)role][set];
}
