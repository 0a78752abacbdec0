using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage;

/// <summary>What is to be sent, and what was. Every method may throw <see cref="StorageUnavailableException"/>.</summary>
public interface IOutboxStore
{
    /// <summary>
    /// Once, at the start, before anything is claimed: what was claimed by a process that is gone becomes doubtful; nudges
    /// among it are dropped, and counted as such. Returns how many were dropped.
    /// </summary>
    Task<int> RecoverAsync(Instant at, CancellationToken cancellationToken);

    /// <summary>Rows after <paramref name="afterSeq"/> that are not claimed, in order; at most <paramref name="max"/>, fewer only where there are no more. One that cannot be read is passed over.</summary>
    Task<ImmutableArray<OutboxRow>> ReadAsync(long afterSeq, int max, CancellationToken cancellationToken);

    /// <summary>Claims a row before it is sent. False when it is gone, and for a nudge also when another process has claimed it.</summary>
    Task<bool> ClaimAsync(long seq, CancellationToken cancellationToken);

    /// <summary>
    /// The row was sent: it is removed, and the platform's ids are remembered under <paramref name="replyKey"/>. False when the row
    /// was gone (the Address was forgotten meanwhile): then nothing is remembered.
    /// </summary>
    /// <param name="row">It.</param>
    /// <param name="replyKey">Its name for later changes; null when it has none.</param>
    /// <param name="messageIds">What the platform calls it, part by part.</param>
    /// <param name="alsoDone">Rows that were carried out before and left nothing to remember; removed with it, or, when it was gone, all the same.</param>
    /// <param name="at">When it was sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<bool> SentAsync(
        OutboxRow row, string? replyKey, IReadOnlyList<string> messageIds, IReadOnlyList<OutboxRow> alsoDone, Instant at, CancellationToken cancellationToken);

    /// <summary>The row will be tried again.</summary>
    Task ReturnAsync(OutboxRow row, CancellationToken cancellationToken);

    /// <summary>Removes rows that will not be sent; nudges among them are counted under the reason.</summary>
    Task DropAsync(IReadOnlyList<long> seqs, string reason, Instant at, CancellationToken cancellationToken);

    /// <summary>Removes all rows of an Address but help; nudges among them are counted under the reason.</summary>
    Task DropAllButHelpAsync(Address address, string reason, Instant at, CancellationToken cancellationToken);

    /// <summary>The platform's ids of the messages sent under these reply keys, the parts of each message in their order; of all messages when no key is given.</summary>
    Task<ImmutableArray<string>> TargetsAsync(Address address, ImmutableArray<string> replyKeys, CancellationToken cancellationToken);

    /// <summary>The key of the <see cref="ThreadOpening"/> that has this message among its own; null when none is known. Names of other messages are not kept in a form that can be read back.</summary>
    Task<string?> KeyOfAsync(Address address, string messageId, CancellationToken cancellationToken);

    /// <summary>
    /// The chat lives on under another Address: conversation, entries and outbox move there, all or nothing; a turn under way at
    /// either is in conflict. A conversation that has just begun there gives way. Message ids are dropped: they mean nothing there. Last words
    /// stay. False when there was nothing to move.
    /// </summary>
    Task<bool> MoveAsync(Address from, Address to, CancellationToken cancellationToken);
}

public enum OutboxState
{
    Queued = 0,

    /// <summary>An attempt may be under way.</summary>
    Claimed = 1,

    /// <summary>An earlier attempt may have arrived.</summary>
    Doubtful = 2,
}

/// <summary>One <see cref="Core.Messaging.Outgoing"/> on its way.</summary>
/// <param name="Seq">Order of commit; 0 for a row that is in no database.</param>
/// <param name="Id">At most 25 characters [0-9a-z].</param>
public sealed record OutboxRow(long Seq, string Id, Address Address, Outgoing Outgoing)
{
    public OutboxState State { get; init; }

    public int Attempts { get; init; }

    public Instant? NotBefore { get; init; }

    /// <summary>Said by the turn that forgot the Address: nothing about it is remembered once it is sent.</summary>
    public bool LastWord { get; init; }

    /// <summary>Set for removals among last words, whose message ids are already gone from the database.</summary>
    public ImmutableArray<string>? Target { get; init; }
}

/// <summary>What is encrypted of an outbox row.</summary>
internal sealed record OutboxBody(Outgoing Outgoing, ImmutableArray<string>? Target = null)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, OutboxBodyJson.Default.OutboxBody);

    public static OutboxBody From(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, OutboxBodyJson.Default.OutboxBody)!;
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Converters = [typeof(MomentConverter)])]
[JsonSerializable(typeof(OutboxBody))]
internal sealed partial class OutboxBodyJson : JsonSerializerContext;

/// <summary>Instants as ticks. What is no number was written by a version that lost them: it counts as long past, because a nudge of an unknown hour must not come.</summary>
internal sealed class MomentConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number)
        {
            return Instant.FromUnixTimeTicks(reader.GetInt64());
        }

        reader.Skip();
        return Instant.MinValue;
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteNumberValue(value.ToUnixTimeTicks());
}
