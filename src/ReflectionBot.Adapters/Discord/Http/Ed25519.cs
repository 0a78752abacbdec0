using System.Numerics;
using System.Security.Cryptography;

namespace ReflectionBot.Adapters.Discord.Http;

/// <summary>
/// Verifies Ed25519 signatures (RFC 8032, 5.1.7). Our own because the framework has no Ed25519 and no maintained package for it is on the
/// registry that builds this project. It only verifies: there is no secret in it that timing could tell.
/// </summary>
internal static class Ed25519
{
    public const int KeySize = 32;
    public const int SignatureSize = 64;

    /// <summary>The order of the base point.</summary>
    public static readonly BigInteger Order = (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="publicKey">32 bytes.</param>
    /// <param name="signature">64 bytes.</param>
    /// <param name="message">What was signed.</param>
    /// <returns>False also for a key or a signature that can be none.</returns>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message)
    {
        if (publicKey.Length != KeySize || signature.Length != SignatureSize || !CurvePoint.TryRead(publicKey, out var key))
        {
            return false;
        }

        // A larger number would be a second signature for the same message.
        var s = new BigInteger(signature[32..], isUnsigned: true);
        if (s >= Order)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        using (var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA512))
        {
            sha.AppendData(signature[..32]);
            sha.AppendData(publicKey);
            sha.AppendData(message);
            sha.GetHashAndReset(hash);
        }

        Span<byte> expected = stackalloc byte[32];
        Combine(s, new BigInteger(hash, isUnsigned: true) % Order, -key).Write(expected);
        return expected.SequenceEqual(signature[..32]);
    }

    /// <summary>s·B + h·A, bit by bit for both at once.</summary>
    private static CurvePoint Combine(BigInteger s, BigInteger h, in CurvePoint a)
    {
        Span<byte> ofBase = stackalloc byte[32];
        Span<byte> ofKey = stackalloc byte[32];
        s.TryWriteBytes(ofBase, out _, isUnsigned: true);
        h.TryWriteBytes(ofKey, out _, isUnsigned: true);
        var both = CurvePoint.Base + a;
        var result = CurvePoint.Neutral;
        for (var bit = 252; bit >= 0; bit--)
        {
            result = result.Doubled();
            var inBase = ((ofBase[bit >> 3] >> (bit & 7)) & 1) == 1;
            var inKey = ((ofKey[bit >> 3] >> (bit & 7)) & 1) == 1;
            if (inBase || inKey)
            {
                result += inBase && inKey ? both : inBase ? CurvePoint.Base : a;
            }
        }

        return result;
    }
}
