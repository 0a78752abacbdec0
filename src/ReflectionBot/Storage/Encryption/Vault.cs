using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;

namespace ReflectionBot.Storage.Encryption;

/// <summary>The random key of one Address. <paramref name="Wrapped"/> is what the database holds of it.</summary>
public sealed record AddressKey(long Id, byte[] Raw, byte[] Wrapped);

/// <summary>
/// Encrypts and names. A field is AES-256-GCM with a random nonce: <c>1 | nonce (12) | ciphertext | tag (16)</c>, bound to
/// its place by address, column and key id as associated data, so that a value moved elsewhere does not open.
/// </summary>
/// <remarks>
/// Unwrapping a key takes about two microseconds, a commit hundreds: keys are unwrapped each time and not kept, so that no
/// key of a forgotten Address is left in memory.
/// </remarks>
public sealed class Vault(MasterKey master)
{
    private const byte Format = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    private readonly byte[] _wrapping = master.Derive("wrap data keys");
    private readonly byte[] _names = master.Derive("name inputs");
    private readonly byte[] _mutes = master.Derive("name the muted");
    private readonly byte[] _replies = master.Derive("name replies");

    /// <summary>For the last words to a forgotten Address, which has no key of its own any more. They hold nothing a person wrote.</summary>
    private readonly byte[] _lastWords = master.Derive("last words");

    public string MasterKeyId { get; } = master.Id;

    public AddressKey LastWords => new(0, _lastWords, []);

    public AddressKey NewKey(Address address)
    {
        var raw = RandomNumberGenerator.GetBytes(32);
        var id = Math.Max(1, BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) & long.MaxValue);
        return new(id, raw, Seal(_wrapping, Place(address, "data_key", id), raw));
    }

    /// <exception cref="AuthenticationTagMismatchException">Not wrapped by this master key for this Address.</exception>
    public AddressKey Unwrap(Address address, long id, byte[] wrapped) => new(id, Open(_wrapping, Place(address, "data_key", id), wrapped), wrapped);

    public static byte[] Seal(AddressKey key, Address address, string column, ReadOnlySpan<byte> plain) =>
        Seal(key.Raw, Place(address, column, key.Id), plain);

    /// <exception cref="AuthenticationTagMismatchException">Damaged, or not written for this place.</exception>
    public static byte[] Open(AddressKey key, Address address, string column, ReadOnlySpan<byte> sealedField) =>
        Open(key.Raw, Place(address, column, key.Id), sealedField);

    /// <summary>What the database remembers of an Input's id: 16 bytes that say nothing about whose it was.</summary>
    public byte[] InputTag(string inputId) => HMACSHA256.HashData(_names, Encoding.UTF8.GetBytes(inputId))[..16];

    /// <summary>What the database remembers of a message's name, so that it finds the message again: 16 bytes that say nothing about what kind of message it is, for each Address others.</summary>
    public byte[] ReplyTag(Address address, string replyKey) => HMACSHA256.HashData(_replies, Encoding.UTF8.GetBytes($"{address.Value}\n{replyKey}"))[..16];

    /// <summary>By what a person is known who is muted in a group: 16 bytes that say nothing without the master key.</summary>
    public byte[] MuteTag(byte[] salt, Address person) => HMACSHA256.HashData(_mutes, (byte[])[.. salt, .. Encoding.UTF8.GetBytes(person.Value)])[..16];

    /// <summary>The id of the outbox row number <paramref name="ordinal"/> of an Input: 25 characters [0-9a-z], the same each time.</summary>
    public string OutboxId(string inputId, int ordinal) => DeliveryIds.Of(HMACSHA256.HashData(_names, Encoding.UTF8.GetBytes($"outbox/{ordinal}/{inputId}")));

    // A line feed cannot be part of an Address, nor of a column.
    private static byte[] Place(Address address, string column, long keyId) => Encoding.UTF8.GetBytes($"{address.Value}\n{column}\n{keyId}");

    private static byte[] Seal(byte[] key, byte[] place, ReadOnlySpan<byte> plain)
    {
        var field = new byte[Overhead + plain.Length];
        field[0] = Format;
        var nonce = field.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, field.AsSpan(1 + NonceSize, plain.Length), field.AsSpan(1 + NonceSize + plain.Length), place);
        return field;
    }

    private static byte[] Open(byte[] key, byte[] place, ReadOnlySpan<byte> field)
    {
        if (field.Length < Overhead || field[0] != Format)
        {
            throw new AuthenticationTagMismatchException("Not a field of a known format.");
        }

        var plain = new byte[field.Length - Overhead];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(field.Slice(1, NonceSize), field.Slice(1 + NonceSize, plain.Length), field[^TagSize..], plain, place);
        return plain;
    }
}
