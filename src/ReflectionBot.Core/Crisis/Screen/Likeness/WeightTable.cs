using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>What was learnt about one trait, in hundredths, for each of the three questions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Weights(short SelfHarm, short Violence, short Any);

/// <summary>
/// The weights of all traits, found by number in an open-addressed table that is built once. 12 bytes a slot: of a number, the lower
/// 32 bits choose the slot and the upper 32 tell it from others there.
/// </summary>
internal sealed class WeightTable
{
    private const int Smallest = 16;

    private readonly Slot[] _slots;

    /// <exception cref="ArgumentException">A trait is given twice.</exception>
    public WeightTable(IReadOnlyCollection<(ulong Number, Weights Weights)> traits)
    {
        // Five slots in seven are taken: a search for what is not there looks at half a dozen, side by side in memory.
        _slots = new Slot[Smallest + (traits.Count * 7 / 5)];
        foreach (var (number, weights) in traits)
        {
            var at = First(number);
            while (_slots[at].Check != 0)
            {
                if (_slots[at].Check == Upper(number))
                {
                    throw new ArgumentException("a trait is given twice", nameof(traits));
                }

                at = Next(at);
            }

            _slots[at] = new Slot(Upper(number), weights);
        }
    }

    /// <summary>The slot of a trait, or -1 when nothing was learnt about it.</summary>
    public int Find(ulong number)
    {
        var check = Upper(number);
        var at = First(number);
        while (_slots[at].Check is not 0 and var found)
        {
            if (found == check)
            {
                return at;
            }

            at = Next(at);
        }

        return -1;
    }

    public ref readonly Weights At(int slot) => ref _slots[slot].Learnt;

    private int First(ulong number) => (int)(((number & uint.MaxValue) * (ulong)_slots.Length) >> 32);

    private int Next(int at) => at + 1 == _slots.Length ? 0 : at + 1;

    private static uint Upper(ulong number) => (uint)(number >> 32) | 1;

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Slot(uint check, Weights weights)
    {
        public readonly uint Check = check;
        public readonly Weights Learnt = weights;
    }
}
