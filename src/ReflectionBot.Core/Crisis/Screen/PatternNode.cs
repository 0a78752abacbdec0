namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>
/// One element of a pattern, as a function from "positions a match may have reached" to "positions it may reach next".
/// Positions are bits of one window, so every step costs a few shifts whatever the text says: there is no backtracking.
/// </summary>
internal abstract class PatternNode
{
    /// <summary>Number of nodes, the unit the work budget counts in.</summary>
    public abstract int Cost { get; }

    public abstract ulong Step(ulong from, Window window);

    /// <summary>
    /// The positions of <paramref name="from"/> that lead to one of <paramref name="ends"/>; the words matched on the way
    /// (not those in gaps) are added to <paramref name="covered"/>.
    /// </summary>
    public abstract ulong Trace(ulong from, ulong ends, Window window, ref ulong covered);

    /// <summary>Sets of which at least one must occur for this node to match; null when it can match without words.</summary>
    public abstract IReadOnlyList<int>? Anchors(Func<int, int> commonness);

    /// <summary>Groups of sets, each in order: of every group one must occur for this node to match.</summary>
    public virtual IEnumerable<int[]> Needs => [];

    public virtual bool Mentions(int set) => false;
}

/// <summary>A word or phrase of a set; <paramref name="longest"/> is the number of words in its longest phrase.</summary>
internal sealed class SetNode(int set, int longest) : PatternNode
{
    public int Set { get; } = set;

    public override int Cost => 2;

    public override ulong Step(ulong from, Window window)
    {
        from &= window.Allowed;
        var starts = window.StartsOf(Set);
        var to = 0UL;
        for (var at = 0; at < starts.Length && at < longest; at++)
        {
            to |= (from & starts[at]) << (at + 1);
        }

        return to;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered)
    {
        from &= window.Allowed;
        var starts = window.StartsOf(Set);
        var begins = 0UL;
        for (var at = 0; at < starts.Length && at < longest; at++)
        {
            var hits = from & starts[at] & (ends >> (at + 1));
            begins |= hits;
            for (var i = 0; i <= at; i++)
            {
                covered |= hits << i;
            }
        }

        return begins;
    }

    public override IReadOnlyList<int> Anchors(Func<int, int> commonness) => [Set];

    public override IEnumerable<int[]> Needs => [[Set]];

    public override bool Mentions(int set) => set == Set;

    public ulong Starts(Window window)
    {
        var all = 0UL;
        foreach (var starts in window.StartsOf(Set))
        {
            all |= starts;
        }

        return all;
    }
}

internal sealed class GapNode(int words) : PatternNode
{
    public override int Cost => 1 + (words / 4);

    public override ulong Step(ulong from, Window window)
    {
        for (var i = 0; i < words; i++)
        {
            from |= (from & ~window.Walls) << 1;
        }

        return from & window.Valid;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered)
    {
        for (var i = 0; i < words; i++)
        {
            ends |= (ends >> 1) & ~window.Walls;
        }

        return ends & from;
    }

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness) => null;
}

/// <summary>A place rather than a word: the beginning or end of a clause, a sentence or the message.</summary>
internal sealed class PlaceNode(Place place) : PatternNode
{
    public override int Cost => 1;

    public override ulong Step(ulong from, Window window) => from & window.Places[(int)place];

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered) => Step(from & ends, window);

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness) => null;
}

internal enum Place
{
    ClauseStart,
    ClauseEnd,
    SentenceStart,
    SentenceEnd,
    MessageStart,
    MessageEnd,
}

/// <summary>Refuses positions where something begins (<c>!x</c>) or where something has just ended (<c>!&lt;x</c>), negated or not.</summary>
internal sealed class RefuseNode(PatternNode inner, bool behind) : PatternNode
{
    public override int Cost => 2 * inner.Cost;

    public override ulong Step(ulong from, Window window)
    {
        if (from == 0)
        {
            return 0;
        }

        var allowed = window.Allowed;
        window.Allowed = ulong.MaxValue;
        var found = inner.Step(window.Valid, window);
        if (!behind)
        {
            var covered = 0UL;
            found = inner.Trace(window.Valid, found, window, ref covered);
        }

        window.Allowed = allowed;
        return from & ~found;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered) => Step(from & ends, window);

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness) => null;
}

internal sealed class SequenceNode(PatternNode[] parts) : PatternNode
{
    public override int Cost { get; } = parts.Sum(p => p.Cost);

    public override ulong Step(ulong from, Window window)
    {
        for (var i = 0; from != 0 && i < parts.Length; i++)
        {
            from = parts[i].Step(from, window);
        }

        return from;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered)
    {
        Span<ulong> reached = stackalloc ulong[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            reached[i] = from;
            from = parts[i].Step(from, window);
        }

        for (var i = parts.Length - 1; i >= 0; i--)
        {
            ends = parts[i].Trace(reached[i], ends, window, ref covered);
        }

        return ends;
    }

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness) => parts
        .Select(p => p.Anchors(commonness))
        .OfType<IReadOnlyList<int>>()
        .MinBy(a => a.Sum(commonness));

    public override IEnumerable<int[]> Needs => parts.SelectMany(p => p.Needs);

    public override bool Mentions(int set) => parts.Any(p => p.Mentions(set));
}

internal sealed class ChoiceNode(PatternNode[] choices) : PatternNode
{
    /// <summary>For each choice a set it cannot do without, or -1: most choices of most texts are not even tried.</summary>
    private readonly int[] _musts = [.. choices.Select(c => c.Needs.Where(group => group.Length == 1).Select(group => group[0]).LastOrDefault(-1))];

    public override int Cost { get; } = choices.Sum(c => c.Cost);

    public override ulong Step(ulong from, Window window)
    {
        var to = 0UL;
        if (from == 0)
        {
            return to;
        }

        for (var i = 0; i < choices.Length; i++)
        {
            if (_musts[i] < 0 || window.Has(_musts[i]))
            {
                to |= choices[i].Step(from, window);
            }
        }

        return to;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered)
    {
        var begins = 0UL;
        foreach (var choice in choices)
        {
            begins |= choice.Trace(from, ends, window, ref covered);
        }

        return begins;
    }

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness)
    {
        var all = new HashSet<int>();
        foreach (var choice in choices)
        {
            if (choice.Anchors(commonness) is not { } anchors)
            {
                return null;
            }

            all.UnionWith(anchors);
        }

        return [.. all];
    }

    public override IEnumerable<int[]> Needs
    {
        get
        {
            var smallest = choices.Select(c => c.Needs.MinBy(group => group.Length)).ToArray();
            return smallest.Contains(null) ? [] : [[.. smallest.SelectMany(group => group!).Distinct().Order()]];
        }
    }

    public override bool Mentions(int set) => choices.Any(c => c.Mentions(set));
}

internal sealed class OptionalNode(PatternNode inner) : PatternNode
{
    public override int Cost => inner.Cost;

    public override ulong Step(ulong from, Window window) => from | inner.Step(from, window);

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered) =>
        (from & ends) | inner.Trace(from, ends, window, ref covered);

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness) => null;

    public override bool Mentions(int set) => inner.Mentions(set);
}
