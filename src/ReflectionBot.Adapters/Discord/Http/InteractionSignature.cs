using System.Buffers;
using System.Text;

namespace ReflectionBot.Adapters.Discord.Http;

/// <summary>Whether a request comes from Discord: its signature over timestamp and body, by the application's key (interactions/overview).</summary>
internal sealed class InteractionSignature
{
    public const string SignatureHeader = "X-Signature-Ed25519";
    public const string TimestampHeader = "X-Signature-Timestamp";

    /// <summary>Discord's are seconds; nothing longer is worth hashing.</summary>
    private const int MaxTimestamp = 32;

    private readonly byte[] _key;

    /// <param name="publicKey">As the developer portal shows it; see <see cref="IsKey"/>.</param>
    public InteractionSignature(string publicKey) => _key = Convert.FromHexString(publicKey);

    /// <summary>64 hexadecimal digits that name a point of the curve.</summary>
    public static bool IsKey(string? publicKey) =>
        publicKey?.Length == 2 * Ed25519.KeySize && publicKey.All(char.IsAsciiHexDigit) && CurvePoint.TryRead(Convert.FromHexString(publicKey), out _);

    /// <param name="signature">The header's value, or empty.</param>
    /// <param name="timestamp">The header's value, or empty.</param>
    /// <param name="body">The raw body.</param>
    public bool Covers(string signature, string timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> given = stackalloc byte[Ed25519.SignatureSize];
        if (signature.Length != 2 * Ed25519.SignatureSize || Convert.FromHexString(signature, given, out _, out _) != OperationStatus.Done
            || timestamp.Length is 0 or > MaxTimestamp || !Ascii.IsValid(timestamp))
        {
            return false;
        }

        var signed = ArrayPool<byte>.Shared.Rent(timestamp.Length + body.Length);
        try
        {
            var length = Encoding.ASCII.GetBytes(timestamp, signed);
            body.CopyTo(signed.AsSpan(length));
            return Ed25519.Verify(_key, given, signed.AsSpan(0, length + body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(signed, clearArray: true);
        }
    }
}
