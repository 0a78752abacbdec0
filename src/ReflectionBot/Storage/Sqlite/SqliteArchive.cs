using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="IArchive"/>
public sealed class SqliteArchive(SqliteDatabase database) : IArchive
{
    public Task<ImmutableArray<StoredEntry>> EntriesAsync(Address address, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync<ImmutableArray<StoredEntry>>(
            connection =>
            {
                // One transaction, so that key and ciphertexts belong together.
                using var transaction = connection.BeginTransaction(deferred: true);
                return KeyOf(connection, address, vault) is { } key ? Entries(connection, address, key) : [];
            },
            cancellationToken);
    }

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
        // One transaction, so that keys and ciphertexts belong together.
        using var transaction = connection.BeginTransaction(deferred: true);
        var key = KeyOf(connection, address, vault);
        var conversation = key is null ? null : Conversation(connection, address, key) ?? throw new InvalidOperationException("A key without a conversation.");
        var stored = (conversation ?? new StoredAddress(address, LastActive: null, WakesAt: null, default, [])) with
        {
            Entries = key is null ? [] : Entries(connection, address, key),
            Waiting =
            [
                .. connection.Query(
                    SqliteOutboxRows.Select + " WHERE o.address = @address ORDER BY o.seq",
                    row => new StoredWaiting(SqliteOutboxRows.From(row, vault), SqliteOutboxRows.CommittedAt(row)),
                    ("@address", address.Value)),
            ],
            Sent =
            [
                .. connection.Query(
                    "SELECT message_id, sent_at FROM sent_message WHERE address = @address ORDER BY sent_at, outbox_id, part",
                    row => new StoredSent(row.GetString(0), Moment(row, 1)),
                    ("@address", address.Value)),
            ],
            Lines = SqliteLocalChatLog.All(connection, address, vault),
            Voices = SqliteRounds.Of(connection, address, vault),
            Mutes = SqliteMutes.Of(connection, address, vault),
        };
        return stored.IsEmpty ? null : stored;
    }

    private static AddressKey? KeyOf(SqliteConnection connection, Address address, Vault vault) => connection.Find(
        "SELECT id, wrapped FROM data_key WHERE address = @address", row => vault.Unwrap(address, row.GetInt64(0), row.GetBytes(1)), ("@address", address.Value));

    private static StoredAddress? Conversation(SqliteConnection connection, Address address, AddressKey key) => connection.Find(
        "SELECT state, last_active, wakes_at FROM conversation WHERE address = @address",
        row => new StoredAddress(address, Moment(row, 1), row.IsDBNull(2) ? null : Moment(row, 2), Vault.Open(key, address, Columns.State, row.GetBytes(0)), []),
        ("@address", address.Value));

    private static ImmutableArray<StoredEntry> Entries(SqliteConnection connection, Address address, AddressKey key) =>
    [
        .. connection.Query(
            "SELECT id, kept_at, body FROM entry WHERE address = @address ORDER BY rowid",
            row => new StoredEntry(row.GetString(0), Moment(row, 1), Vault.Open(key, address, Columns.Entry(row.GetString(0)), row.GetBytes(2))),
            ("@address", address.Value)),
    ];

    private static Instant Moment(SqliteDataReader row, int column) => Instant.FromUnixTimeMilliseconds(row.GetInt64(column));
}
