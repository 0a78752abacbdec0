using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What the number of a payload means (topics/opcodes-and-status-codes).</summary>
internal static class Op
{
    public const int Dispatch = 0;
    public const int Heartbeat = 1;
    public const int Identify = 2;
    public const int Resume = 6;
    public const int Reconnect = 7;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int HeartbeatAck = 11;
}

/// <summary>The frame around every message; <c>d</c> is only found here, not read.</summary>
/// <param name="Op">What it is.</param>
/// <param name="Sequence">Of an event.</param>
/// <param name="Name">Of an event that somebody wants.</param>
/// <param name="Data">Where <c>d</c> is in the message; empty when it has none.</param>
internal readonly record struct Payload(int Op, long? Sequence, string? Name, Range Data)
{
    /// <returns>False when it is not well-formed JSON or has no number. What it holds is never told.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, EventNames names, out Payload payload)
    {
        payload = default;
        try
        {
            var reader = new Utf8JsonReader(message);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            int? op = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref reader, names, ref op, ref payload);
            }

            // Nothing may follow the object.
            payload = payload with { Op = op ?? 0 };
            return op is not null && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void ReadMember(ref Utf8JsonReader reader, EventNames names, ref int? op, ref Payload payload)
    {
        if (reader.ValueTextEquals("op"u8))
        {
            reader.Read();
            op = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null;
        }
        else if (reader.ValueTextEquals("s"u8))
        {
            reader.Read();
            payload = payload with { Sequence = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null };
        }
        else if (reader.ValueTextEquals("t"u8))
        {
            reader.Read();
            payload = payload with { Name = reader.TokenType == JsonTokenType.String ? names.Find(ref reader) : null };
        }
        else if (reader.ValueTextEquals("d"u8))
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            payload = payload with { Data = start..(int)reader.BytesConsumed };
            return;
        }
        else
        {
            reader.Read();
        }

        reader.Skip();
    }
}

/// <summary>The events that are handed over, so that the name of one need not be made anew each time.</summary>
/// <param name="wanted">Empty: all.</param>
internal sealed class EventNames(ImmutableArray<string> wanted)
{
    public const string Ready = "READY";
    public const string Resumed = "RESUMED";

    private readonly (byte[] Utf8, string Name)[] _known =
        [.. wanted.Append(Ready).Append(Resumed).Distinct(StringComparer.Ordinal).Select(name => (Encoding.UTF8.GetBytes(name), name))];

    /// <returns>Null when nobody wants it.</returns>
    public string? Find(ref Utf8JsonReader reader)
    {
        foreach (var (utf8, name) in _known)
        {
            if (reader.ValueTextEquals(utf8))
            {
                return name;
            }
        }

        return wanted.IsEmpty ? reader.GetString() : null;
    }
}
