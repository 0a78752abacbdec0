using System.Collections.Immutable;
using Dapper;
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

    /// <param name="targets">Given for last words: the message ids that were known until now, by reply key.</param>
    public static OutboxRow Insert(SqliteConnection connection, OutboxRow row, AddressKey key, ImmutableArray<string>? targets, long at)
    {
        var target = row.Outgoing is ReplyRemoval ? targets : null;
        var body = Vault.Seal(key, row.Address, Columns.Outbox(row.Id), new OutboxBody(row.Outgoing, target).ToBytes());
        var seq = connection.ExecuteScalar<long>(
            """
            INSERT INTO outbox (id, address, urgency, last_word, body, state, committed_at)
            VALUES (@Id, @address, @urgency, @LastWord, @body, @state, @at) RETURNING seq
            """,
            new
            {
                row.Id,
                address = row.Address.Value,
                urgency = (int)row.Outgoing.Urgency,
                row.LastWord,
                body,
                state = (int)row.State,
                at,
            });
        return row with { Seq = seq, Target = target };
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

    private static Instant? Moment(long? milliseconds) => milliseconds is { } value ? Instant.FromUnixTimeMilliseconds(value) : null;

    public sealed record Raw(
        long Seq, string Id, string Address, long LastWord, byte[] Body, long State, long Attempts, long? NotBefore, long? KeyId, byte[]? Wrapped);
}
