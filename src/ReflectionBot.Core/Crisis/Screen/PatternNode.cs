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
        var to = 0UL;
        for (var length = 1; from != 0 && length <= longest; length++)
        {
            to |= (from & window.StartsOf(Set, length)) << length;
        }

        return to;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered)
    {
        from &= window.Allowed;
        var begins = 0UL;
        for (var length = 1; length <= longest; length++)
        {
            var hits = from & window.StartsOf(Set, length) & (ends >> length);
            begins |= hits;
            for (var i = 0; i < length; i++)
            {
                covered |= hits << i;
            }
        }

        return begins;
    }

    public override IReadOnlyList<int> Anchors(Func<int, int> commonness) => [Set];

    public override bool Mentions(int set) => set == Set;

    public ulong Starts(Window window)
    {
        var starts = 0UL;
        for (var length = 1; length <= longest; length++)
        {
            starts |= window.StartsOf(Set, length);
        }

        return starts;
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

internal sealed class SequenceNode(IReadOnlyList<PatternNode> parts) : PatternNode
{
    public override int Cost { get; } = parts.Sum(p => p.Cost);

    public override ulong Step(ulong from, Window window)
    {
        for (var i = 0; from != 0 && i < parts.Count; i++)
        {
            from = parts[i].Step(from, window);
        }

        return from;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered)
    {
        Span<ulong> reached = stackalloc ulong[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            reached[i] = from;
            from = parts[i].Step(from, window);
        }

        for (var i = parts.Count - 1; i >= 0; i--)
        {
            ends = parts[i].Trace(reached[i], ends, window, ref covered);
        }

        return ends;
    }

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness) => parts
        .Select(p => p.Anchors(commonness))
        .OfType<IReadOnlyList<int>>()
        .MinBy(a => a.Sum(commonness));

    public override bool Mentions(int set) => parts.Any(p => p.Mentions(set));
}

internal sealed class ChoiceNode(IReadOnlyList<PatternNode> choices) : PatternNode
{
    public IReadOnlyList<PatternNode> Choices { get; } = choices;

    public override int Cost { get; } = choices.Sum(c => c.Cost);

    public override ulong Step(ulong from, Window window)
    {
        var to = 0UL;
        foreach (var choice in Choices)
        {
            to |= choice.Step(from, window);
        }

        return to;
    }

    public override ulong Trace(ulong from, ulong ends, Window window, ref ulong covered)
    {
        var begins = 0UL;
        foreach (var choice in Choices)
        {
            begins |= choice.Trace(from, ends, window, ref covered);
        }

        return begins;
    }

    public override IReadOnlyList<int>? Anchors(Func<int, int> commonness)
    {
        var all = new HashSet<int>();
        foreach (var choice in Choices)
        {
            if (choice.Anchors(commonness) is not { } anchors)
            {
                return null;
            }

            all.UnionWith(anchors);
        }

        return [.. all];
    }

    public override bool Mentions(int set) => Choices.Any(c => c.Mentions(set));
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
