namespace ReflectionBot.Core.Crisis.Screen;

internal enum PatternRole
{
    Idiom,
    Context,
    Frame,
}

/// <summary>A pattern and what it belongs to; <paramref name="Owner"/> is an index into the lexicon's list of that role.</summary>
internal sealed record IndexedPattern(int Number, PatternRole Role, int Owner, Pattern Pattern);

/// <summary>Finds the patterns worth trying from the sets that occur: each hangs on the rarest set it cannot do without.</summary>
internal sealed class PatternIndex
{
    private readonly Dictionary<int, List<IndexedPattern>> _bySet = [];

    public int Count { get; private set; }

    /// <summary>Returns false when the pattern names no word it needs and so could match anything.</summary>
    public bool TryAdd(PatternRole role, int owner, Pattern pattern, Func<int, int> commonness)
    {
        if (pattern.Node.Anchors(commonness) is not { } anchors)
        {
            return false;
        }

        var indexed = new IndexedPattern(Count++, role, owner, pattern);
        foreach (var set in anchors.Distinct())
        {
            if (!_bySet.TryGetValue(set, out var list))
            {
                list = [];
                _bySet.Add(set, list);
            }

            list.Add(indexed);
        }

        return true;
    }

    public List<IndexedPattern>? Of(int set) => _bySet.GetValueOrDefault(set);
}
