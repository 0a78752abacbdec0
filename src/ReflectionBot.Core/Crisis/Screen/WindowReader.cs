namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Matches one language's rules against the spots of a text, window by window.</summary>
internal sealed class WindowReader(Lexicon lexicon)
{
    /// <summary>How far windows overlap, so that what lies across an edge is seen whole in one of them.</summary>
    private const int Overlap = 31;

    private const int NegationReach = 6;

    /// <summary>From this number on, a count of tablets is no ordinary dose.</summary>
    private const int FewestMany = 8;

    private readonly Window _window = new(lexicon.SetCount);
    private readonly int[] _tried = new int[lexicon.Index.Count];
    private readonly ulong[] _contexts = new ulong[lexicon.Contexts.Length];
    private int _round;

    public void Read(List<Spot> spots, Findings findings, WorkBudget budget)
    {
        for (var start = 0; start < spots.Count; start += Window.Size - Overlap)
        {
            var count = Math.Min(Window.Size, spots.Count - start);
            ReadWindow(spots, start, count, findings, budget);
            if (start + count >= spots.Count)
            {
                break;
            }
        }
    }

    /// <summary>Reads only the windows that hold one of the <paramref name="places"/>: the others were read before.</summary>
    public void ReadAround(List<int> places, List<Spot> spots, Findings findings, WorkBudget budget)
    {
        for (var start = 0; start < spots.Count; start += Window.Size - Overlap)
        {
            var count = Math.Min(Window.Size, spots.Count - start);
            var next = places.BinarySearch(start);
            next = next < 0 ? ~next : next;
            if (next < places.Count && places[next] < start + count)
            {
                ReadWindow(spots, start, count, findings, budget);
            }

            if (start + count >= spots.Count)
            {
                break;
            }
        }
    }

    private void ReadWindow(List<Spot> spots, int start, int count, Findings findings, WorkBudget budget)
    {
        _window.Clear();
        Place(spots, start, count);
        Occur(spots, start, count, budget);
        _window.Allowed = ulong.MaxValue;
        _window.Walls = _window.ClauseBreaks;
        BlankIdioms(budget);
        var negated = Negated();
        ReadContexts(budget);
        ReadFrames(negated, findings, budget);
    }

    private void Place(List<Spot> spots, int start, int count)
    {
        ulong clause = 0, sentence = 0;
        for (var i = 0; i < count; i++)
        {
            var kind = spots[start + i].Kind;
            clause |= kind != TokenKind.Word ? 1UL << i : 0;
            sentence |= kind == TokenKind.SentenceBreak ? 1UL << i : 0;
        }

        var end = 1UL << count;
        var first = start == 0 ? 1UL : 0;
        var last = start + count == spots.Count ? end : 0;
        var edge = start == 0 || spots[start - 1].Kind != TokenKind.Word ? 1UL : 0;
        _window.Valid = end | (end - 1);
        _window.ClauseBreaks = clause;
        _window.SentenceBreaks = sentence;
        _window.Places[(int)Screen.Place.ClauseStart] = edge | (clause << 1);
        _window.Places[(int)Screen.Place.ClauseEnd] = clause | last;
        _window.Places[(int)Screen.Place.SentenceStart] = first | (sentence << 1);
        _window.Places[(int)Screen.Place.SentenceEnd] = sentence | last;
        _window.Places[(int)Screen.Place.MessageStart] = first;
        _window.Places[(int)Screen.Place.MessageEnd] = last | (last != 0 && (clause & (last >> 1)) != 0 ? last >> 1 : 0);
    }

    private void Occur(List<Spot> spots, int start, int count, WorkBudget budget)
    {
        for (var i = 0; i < count; i++)
        {
            var spot = spots[start + i];
            if (spot.Number >= 0)
            {
                _window.Add(lexicon.Known.Number, i, 1);
                if (spot.Number >= FewestMany)
                {
                    _window.Add(lexicon.Known.Many, i, 1);
                }

                if (spot.Number is >= 4 and <= 17)
                {
                    _window.Add(lexicon.Known.MinorAge, i, 1);
                }

                if (spot.Number <= 13)
                {
                    _window.Add(lexicon.Known.ChildAge, i, 1);
                }
            }

            if (spot.First != 0)
            {
                Walk(spots, start, count, i, 0, 0, budget);
            }
        }
    }

    private void Walk(List<Spot> spots, int start, int count, int from, int depth, int node, WorkBudget budget)
    {
        if (from + depth >= count || depth >= Window.LongestPhrase)
        {
            return;
        }

        var spot = spots[start + from + depth];
        foreach (var word in (ReadOnlySpan<int>)[spot.First, spot.Second, spot.Third])
        {
            if (word == 0 || lexicon.Phrases.Next(node, word) is not (var next and > 0))
            {
                continue;
            }

            budget.Spend(2);
            foreach (var set in lexicon.Phrases.SetsAt(next))
            {
                _window.Add(set, from, depth + 1);
            }

            Walk(spots, start, count, from, depth + 1, next, budget);
        }
    }

