using System.Security.Cryptography;
using System.Text;

namespace ReflectionBot.Storage.Encryption;

/// <summary>The 256-bit key everything else hangs on. Never used itself: each purpose has a key derived from it (HKDF-SHA256).</summary>
public sealed class MasterKey
{
    public const int Size = 32;

    private readonly byte[] _key;

    public MasterKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
        {
            throw new ArgumentException($"A master key has {Size} bytes.", nameof(key));
        }

        _key = key.ToArray();
        Id = Convert.ToHexStringLower(Derive("key id").AsSpan(0, 8));
    }

    /// <summary>Tells keys apart without giving anything away about them: 16 hex digits.</summary>
    public string Id { get; }

    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Size, info: Encoding.ASCII.GetBytes($"reflectionbot v1 {purpose}"));
}
