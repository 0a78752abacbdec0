using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="IOutboxStore"/>
public sealed class SqliteOutboxStore(SqliteDatabase database) : IOutboxStore
{
    public Task<int> RecoverAsync(Instant at, CancellationToken cancellationToken) => database.WriteAsync<int>(
        connection =>
        {
            var dropped = SqliteNudgeDrops.Delete(connection, NudgeDropReasons.Doubtful, at, "DELETE FROM outbox WHERE state = 1 AND urgency = 2 RETURNING urgency");
            connection.Execute("UPDATE outbox SET state = 2 WHERE state = 1");
            return new(dropped);
        },
        cancellationToken);

    public Task<ImmutableArray<OutboxRow>> ReadAsync(long afterSeq, int max, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync(
            connection =>
            {
                var rows = ImmutableArray.CreateBuilder<OutboxRow>();
                for (var more = true; more && rows.Count < max;)
                {
                    var limit = max - rows.Count;
                    var read = connection.Query(
                        SqliteOutboxRows.Select + " WHERE o.seq > @afterSeq AND o.state <> 1 ORDER BY o.seq LIMIT @limit",
                        row => (Seq: row.GetInt64(0), Row: Readable(row, vault)),
                        ("@afterSeq", afterSeq),
                        ("@limit", limit));
                    rows.AddRange(read.Select(one => one.Row).OfType<OutboxRow>());
                    more = read.Count == limit;
                    afterSeq = more ? read[^1].Seq : afterSeq;
                }

                return rows.ToImmutable();
            },
            cancellationToken);
    }

    // A reply that could not be given back may still stand as claimed, and is sent all the same; a nudge is not worth the doubt.
    public Task<bool> ClaimAsync(long seq, CancellationToken cancellationToken) => database.WriteAsync<bool>(
        connection =>
        {
            using var claim = SqliteStatements.Of(connection, "UPDATE outbox SET state = 1, attempts = attempts + 1 WHERE seq = ? AND (state <> 1 OR urgency <> 2)");
            return new(claim.Bind(seq).Run() == 1);
        },
        cancellationToken,
        brief: true);

