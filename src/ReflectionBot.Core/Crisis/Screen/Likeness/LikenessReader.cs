using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>
/// Compares a message with what was learnt. Each word's traits are looked up once; windows then add up what is known in them, each trait
/// once. Holds the memory that takes; used by one reading at a time.
/// </summary>
internal sealed class LikenessReader(LearntLikeness learnt)
{
    /// <summary>Words read at a time: about what one statement takes, so that a long message does not drown it.</summary>
    private const int Window = 48;

    /// <summary>How far the next window begins after the last one.</summary>
    private const int Step = 32;

    /// <summary>More than the traits that a window of the longest words can show.</summary>
    private const int Slots = 8192;

    private readonly List<TraitWord> _words = [];
    private readonly List<Known> _known = [];
    private readonly List<int> _begins = [];
    private readonly long[] _counted = new long[Slots];
    private int _round;

    /// <exception cref="BudgetExhaustedException">It cost more than it may.</exception>
    public LikenessReading Read(List<Token> tokens, WorkBudget budget)
    {
        Traits.Words(tokens, _words);
        if (_words.Count == 0)
        {
            return LikenessReading.Nothing;
        }

        LookUp(budget);
        var highest = LikenessReading.Nothing;
        for (var start = 0; start == 0 || start + Window - Step < _words.Count; start += Step)
        {
            budget.Spend(Window);
            highest = highest.Or(Weigh(start, Math.Min(start + Window, _words.Count)));
        }

        _words.Clear();
        return highest;
    }

    private void LookUp(WorkBudget budget)
    {
        _known.Clear();
        _begins.Clear();
        var sink = new LookUpSink(learnt.Weights, _known);
        for (var i = 0; i < _words.Count; i++)
        {
            budget.Spend(Traits.MostPerWord + (3 * _words[i].Text.Length));
            _begins.Add(_known.Count);
            Traits.At(_words, i, ref sink);
        }

        _begins.Add(_known.Count);
    }

    private LikenessReading Weigh(int start, int end)
    {
        _round++;
        int selfHarm = 0, violence = 0, any = 0, count = 0;
        var known = CollectionsMarshal.AsSpan(_known);
        for (var word = start; word < end; word++)
        {
            foreach (ref readonly var trait in known[_begins[word].._begins[word + 1]])
            {
                if (word + trait.Reach < end && Count(trait.Slot))
                {
                    ref readonly var weights = ref learnt.Weights.At(trait.Slot);
                    selfHarm += weights.SelfHarm;
                    violence += weights.Violence;
                    any += weights.Any;
                    count++;
                }
            }
        }

        return learnt.Weigh(selfHarm, violence, any, count) with { Words = _words.Count };
    }

    /// <summary>Whether the trait was not counted in this round before.</summary>
    private bool Count(int slot)
    {
        var mark = ((long)_round << 32) | (uint)slot;
        var at = slot & (Slots - 1);
        while (_counted[at] >> 32 == _round)
        {
            if (_counted[at] == mark)
            {
                return false;
            }

            at = (at + 1) & (Slots - 1);
        }

        _counted[at] = mark;
        return true;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Known(int Slot, int Reach);

    private readonly struct LookUpSink(WeightTable weights, List<Known> known) : ITraitSink
    {
        public void Take(ulong number, int reach, char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third)
        {
            if (weights.Find(number) is >= 0 and var slot)
            {
                known.Add(new Known(slot, reach));
            }
        }
    }
}
