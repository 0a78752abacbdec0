using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="ITurnStore"/>
public sealed class SqliteTurnStore(SqliteDatabase database) : ITurnStore
{
    public async Task<StoredConversation> LoadAsync(Address address, string inputId, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        var tag = vault.InputTag(inputId);
        return await database.ReadAsync(
            connection =>
            {
                var row = connection.QuerySingle<LoadedRow>(
                    """
                    SELECT c.version AS Version, k.id AS KeyId, c.state AS State, k.wrapped AS Wrapped,
                           EXISTS (SELECT 1 FROM input WHERE id = @tag) AS Seen
                    FROM (SELECT 1)
                    LEFT JOIN conversation c ON c.address = @address
                    LEFT JOIN data_key k ON k.address = c.address
                    """,
                    new { address = address.Value, tag });
                if (row.State is null)
                {
                    return new StoredConversation(address, 0, default, row.Seen != 0);
                }

                var key = vault.Unwrap(address, row.KeyId!.Value, row.Wrapped!);
                return new StoredConversation(address, row.Version!.Value, Vault.Open(key, address, Columns.State, row.State), row.Seen != 0) { Key = key };
            },
            cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        var prepared = Prepared.From(commit, vault);
        var also = commit.Also is null ? null : Prepared.From(commit.Also, vault);
        var result = await database.WriteAsync(connection => Commit(connection, commit, prepared, also, vault), cancellationToken);
        if ((commit.Forget || Destroys(commit) || (commit.Also is { } other && Destroys(other))) && result.Outcome is CommitOutcome.Committed)
        {
            _ = SqliteScrub.InBackground(database);
        }

        return result;
    }

    private static bool Destroys(TurnCommit commit) => commit.Vaults.Any(change => change.Action is VaultAction.Destroy);

    private static Written<CommitResult> Commit(SqliteConnection connection, TurnCommit commit, Prepared prepared, Prepared? also, Vault vault)
    {
        var address = commit.Address.Value;
        var at = commit.At.ToUnixTimeMilliseconds();
        if (connection.Execute("INSERT INTO input (id, taken_at) VALUES (@Tag, @at) ON CONFLICT DO NOTHING", new { prepared.Tag, at }) == 0)
        {
            return new(new CommitResult(CommitOutcome.Duplicate, []), Keep: false);
        }

        ImmutableArray<string>? targets = null;
        if (commit.Forget)
        {
            if (!StandsOn(connection, commit.Basis))
            {
                return new(new CommitResult(CommitOutcome.Conflict, []), Keep: false);
            }

            targets = SqliteForget.Rows(connection, commit.Address, vault);
        }
        else if (!WriteState(connection, commit, prepared, at))
        {
            return new(new CommitResult(CommitOutcome.Conflict, []), Keep: false);
        }

        if ((commit.Voice is { } voice && !SqliteRounds.Put(connection, commit.Address, voice, vault))
            || (commit.Also is { } other && !WriteState(connection, other, also!, at)))
        {
            return new(new CommitResult(CommitOutcome.Conflict, []), Keep: false);
        }

        foreach (var part in commit.Also is null ? [commit] : (TurnCommit[])[commit, commit.Also])
        {
            foreach (var change in part.Vaults)
            {
                SqliteRounds.Change(connection, part.Address, change, vault);
            }
        }

        var withdrawn = 0;
        if (commit.WithdrawNudges)
        {
            withdrawn = SqliteNudgeDrops.Delete(connection, NudgeDropReasons.Withdrawn, commit.At, "DELETE FROM outbox WHERE address = @address AND state = 0 AND urgency = 2 RETURNING urgency", new { address });
        }

        foreach (var reasons in commit.NudgesDropped.CountBy(reason => reason, StringComparer.Ordinal))
        {
            SqliteNudgeDrops.Count(connection, reasons.Key, commit.At, reasons.Value);
        }

        foreach (var (entry, body) in prepared.Entries)
        {
            connection.Execute(
                """
                INSERT INTO entry (address, id, kept_at, body) VALUES (@address, @Id, @keptAt, @body)
                ON CONFLICT (address, id) DO UPDATE SET kept_at = excluded.kept_at, body = excluded.body
                """,
                new { address, entry.Id, keptAt = entry.KeptAt.ToUnixTimeMilliseconds(), body });
        }

        if (!commit.Drop.IsEmpty)
        {
            connection.Execute("DELETE FROM entry WHERE address = @address AND id IN @drop", new { address, drop = commit.Drop.ToArray() });
        }

        var rows = ImmutableArray.CreateBuilder<OutboxRow>(prepared.Outbox.Length);
        foreach (var draft in prepared.Outbox)
        {
            rows.Add(SqliteOutboxRows.Insert(connection, draft, commit.Forget ? vault.LastWords : prepared.Key, targets, at));
        }

        foreach (var draft in also?.Outbox ?? [])
        {
            rows.Add(SqliteOutboxRows.Insert(connection, draft, also!.Key, targets: null, at));
        }

        return new(new CommitResult(CommitOutcome.Committed, rows.ToImmutable()) { NudgesWithdrawn = withdrawn });
    }

    private static bool StandsOn(SqliteConnection connection, StoredConversation basis) =>
        connection.ExecuteScalar<long>("SELECT coalesce((SELECT version FROM conversation WHERE address = @address), 0)", new { address = basis.Address.Value }) == basis.Version;

    private static bool WriteState(SqliteConnection connection, TurnCommit commit, Prepared prepared, long at)
    {
        var row = new
        {
            address = commit.Address.Value,
            version = commit.Basis.Version,
            keyId = prepared.Key.Id,
            wrapped = prepared.Key.Wrapped,
            state = prepared.State,
            wakesAt = commit.WakesAt is { } wakesAt ? Moments.RoundedUp(wakesAt) : (long?)null,
            at,
        };

        // The key's id is part of the condition: a conversation that was forgotten and begun again is another one.
        return commit.Basis.Exists
            ? connection.Execute(
                """
                UPDATE conversation
                SET version = version + 1, state = @state, wakes_at = @wakesAt, last_active = @at
                WHERE address = @address AND version = @version AND key_id = @keyId
                """,
                row) == 1
            : connection.Execute("INSERT INTO data_key (address, id, wrapped) VALUES (@address, @keyId, @wrapped) ON CONFLICT DO NOTHING", row) == 1
                && connection.Execute(
                    """
                    INSERT INTO conversation (address, version, key_id, state, wakes_at, last_active)
                    VALUES (@address, 1, @keyId, @state, @wakesAt, @at)
                    """,
                    row) == 1;
    }

    private sealed record LoadedRow(long? Version, long? KeyId, byte[]? State, byte[]? Wrapped, long Seen);

    /// <summary>What can be worked out before the writer's turn comes.</summary>
    private sealed record Prepared(
        AddressKey Key, byte[] Tag, byte[] State, ImmutableArray<(StoredEntry Entry, byte[] Body)> Entries, ImmutableArray<OutboxRow> Outbox)
    {
        public static Prepared From(TurnCommit commit, Vault vault)
        {
            var address = commit.Address;
            var key = commit.Basis.Key ?? vault.NewKey(address);
            return new(
                key,
                vault.InputTag(commit.InputId),
                commit.Forget ? [] : Vault.Seal(key, address, Columns.State, commit.State.Span),
                commit.Forget ? [] : [.. commit.Keep.Select(entry => (entry, Vault.Seal(key, address, Columns.Entry(entry.Id), entry.Body.Span)))],
                [
                    .. commit.Outbox.Select((draft, i) => new OutboxRow(0, vault.OutboxId(commit.InputId, i), address, draft.Outgoing)
                    {
                        State = draft.Claimed ? OutboxState.Claimed : OutboxState.Queued,
                        LastWord = commit.Forget,
                    }),
                ]);
        }
    }
}

/// <summary>Instants in columns.</summary>
internal static class Moments
{
    /// <summary>Never earlier than the instant itself: what is due at the millisecond is due.</summary>
    public static long RoundedUp(Instant instant)
    {
        var milliseconds = instant.ToUnixTimeMilliseconds();
        return Instant.FromUnixTimeMilliseconds(milliseconds) < instant ? milliseconds + 1 : milliseconds;
    }
}

/// <summary>Names of encrypted places; part of what each value is bound to.</summary>
internal static class Columns
{
    public const string State = "conversation.state";

    public static string Entry(string id) => $"entry.body/{id}";

    public static string Outbox(string id) => $"outbox.body/{id}";
}
