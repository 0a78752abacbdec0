using System.Numerics;
using System.Runtime.InteropServices;

namespace ReflectionBot.Adapters.Discord.Http;

/// <summary>A point of edwards25519 in extended coordinates (RFC 8032, 5.1.4): x = X/Z, y = Y/Z, x·y = T/Z.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct CurvePoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t)
{
    public static readonly CurvePoint Neutral = new(default, FieldElement.One, FieldElement.One, default);

    private static readonly FieldElement _d = -FieldElement.Of(121_665) * FieldElement.Of(121_666).Inverse();

    private static readonly FieldElement _twoD = _d + _d;

    private static readonly FieldElement _rootOfMinusOne = FieldElement.Of(2).Power((FieldElement.Modulus - 1) / 4);

    private static readonly BigInteger _rootExponent = (FieldElement.Modulus - 5) / 8;

    /// <summary>The base point: y is 4/5 and x even.</summary>
    public static readonly CurvePoint Base = OfBase();

    private readonly FieldElement _x = x;
    private readonly FieldElement _y = y;
    private readonly FieldElement _z = z;
    private readonly FieldElement _t = t;

    public static CurvePoint operator +(in CurvePoint a, in CurvePoint b)
    {
        var minus = (a._y - a._x) * (b._y - b._x);
        var plus = (a._y + a._x) * (b._y + b._x);
        var c = a._t * _twoD * b._t;
        var zz = a._z * b._z;
        return Of(plus - minus, zz + zz - c, zz + zz + c, plus + minus);
    }

    public static CurvePoint operator -(in CurvePoint a) => new(-a._x, a._y, a._z, -a._t);

    public CurvePoint Doubled()
    {
        var xx = _x * _x;
        var yy = _y * _y;
        var zz = _z * _z;
        var both = _x + _y;
        var sum = xx + yy;
        var difference = xx - yy;
        return Of(sum - (both * both), zz + zz + difference, difference, sum);
    }

    /// <returns>False when the bytes are no point of the curve.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CurvePoint point)
    {
        point = default;
        var y = FieldElement.Read(bytes);
        var yy = y * y;
        var u = yy - FieldElement.One;
        var v = (_d * yy) + FieldElement.One;

        // The root of u/v in one power (RFC 8032, 5.1.3).
        var v3 = v * v * v;
        var x = u * v3 * (u * v3 * v3 * v).Power(_rootExponent);
        var check = v * x * x;
        if (!(check - u).IsZero)
        {
            if (!(check + u).IsZero)
            {
                return false;
            }

            x *= _rootOfMinusOne;
        }

        var odd = bytes[^1] >> 7 == 1;
        if (odd && x.IsZero)
        {
            return false;
        }

        x = x.IsOdd == odd ? x : -x;
        point = new CurvePoint(x, y, FieldElement.One, x * y);
        return true;
    }

    public void Write(Span<byte> bytes)
    {
        var inverse = _z.Inverse();
        (_y * inverse).Write(bytes);
        if ((_x * inverse).IsOdd)
        {
            bytes[FieldElement.Size - 1] |= 0x80;
        }
    }

    private static CurvePoint Of(in FieldElement e, in FieldElement f, in FieldElement g, in FieldElement h) => new(e * f, g * h, f * g, e * h);

    private static CurvePoint OfBase()
    {
        Span<byte> y = stackalloc byte[FieldElement.Size];
        (FieldElement.Of(4) * FieldElement.Of(5).Inverse()).Write(y);
        return TryRead(y, out var point) ? point : throw new InvalidOperationException("4/5 is on the curve.");
    }
}
