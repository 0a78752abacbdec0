using System.Collections.Immutable;
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
        return await database.ReadHereAsync(
            connection =>
            {
                using var row = SqliteStatements.Of(
                    connection,
                    """
                    SELECT c.version, c.state, k.id, k.wrapped, EXISTS (SELECT 1 FROM input WHERE id = ?)
                    FROM (SELECT 1)
                    LEFT JOIN conversation c ON c.address = ?
                    LEFT JOIN data_key k ON k.address = c.address
                    """);
                row.Bind(tag).Bind(address.Value).Step();
                var seen = row.Long(4) != 0;
                if (row.IsNull(1))
                {
                    return new StoredConversation(address, 0, default, seen);
                }

                var key = vault.Unwrap(address, row.Long(2), row.Blob(3));
                return new StoredConversation(address, row.Long(0), Vault.Open(key, address, Columns.State, row.Blob(1)), seen) { Key = key };
            },
            cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(TurnCommit commit, Action<CommitResult> written, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        var prepared = Prepared.From(commit, vault);
        var also = commit.Also.Select(other => Prepared.From(other, vault)).ToImmutableArray();
        var leaves = commit.Forget || Destroys(commit) || commit.Also.Any(Destroys);
        try
        {
            var result = await database.WriteAsync(connection => Commit(connection, commit, prepared, also, vault), cancellationToken, brief: !commit.Forget, written: written);
            leaves &= result.Outcome is CommitOutcome.Committed;
            return result;
        }
        finally
        {
            // Also when it failed: it may stand all the same.
            if (leaves)
            {
                _ = SqliteScrub.InBackground(database);
            }
        }
    }

    private static bool Destroys(TurnCommit commit) => commit.Vaults.Any(change => change.Action is VaultAction.Destroy or VaultAction.Empty);

    private static Written<CommitResult> Commit(SqliteConnection connection, TurnCommit commit, Prepared prepared, ImmutableArray<Prepared> also, Vault vault)
    {
        var address = commit.Address.Value;
        var at = commit.At.ToUnixTimeMilliseconds();
        using (var input = SqliteStatements.Of(connection, "INSERT INTO input (id, taken_at) VALUES (?, ?) ON CONFLICT DO NOTHING"))
        {
            if (input.Bind(prepared.Tag).Bind(at).Run() == 0)
            {
                // Nothing was written, so nothing has to be undone.
                return new(new CommitResult(CommitOutcome.Duplicate, []));
            }
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
            || !commit.Also.Zip(also).All(other => WriteState(connection, other.First, other.Second, at)))
        {
            return new(new CommitResult(CommitOutcome.Conflict, []), Keep: false);
        }

        foreach (var part in commit.Also.Insert(0, commit))
        {
            foreach (var change in part.Vaults)
            {
                SqliteRounds.Change(connection, part.Address, change, vault);
            }
        }

        var withdrawn = commit.WithdrawNudges ? SqliteNudgeDrops.Withdraw(connection, address, commit.At) : 0;
        foreach (var reasons in commit.NudgesDropped.CountBy(reason => reason, StringComparer.Ordinal))
        {
            SqliteNudgeDrops.Count(connection, reasons.Key, commit.At, reasons.Value);
        }

        foreach (var (entry, body) in prepared.Entries)
        {
            using var insert = SqliteStatements.Of(
                connection,
                """
                INSERT INTO entry (address, id, kept_at, body) VALUES (?, ?, ?, ?)
                ON CONFLICT (address, id) DO UPDATE SET kept_at = excluded.kept_at, body = excluded.body
                """);
            insert.Bind(address).Bind(entry.Id).Bind(entry.KeptAt.ToUnixTimeMilliseconds()).Bind(body).Run();
        }

        if (!commit.Drop.IsEmpty)
        {
            connection.Execute("DELETE FROM entry WHERE address = @address AND id IN @drop", ("@address", address), ("@drop", commit.Drop));
        }

        var rows = ImmutableArray.CreateBuilder<OutboxRow>(prepared.Outbox.Length);
        foreach (var draft in prepared.Outbox)
        {
            rows.Add(SqliteOutboxRows.Insert(connection, draft.Row, draft.Body ?? SqliteOutboxRows.Sealed(draft.Row, vault.LastWords, targets), targets, at));
        }

        foreach (var other in also)
        {
            foreach (var draft in other.Outbox)
            {
                rows.Add(SqliteOutboxRows.Insert(connection, draft.Row, draft.Body ?? SqliteOutboxRows.Sealed(draft.Row, other.Key, targets: null), targets: null, at));
            }
        }

        return new(new CommitResult(CommitOutcome.Committed, rows.ToImmutable()) { NudgesWithdrawn = withdrawn });
    }

    private static bool StandsOn(SqliteConnection connection, StoredConversation basis) =>
        connection.Number("SELECT coalesce((SELECT version FROM conversation WHERE address = @address), 0)", ("@address", basis.Address.Value)) == basis.Version;

    private static bool WriteState(SqliteConnection connection, TurnCommit commit, Prepared prepared, long at)
    {
        var address = commit.Address.Value;
        long? wakesAt = commit.WakesAt is { } instant ? Moments.RoundedUp(instant) : null;
        if (commit.Basis.Exists)
        {
            // The key's id is part of the condition: a conversation that was forgotten and begun again is another one.
            using var update = SqliteStatements.Of(
                connection,
                "UPDATE conversation SET version = version + 1, state = ?, wakes_at = ?, last_active = ? WHERE address = ? AND version = ? AND key_id = ?");
            return update.Bind(prepared.State).Bind(wakesAt).Bind(at).Bind(address).Bind(commit.Basis.Version).Bind(prepared.Key.Id).Run() == 1;
        }

        using var key = SqliteStatements.Of(connection, "INSERT INTO data_key (address, id, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        if (key.Bind(address).Bind(prepared.Key.Id).Bind(prepared.Key.Wrapped).Run() == 0)
        {
            return false;
        }

        using var insert = SqliteStatements.Of(
            connection, "INSERT INTO conversation (address, version, key_id, state, wakes_at, last_active) VALUES (?, 1, ?, ?, ?, ?)");
        return insert.Bind(address).Bind(prepared.Key.Id).Bind(prepared.State).Bind(wakesAt).Bind(at).Run() == 1;
    }

    /// <summary>What can be worked out before the writer's turn comes.</summary>
    private sealed record Prepared(
        AddressKey Key, byte[] Tag, byte[] State, ImmutableArray<(StoredEntry Entry, byte[] Body)> Entries, ImmutableArray<(OutboxRow Row, byte[]? Body)> Outbox)
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
                [.. commit.Outbox.Select((draft, i) => Sealed(commit, key, new OutboxRow(0, vault.OutboxId(commit.InputId, i), address, draft.Outgoing)
                {
                    State = draft.Claimed ? OutboxState.Claimed : OutboxState.Queued,
                    LastWord = commit.Forget,
                }))]);
        }

        /// <summary>Last words are sealed by the writer, which alone knows the message ids of a last removal.</summary>
        private static (OutboxRow Row, byte[]? Body) Sealed(TurnCommit commit, AddressKey key, OutboxRow row) =>
            (row, commit.Forget ? null : SqliteOutboxRows.Sealed(row, key, targets: null));
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
