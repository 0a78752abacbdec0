using System.Numerics;
using System.Security.Cryptography;
using ReflectionBot.Adapters.Discord.Http;

namespace ReflectionBot.Tests.Discord.Http;

/// <summary>Signs, by the definitions of RFC 8032, 5.1 with whole numbers: slow, plain, and nothing in common with what it tests.</summary>
internal sealed class ReferenceEd25519
{
    private static readonly BigInteger _p = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger _d = Mod(-121_665 * Inverse(121_666));
    private static readonly (BigInteger X, BigInteger Y) _base = Base();

    private readonly BigInteger _scalar;
    private readonly byte[] _prefix;

    public ReferenceEd25519(byte[] secret)
    {
        var hash = SHA512.HashData(secret);
        hash[0] &= 248;
        hash[31] = (byte)((hash[31] & 127) | 64);
        _scalar = new BigInteger(hash.AsSpan(0, 32), isUnsigned: true);
        _prefix = hash[32..];
        PublicKey = Encode(Times(_scalar, _base));
    }

    public byte[] PublicKey { get; }

    public byte[] Sign(byte[] message)
    {
        var r = new BigInteger(SHA512.HashData([.. _prefix, .. message]), isUnsigned: true) % Ed25519.Order;
        var point = Encode(Times(r, _base));
        var h = new BigInteger(SHA512.HashData([.. point, .. PublicKey, .. message]), isUnsigned: true) % Ed25519.Order;
        return [.. point, .. Bytes((r + (h * _scalar)) % Ed25519.Order)];
    }

    public static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static (BigInteger X, BigInteger Y) Times(BigInteger times, (BigInteger X, BigInteger Y) point)
    {
        (BigInteger X, BigInteger Y) result = (0, 1);
        for (; times > 0; times >>= 1)
        {
            result = times.IsEven ? result : Plus(result, point);
            point = Plus(point, point);
        }

        return result;
    }

    private static (BigInteger X, BigInteger Y) Plus((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
    {
        var product = Mod(_d * a.X * b.X * a.Y * b.Y);
        return (Mod(((a.X * b.Y) + (b.X * a.Y)) * Inverse(1 + product)), Mod(((a.Y * b.Y) + (a.X * b.X)) * Inverse(1 - product)));
    }

    private static byte[] Encode((BigInteger X, BigInteger Y) point)
    {
        var bytes = Bytes(point.Y);
        bytes[31] |= point.X.IsEven ? (byte)0 : (byte)128;
        return bytes;
    }

    private static (BigInteger X, BigInteger Y) Base()
    {
        var y = Mod(4 * Inverse(5));
        var square = Mod(((y * y) - 1) * Inverse((_d * y * y) + 1));
        var x = BigInteger.ModPow(square, (_p + 3) / 8, _p);
        x = Mod((x * x) - square).IsZero ? x : Mod(x * BigInteger.ModPow(2, (_p - 1) / 4, _p));
        return (x.IsEven ? x : _p - x, y);
    }

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Mod(number), _p - 2, _p);

    private static BigInteger Mod(BigInteger number) => ((number % _p) + _p) % _p;
}