    // Without power right after it, the message counts as in doubt: what is left is what a fall a moment earlier would have left.
    public async Task<bool> SentAsync(
        OutboxRow row, string? replyKey, IReadOnlyList<string> messageIds, IReadOnlyList<OutboxRow> alsoDone, Instant at, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        var tag = replyKey is null || row.LastWord ? null : vault.ReplyTag(row.Address, replyKey);
        var known = await database.WriteAsync<bool>(
            connection =>
            {
                foreach (var done in alsoDone)
                {
                    Remove(connection, done);
                }

                if (!Remove(connection, row))
                {
                    return new(false);
                }

                if (row.Outgoing is ReplyRemoval removal)
                {
                    connection.Execute(
                        "DELETE FROM sent_message WHERE address = @address AND (@all OR reply_tag IN @tags)",
                        ("@address", row.Address.Value),
                        ("@all", removal.Keys.IsEmpty),
                        ("@tags", Tags(vault, row.Address, removal.Keys)));
                }

                for (var part = 0; part < messageIds.Count && !row.LastWord; part++)
                {
                    using var insert = SqliteStatements.Of(
                        connection, "INSERT INTO sent_message (address, outbox_id, part, reply_tag, thread_key, message_id, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
                    insert.Bind(row.Address.Value).Bind(row.Id).Bind(part).Bind(tag).Bind((row.Outgoing as ThreadOpening)?.Key).Bind(messageIds[part]).Bind(at.ToUnixTimeMilliseconds()).Run();
                }

                return new(true);
            },
            cancellationToken,
            WorkKind.FlushedSoon,
            brief: true);
        if (row.LastWord)
        {
            _ = SqliteScrub.InBackground(database);
        }

        return known;
    }

    public Task ReturnAsync(OutboxRow row, CancellationToken cancellationToken) => database.WriteAsync<int>(
        connection => new(connection.Execute(
            "UPDATE outbox SET state = @state, attempts = @attempts, not_before = @notBefore WHERE seq = @seq",
            ("@seq", row.Seq),
            ("@state", (int)row.State),
            ("@attempts", row.Attempts),
            ("@notBefore", row.NotBefore?.ToUnixTimeMilliseconds()))),
        cancellationToken);

    public Task DropAsync(IReadOnlyList<long> seqs, string reason, Instant at, CancellationToken cancellationToken) => database.WriteAsync<int>(
        connection =>
        {
            Drop(connection, seqs, reason, at);
            return new(seqs.Count);
        },
        cancellationToken);

    public Task DropAllButHelpAsync(Address address, string reason, Instant at, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.WriteAsync<int>(
            connection =>
            {
                // Each is opened, because the columns do not tell which is help.
                var rows = connection.Query(SqliteOutboxRows.Select + " WHERE o.address = @address", row => Readable(row, vault), ("@address", address.Value));
                Drop(connection, rows.OfType<OutboxRow>().Where(row => row.Outgoing.Urgency is not Urgency.Help).Select(row => row.Seq), reason, at);
                return new(rows.Count);
            },
            cancellationToken);
    }

    public Task<bool> MoveAsync(Address from, Address to, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.WriteAsync<bool>(connection => new(from != to && SqliteMove.Rows(connection, vault, from, to)), cancellationToken);
    }

    public Task<ImmutableArray<string>> TargetsAsync(Address address, ImmutableArray<string> replyKeys, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return replyKeys is [var key] ? OfTagAsync(address, vault.ReplyTag(address, key), cancellationToken) : database.ReadAsync<ImmutableArray<string>>(
            connection =>
            [
                .. connection.Query(
                    """
                    SELECT message_id FROM sent_message
                    WHERE address = @address AND (@all OR reply_tag IN @tags)
                    ORDER BY sent_at, outbox_id, part
                    """,
                    row => row.GetString(0),
                    ("@address", address.Value),
                    ("@all", replyKeys.IsEmpty),
                    ("@tags", Tags(vault, address, replyKeys))),
            ],
            cancellationToken);
    }

    public Task<string?> KeyOfAsync(Address address, string messageId, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Find(
            "SELECT thread_key FROM sent_message WHERE address = @address AND message_id = @messageId AND thread_key IS NOT NULL",
            row => row.GetString(0),
            ("@address", address.Value),
            ("@messageId", messageId)),
        cancellationToken);

    /// <summary>Null: damaged, or written by a version that knew more. All others go on without it.</summary>
    private OutboxRow? Readable(SqliteDataReader row, Vault vault)
    {
        try
        {
            return SqliteOutboxRows.From(row, vault);
        }
        catch (Exception exception) when (exception is not SqliteException)
        {
            database.PassedOver("outbox", exception);
            return null;
        }
    }

    private static void Drop(SqliteConnection connection, IEnumerable<long> seqs, string reason, Instant at)
    {
        foreach (var seq in seqs)
        {
            SqliteNudgeDrops.Delete(connection, reason, at, "DELETE FROM outbox WHERE seq = @seq RETURNING urgency", ("@seq", seq));
        }
    }

    private static bool Remove(SqliteConnection connection, OutboxRow row)
    {
        using var delete = SqliteStatements.Of(connection, "DELETE FROM outbox WHERE seq = ? AND id = ?");
        return delete.Bind(row.Seq).Bind(row.Id).Run() == 1;
    }

    private static byte[][] Tags(Vault vault, Address address, ImmutableArray<string> replyKeys) => [.. replyKeys.Select(key => vault.ReplyTag(address, key))];

    private Task<ImmutableArray<string>> OfTagAsync(Address address, byte[] tag, CancellationToken cancellationToken) =>
        database.ReadHereAsync(
            connection =>
            {
                using var select = SqliteStatements.Of(connection, "SELECT message_id FROM sent_message WHERE address = ? AND reply_tag = ? ORDER BY sent_at, outbox_id, part");
                select.Bind(address.Value).Bind(tag);
                var ids = ImmutableArray.CreateBuilder<string>();
                while (select.Step())
                {
                    ids.Add(select.Text(0));
                }

                return ids.ToImmutable();
            },
            cancellationToken);
}
