using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage.Encryption;

/// <summary>What the key of a Round is used for: to name authors and to hide words. With the key gone, both are beyond reach.</summary>
internal static class RoundKey
{
    /// <summary>Words are padded to full multiples of this, so that their length says little.</summary>
    private const int Block = 256;

    private static readonly byte[] AuthorPurpose = "reflectionbot v1 author of a voice"u8.ToArray();

    private static readonly byte[] VoicePurpose = "reflectionbot v1 name of a voice"u8.ToArray();

    /// <summary>A key for a new Round. It hangs on the Round and not on the group, whose Address may change.</summary>
    public static AddressKey New(Vault vault, string roundId) => vault.NewKey(PlaceOf(roundId));

    public static AddressKey Unwrap(Vault vault, string roundId, long id, byte[] wrapped) => vault.Unwrap(PlaceOf(roundId), id, wrapped);

    /// <summary>16 bytes that recognise the author of a Voice in this one Round, and say nothing without its key.</summary>
    public static byte[] Author(AddressKey key, Address person) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Raw, 32, info: AuthorPurpose), Encoding.UTF8.GetBytes(person.Value))[..16];

    public static byte[] Seal(AddressKey key, string roundId, byte[] author, string words)
    {
        var text = Encoding.UTF8.GetBytes(words);
        var padded = new byte[(sizeof(int) + text.Length + Block - 1) / Block * Block];
        BinaryPrimitives.WriteInt32LittleEndian(padded, text.Length);
        text.CopyTo(padded, sizeof(int));
        return Vault.Seal(key, PlaceOf(roundId), Column(author), padded);
    }

    public static string Open(AddressKey key, string roundId, byte[] author, byte[] body)
    {
        var padded = Vault.Open(key, PlaceOf(roundId), Column(author), body);
        return Encoding.UTF8.GetString(padded, sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(padded));
    }

    /// <summary>What points at a Voice while its Round has its key, and at nobody: 16 hex digits.</summary>
    public static string VoiceId(AddressKey key, byte[] author) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Raw, 32, info: VoicePurpose), author))[..16];

    public static byte[] SealMute(AddressKey key, string roundId, byte[] author, byte[] tag) => Vault.Seal(key, PlaceOf(roundId), MuteColumn(author), tag);

    public static byte[] OpenMute(AddressKey key, string roundId, byte[] author, byte[] mute) => Vault.Open(key, PlaceOf(roundId), MuteColumn(author), mute);

    private static string MuteColumn(byte[] author) => $"voice.mute/{Convert.ToHexStringLower(author)}";

    private static string Column(byte[] author) => $"voice.body/{Convert.ToHexStringLower(author)}";

    private static Address PlaceOf(string roundId) => Address.Of("round", roundId);
}
