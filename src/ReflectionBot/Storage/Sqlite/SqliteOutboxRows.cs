using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Rows of the table <c>outbox</c>, to and from.</summary>
internal static class SqliteOutboxRows
{
    /// <summary>What the column <c>urgency</c> tells in clear: whether it is a nudge. That something is help is nobody's business.</summary>
    private const int Nudge = (int)Urgency.Nudge, AnythingElse = (int)Urgency.Reply;

    public const string Select =
        """
        SELECT o.seq, o.id, o.address, o.last_word, o.body, o.state, o.attempts, o.not_before, k.id, k.wrapped, o.committed_at
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
            connection, "INSERT INTO outbox (id, address, urgency, last_word, body, state, committed_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.Bind(row.Id).Bind(row.Address.Value).Bind(row.Outgoing.Urgency is Urgency.Nudge ? Nudge : AnythingElse).Bind(row.LastWord ? 1 : 0).Bind(body).Bind((int)row.State).Bind(at);
        return row with { Seq = insert.RunToInsert(), Target = TargetOf(row, targets) };
    }

    /// <param name="row">Of <see cref="Select"/>.</param>
    /// <param name="vault">Opens it.</param>
    public static OutboxRow From(SqliteDataReader row, Vault vault)
    {
        var id = row.GetString(1);
        var address = Address.Parse(row.GetString(2));
        var lastWord = row.GetInt64(3) != 0;
        var key = lastWord ? vault.LastWords : vault.Unwrap(address, row.GetInt64(8), row.GetBytes(9));
        var body = OutboxBody.From(Vault.Open(key, address, Columns.Outbox(id), row.GetBytes(4)));
        return new OutboxRow(row.GetInt64(0), id, address, body.Outgoing)
        {
            State = (OutboxState)row.GetInt32(5),
            Attempts = row.GetInt32(6),
            NotBefore = row.IsDBNull(7) ? null : Instant.FromUnixTimeMilliseconds(row.GetInt64(7)),
            LastWord = lastWord,
            Target = body.Target,
        };
    }

    /// <param name="row">Of <see cref="Select"/>.</param>
    public static Instant CommittedAt(SqliteDataReader row) => Instant.FromUnixTimeMilliseconds(row.GetInt64(10));

    private static ImmutableArray<string>? TargetOf(OutboxRow row, ImmutableArray<string>? targets) => row.Outgoing is ReplyRemoval ? targets : null;
}