    private void BlankIdioms(WorkBudget budget)
    {
        _round++;
        var blank = 0UL;
        foreach (var set in _window.Present)
        {
            foreach (var indexed in lexicon.Index.Of(PatternRole.Idiom, set))
            {
                if (IsWorthTrying(indexed, budget) && indexed.Pattern.Node.Step(_window.Valid, _window) is var ends and not 0)
                {
                    indexed.Pattern.Node.Trace(_window.Valid, ends, _window, ref blank);
                }
            }
        }

        _window.Blank(blank);
    }

    /// <summary>Once in a round, and only where all that the pattern needs is there.</summary>
    private bool IsWorthTrying(IndexedPattern indexed, WorkBudget budget)
    {
        if (_tried[indexed.Number] == _round)
        {
            return false;
        }

        _tried[indexed.Number] = _round;
        if (!_window.HasOneOfEach(indexed.Needs))
        {
            budget.Spend(1);
            return false;
        }

        budget.Spend(indexed.Cost);
        return true;
    }

    /// <summary>The positions that stand inside a negation.</summary>
    private ulong Negated()
    {
        var shielded = 0UL;
        Node(lexicon.Known.Shields).Trace(_window.Valid, _window.Valid, _window, ref shielded);
        var stops = Node(lexicon.Known.Stops).Starts(_window) & ~shielded;
        var farStops = Node(lexicon.Known.FarStops).Starts(_window) & ~shielded;
        return Spread(lexicon.Known.Negators, shielded, stops | _window.ClauseBreaks)
            | Spread(lexicon.Known.FarNegators, shielded, farStops | _window.ClauseBreaks);
    }

    private SetNode Node(int set) => new(set, lexicon.Phrases.Longest(set));

    private ulong Spread(int negators, ulong shielded, ulong stops)
    {
        var covered = 0UL;
        var begins = Node(negators).Trace(_window.Valid, _window.Valid, _window, ref covered) & ~shielded;
        covered &= ~shielded;
        var zone = begins == 0 ? 0 : covered;
        for (var i = 0; i < NegationReach; i++)
        {
            zone |= (zone << 1) & ~stops;
        }

        return zone;
    }

    private void ReadContexts(WorkBudget budget)
    {
        Array.Clear(_contexts);
        _round++;
        foreach (var set in _window.Present)
        {
            foreach (var indexed in lexicon.Index.Of(PatternRole.Context, set))
            {
                if (!IsWorthTrying(indexed, budget))
                {
                    continue;
                }

                _window.Walls = lexicon.Contexts[indexed.Owner].Reach == Reach.Clause ? _window.ClauseBreaks : 0;
                _contexts[indexed.Owner] |= indexed.Pattern.Node.Step(_window.Valid, _window) >> 1;
            }
        }

        for (var i = 0; i < _contexts.Length; i++)
        {
            if (_contexts[i] != 0)
            {
                _contexts[i] = lexicon.Contexts[i].Reach switch
                {
                    Reach.Clause => _window.Widen(_contexts[i], _window.ClauseBreaks),
                    Reach.Sentence => _window.Widen(_contexts[i], _window.SentenceBreaks),
                    _ => ulong.MaxValue,
                };
            }
        }
    }

    private void ReadFrames(ulong negated, Findings findings, WorkBudget budget)
    {
        _round++;
        foreach (var set in _window.Present)
        {
            foreach (var indexed in lexicon.Index.Of(PatternRole.Frame, set))
            {
                if (!IsWorthTrying(indexed, budget))
                {
                    continue;
                }

                var frame = lexicon.Frames[indexed.Owner];
                _window.Walls = frame.WholeMessage ? 0 : _window.ClauseBreaks;
                _window.Allowed = indexed.Pattern.Negatable ? ~negated : ulong.MaxValue;
                var hits = indexed.Pattern.Node.Step(_window.Valid, _window) >> 1;
                foreach (var context in frame.Unless)
                {
                    hits &= ~_contexts[context];
                }

                if (hits != 0)
                {
                    findings.Add(lexicon.Language, indexed.Owner, frame, Soften(frame, hits));
                }
            }
        }
    }

    private Tier Soften(Frame frame, ulong hits)
    {
        foreach (var context in frame.SoftenedBy)
        {
            hits &= ~_contexts[context];
        }

        return hits != 0 ? frame.Tier : (Tier)Math.Max((int)frame.Tier - 1, (int)frame.Floor);
    }
}
