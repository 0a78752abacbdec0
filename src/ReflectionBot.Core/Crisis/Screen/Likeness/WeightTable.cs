using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>What was learnt about one trait, in hundredths, for each of the three questions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Weights(short SelfHarm, short Violence, short Any);

/// <summary>
/// The weights of all traits, found by number in an open-addressed table that is built once. 12 bytes a slot: of a number, the lower bits
/// choose the slot and the upper 32 tell it from others there.
/// </summary>
internal sealed class WeightTable
{
    private const int Smallest = 16;

    private readonly Slot[] _slots;
    private readonly int _mask;

    /// <exception cref="ArgumentException">A trait is given twice.</exception>
    public WeightTable(IReadOnlyCollection<(ulong Number, Weights Weights)> traits)
    {
        var size = Smallest;
        while (size < traits.Count + (traits.Count / 2))
        {
            size *= 2;
        }

        _slots = new Slot[size];
        _mask = size - 1;
        foreach (var (number, weights) in traits)
        {
            var at = (int)number & _mask;
            while (_slots[at].Check != 0)
            {
                if (_slots[at].Check == Upper(number))
                {
                    throw new ArgumentException("a trait is given twice", nameof(traits));
                }

                at = (at + 1) & _mask;
            }

            _slots[at] = new Slot(Upper(number), weights);
        }
    }

    /// <summary>The slot of a trait, or -1 when nothing was learnt about it.</summary>
    public int Find(ulong number)
    {
        var check = Upper(number);
        var at = (int)number & _mask;
        while (_slots[at].Check is not 0 and var found)
        {
            if (found == check)
            {
                return at;
            }

            at = (at + 1) & _mask;
        }

        return -1;
    }

    public ref readonly Weights At(int slot) => ref _slots[slot].Learnt;

    private static uint Upper(ulong number) => (uint)(number >> 32) | 1;

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Slot(uint check, Weights weights)
    {
        public readonly uint Check = check;
        public readonly Weights Learnt = weights;
    }
}
