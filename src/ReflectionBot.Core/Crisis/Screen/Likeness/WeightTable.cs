using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>What was learnt about one trait, in tenths, for each of the three questions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Weights(sbyte SelfHarm, sbyte Violence, sbyte Any);

/// <summary>
/// The weights of all traits, found by number in an open-addressed table that is filled once. 7 bytes a slot: of a number, the lower
/// 32 bits choose the slot and the upper 32 tell it from others there.
/// </summary>
internal sealed class WeightTable
{
    private const int Smallest = 16;

    private readonly Slot[] _slots;
    private readonly int _room;

    /// <param name="traits">How many there will be at most.</param>
    public WeightTable(int traits)
    {
        _room = traits;

        // Four slots in five are taken: a search for what is not there looks at a dozen, side by side in memory.
        _slots = new Slot[checked((int)(Smallest + (traits * 5L / 4)))];
    }

    public int Count { get; private set; }

    /// <exception cref="ArgumentException">The trait is there already, or there are more than there should be.</exception>
    public void Add(ulong number, Weights weights)
    {
        var at = First(number);
        while (_slots[at].Check is not 0 and var found)
        {
            if (found == Upper(number))
            {
                throw new ArgumentException("a trait is given twice", nameof(number));
            }

            at = Next(at);
        }

        if (Count == _room)
        {
            throw new ArgumentException("there are more traits than the file says", nameof(number));
        }

        _slots[at] = new Slot(Upper(number), weights);
        Count++;
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

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly struct Slot(uint check, Weights weights)
    {
        public readonly uint Check = check;
        public readonly Weights Learnt = weights;
    }
}
