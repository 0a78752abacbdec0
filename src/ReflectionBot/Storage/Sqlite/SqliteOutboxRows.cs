using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Rows of the table <c>outbox</c>, to and from.</summary>
internal static class SqliteOutboxRows
{
    public const string Select =
        """
        SELECT o.seq AS Seq, o.id AS Id, o.address AS Address, o.last_word AS LastWord, o.body AS Body,
               o.state AS State, o.attempts AS Attempts, o.not_before AS NotBefore, k.id AS KeyId, k.wrapped AS Wrapped
        FROM outbox o LEFT JOIN data_key k ON k.address = o.address AND o.last_word = 0
        """;

    /// <param name="row">The row.</param>
    /// <param name="key">Of its Address.</param>
    /// <param name="targets">Given for last words: the message ids that were known until now.</param>
    public static byte[] Sealed(OutboxRow row, AddressKey key, ImmutableArray<string>? targets) =>
        Vault.Seal(key, row.Address, Columns.Outbox(row.Id), new OutboxBody(row.Outgoing, TargetOf(row, targets)).ToBytes());

    public static OutboxRow Insert(SqliteConnection connection, OutboxRow row, byte[] body, ImmutableArray<string>? targets, long at)
    {
        using var insert = SqliteStatements.Of(
            connection, "INSERT INTO outbox (id, address, urgency, last_word, body, state, committed_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq");
        insert.Bind(row.Id).Bind(row.Address.Value).Bind((int)row.Outgoing.Urgency).Bind(row.LastWord ? 1 : 0).Bind(body).Bind((int)row.State).Bind(at).Step();
        var inserted = row with { Seq = insert.Long(0), Target = TargetOf(row, targets) };
        insert.Run();
        return inserted;
    }

    public static OutboxRow From(Raw raw, Vault vault)
    {
        var address = Address.Parse(raw.Address);
        var key = raw.LastWord != 0 ? vault.LastWords : vault.Unwrap(address, raw.KeyId!.Value, raw.Wrapped!);
        var body = OutboxBody.From(Vault.Open(key, address, Columns.Outbox(raw.Id), raw.Body));
        return new OutboxRow(raw.Seq, raw.Id, address, body.Outgoing)
        {
            State = (OutboxState)raw.State,
            Attempts = (int)raw.Attempts,
            NotBefore = Moment(raw.NotBefore),
            LastWord = raw.LastWord != 0,
            Target = body.Target,
        };
    }

    private static ImmutableArray<string>? TargetOf(OutboxRow row, ImmutableArray<string>? targets) => row.Outgoing is ReplyRemoval ? targets : null;

    private static Instant? Moment(long? milliseconds) => milliseconds is { } value ? Instant.FromUnixTimeMilliseconds(value) : null;

    public sealed record Raw(
        long Seq, string Id, string Address, long LastWord, byte[] Body, long State, long Attempts, long? NotBefore, long? KeyId, byte[]? Wrapped);
}
