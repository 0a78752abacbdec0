using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="IArchive"/>
public sealed class SqliteArchive(SqliteDatabase database) : IArchive
{
    public async Task<ImmutableArray<StoredEntry>> EntriesAsync(Address address, CancellationToken cancellationToken) =>
        (await ReadAsync(address, cancellationToken))?.Entries ?? [];

    public Task<StoredAddress?> ReadAsync(Address address, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync(connection => Read(connection, address, vault), cancellationToken);
    }

    public async Task<bool> ForgetAsync(Address address, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        var known = await database.WriteAsync<bool>(
            connection =>
            {
                var there = connection.ExecuteScalar<bool>(
                    """
                    SELECT EXISTS (SELECT 1 FROM data_key WHERE address = @address)
                        OR EXISTS (SELECT 1 FROM outbox WHERE address = @address)
                        OR EXISTS (SELECT 1 FROM sent_message WHERE address = @address)
                        OR EXISTS (SELECT 1 FROM local_chat_line WHERE address = @address)
                    """,
                    new { address = address.Value });
                SqliteForget.Rows(connection, address, vault);
                return new(there);
            },
            cancellationToken);
        return await SqliteScrub.RunAsync(database, whateverTheSize: true, cancellationToken)
            ? known
            : throw new StorageUnavailableException("The rows are deleted, but the log could not be emptied because the database is being read all the time; run forget again.");
    }

    private static StoredAddress? Read(SqliteConnection connection, Address address, Vault vault)
    {
        // One transaction, so that key and ciphertexts belong together.
        using var transaction = connection.BeginTransaction(deferred: true);
        var of = new { address = address.Value };
        if (connection.QuerySingleOrDefault<KeyRow>("SELECT id, wrapped FROM data_key WHERE address = @address", of, transaction) is not { } keyRow)
        {
            return null;
        }

        var key = vault.Unwrap(address, keyRow.Id, keyRow.Wrapped);
        var state = connection.QuerySingle<StateRow>("SELECT state, last_active AS LastActive FROM conversation WHERE address = @address", of, transaction);
        var entries = connection.Query<EntryRow>("SELECT id, kept_at AS KeptAt, body FROM entry WHERE address = @address ORDER BY rowid", of, transaction)
            .Select(row => new StoredEntry(row.Id, Instant.FromUnixTimeMilliseconds(row.KeptAt), Vault.Open(key, address, Columns.Entry(row.Id), row.Body)));
        return new StoredAddress(
            address,
            Instant.FromUnixTimeMilliseconds(state.LastActive),
            Vault.Open(key, address, Columns.State, state.State),
            [.. entries]);
    }

    private sealed record KeyRow(long Id, byte[] Wrapped);

    private sealed record StateRow(byte[] State, long LastActive);

    private sealed record EntryRow(string Id, long KeptAt, byte[] Body);
}
