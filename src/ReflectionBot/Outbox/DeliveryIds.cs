using System.Buffers.Binary;

namespace ReflectionBot.Outbox;

/// <summary>Names of deliveries: 25 characters [0-9a-z], which every platform takes as they are.</summary>
internal static class DeliveryIds
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <param name="hash">Its first 16 bytes are used.</param>
    public static string Of(ReadOnlySpan<byte> hash) => string.Create(25, BinaryPrimitives.ReadUInt128LittleEndian(hash), static (id, rest) =>
    {
        for (var i = id.Length - 1; i >= 0; i--)
        {
            (rest, var digit) = UInt128.DivRem(rest, (UInt128)Digits.Length);
            id[i] = Digits[(int)digit];
        }
    });
}
