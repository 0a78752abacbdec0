using System.Collections.Immutable;
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
                var there = connection.Number(
                    """
                    SELECT EXISTS (SELECT 1 FROM data_key WHERE address = @address)
                        OR EXISTS (SELECT 1 FROM outbox WHERE address = @address)
                        OR EXISTS (SELECT 1 FROM sent_message WHERE address = @address)
                        OR EXISTS (SELECT 1 FROM local_chat_line WHERE address = @address)
                    """,
                    ("@address", address.Value)) != 0;
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
        var of = ("@address", address.Value);
        if (connection.Find("SELECT id, wrapped FROM data_key WHERE address = @address", row => vault.Unwrap(address, row.GetInt64(0), row.GetBytes(1)), of) is not { } key)
        {
            return null;
        }

        var entries = connection.Query(
            "SELECT id, kept_at, body FROM entry WHERE address = @address ORDER BY rowid",
            row => new StoredEntry(
                row.GetString(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), Vault.Open(key, address, Columns.Entry(row.GetString(0)), row.GetBytes(2))),
            of);
        return connection.Find(
            "SELECT state, last_active FROM conversation WHERE address = @address",
            row => new StoredAddress(
                address, Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), Vault.Open(key, address, Columns.State, row.GetBytes(0)), [.. entries]),
            of) ?? throw new InvalidOperationException("A key without a conversation.");
    }
}
