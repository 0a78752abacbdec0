using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ReflectionBot.Adapters.Discord.Http;

/// <summary>
/// A number modulo 2^255 − 19 (RFC 8032, 5.1) in five limbs of 51 bits, each a little over at most. Takes a time that depends on the
/// value: for verifying, where nothing is secret.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
{
    public const int Size = 32;

    private const int LimbBits = 51;
    private const ulong LimbMask = (1UL << LimbBits) - 1;

    /// <summary>Twice the modulus, so that a difference never falls below 0.</summary>
    private const ulong TwiceLowest = (LimbMask - 18) * 2;

    private const ulong TwiceOther = LimbMask * 2;

    public static readonly BigInteger Modulus = (BigInteger.One << 255) - 19;

    public static readonly FieldElement One = new(1, 0, 0, 0, 0);

    private readonly ulong _l0 = l0;
    private readonly ulong _l1 = l1;
    private readonly ulong _l2 = l2;
    private readonly ulong _l3 = l3;
    private readonly ulong _l4 = l4;

    /// <summary>The least bit of the number itself, which tells x from −x.</summary>
    public bool IsOdd
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Write(bytes);
            return (bytes[0] & 1) == 1;
        }
    }

    public bool IsZero
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Write(bytes);
            return !bytes.ContainsAnyExcept((byte)0);
        }
    }

    public static FieldElement operator +(in FieldElement a, in FieldElement b) =>
        Carried(a._l0 + b._l0, a._l1 + b._l1, a._l2 + b._l2, a._l3 + b._l3, a._l4 + b._l4);

    public static FieldElement operator -(in FieldElement a, in FieldElement b) =>
        Carried(a._l0 + TwiceLowest - b._l0, a._l1 + TwiceOther - b._l1, a._l2 + TwiceOther - b._l2, a._l3 + TwiceOther - b._l3, a._l4 + TwiceOther - b._l4);

    public static FieldElement operator *(in FieldElement a, in FieldElement b)
    {
        // 2^255 is 19: what passes the fifth limb comes back 19 times in the first.
        ulong b1 = 19 * b._l1, b2 = 19 * b._l2, b3 = 19 * b._l3, b4 = 19 * b._l4;
        var r0 = new Sum().Plus(a._l0, b._l0).Plus(a._l1, b4).Plus(a._l2, b3).Plus(a._l3, b2).Plus(a._l4, b1);
        var r1 = new Sum().Plus(a._l0, b._l1).Plus(a._l1, b._l0).Plus(a._l2, b4).Plus(a._l3, b3).Plus(a._l4, b2).Plus(r0.Over, 1);
        var r2 = new Sum().Plus(a._l0, b._l2).Plus(a._l1, b._l1).Plus(a._l2, b._l0).Plus(a._l3, b4).Plus(a._l4, b3).Plus(r1.Over, 1);
        var r3 = new Sum().Plus(a._l0, b._l3).Plus(a._l1, b._l2).Plus(a._l2, b._l1).Plus(a._l3, b._l0).Plus(a._l4, b4).Plus(r2.Over, 1);
        var r4 = new Sum().Plus(a._l0, b._l4).Plus(a._l1, b._l3).Plus(a._l2, b._l2).Plus(a._l3, b._l1).Plus(a._l4, b._l0).Plus(r3.Over, 1);
        var first = new Sum().Plus(r4.Over, 19).Plus(r0.Limb, 1);
        return new FieldElement(first.Limb, r1.Limb + first.Over, r2.Limb, r3.Limb, r4.Limb);
    }

    public static FieldElement operator -(in FieldElement a) => default(FieldElement) - a;

    public static FieldElement Of(ulong small) => new(small, 0, 0, 0, 0);

    /// <summary>From 32 bytes, least first; the highest bit is not part of it.</summary>
    public static FieldElement Read(ReadOnlySpan<byte> bytes)
    {
        Span<ulong> words = stackalloc ulong[4];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        }

        return new FieldElement(
            words[0] & LimbMask,
            ((words[0] >> 51) | (words[1] << 13)) & LimbMask,
            ((words[1] >> 38) | (words[2] << 26)) & LimbMask,
            ((words[2] >> 25) | (words[3] << 39)) & LimbMask,
            (words[3] >> 12) & LimbMask);
    }

    public FieldElement Power(BigInteger exponent)
    {
        var result = One;
        for (var bit = (int)exponent.GetBitLength() - 1; bit >= 0; bit--)
        {
            result *= result;
            if (!((exponent >> bit) & 1).IsZero)
            {
                result *= this;
            }
        }

        return result;
    }

    public FieldElement Inverse() => Power(Modulus - 2);

    /// <summary>As 32 bytes, least first, fully reduced.</summary>
    public void Write(Span<byte> bytes)
    {
        var whole = ((((((((new BigInteger(_l4) << LimbBits) + _l3) << LimbBits) + _l2) << LimbBits) + _l1) << LimbBits) + _l0) % Modulus;
        bytes[..Size].Clear();
        whole.TryWriteBytes(bytes, out _, isUnsigned: true);
    }

    private static FieldElement Carried(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        l1 += l0 >> LimbBits;
        l2 += l1 >> LimbBits;
        l3 += l2 >> LimbBits;
        l4 += l3 >> LimbBits;
        return new FieldElement((l0 & LimbMask) + (19 * (l4 >> LimbBits)), l1 & LimbMask, l2 & LimbMask, l3 & LimbMask, l4 & LimbMask);
    }

    /// <summary>A sum of products, in 128 bits.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Sum(ulong high, ulong low)
    {
        public ulong Limb => low & LimbMask;

        public ulong Over => (high << (64 - LimbBits)) | (low >> LimbBits);

        public Sum Plus(ulong a, ulong b)
        {
            var productHigh = Math.BigMul(a, b, out var productLow);
            var sum = low + productLow;
            return new Sum(high + productHigh + (sum < low ? 1UL : 0), sum);
        }
    }
}
