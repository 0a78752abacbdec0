using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="ILocalChatLog"/>
/// <remarks>
/// Each Address has a key of its own for its lines, apart from the key of its conversation: somebody may have written
/// before there is a conversation, and is answered once more after it was forgotten. Clearing takes the key along.
/// </remarks>
public sealed class SqliteLocalChatLog(SqliteDatabase database) : ILocalChatLog
{
    private const string OneLine = "SELECT id, version, body FROM local_chat_line WHERE address = @address AND id = @id";
    private const string SomeLines = "SELECT id, version, body FROM local_chat_line WHERE address = @address AND id IN @ids ORDER BY position";
    private const string LaterLines = "SELECT id, version, body FROM local_chat_line WHERE address = @address AND version > @afterVersion ORDER BY position";

    public Task AppendAsync(Address address, ChatLine line, CancellationToken cancellationToken) =>
        WriteAsync((connection, vault) => Append(connection, address, line, vault), cancellationToken);

    public Task ChangeAsync(Address address, IReadOnlyList<string> ids, Func<ChatLine, ChatLine> change, CancellationToken cancellationToken) =>
        WriteAsync((connection, vault) => Change(connection, address, ids, change, vault), cancellationToken);

    public async Task RemoveAsync(Address address, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await WriteAsync(
            (connection, _) => connection.Execute("DELETE FROM local_chat_line WHERE address = @address AND id IN @ids", ("@address", address.Value), ("@ids", ids)),
            cancellationToken);
        _ = SqliteScrub.InBackground(database);
    }

    public async Task ClearAsync(Address address, CancellationToken cancellationToken)
    {
        await WriteAsync((connection, _) => Clear(connection, address), cancellationToken);
        _ = SqliteScrub.InBackground(database);
    }

    public Task<ChatPage> ReadAsync(Address address, long afterVersion, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync(connection => Read(connection, address, afterVersion, vault), cancellationToken);
    }

    public Task<ChatLine?> FindAsync(Address address, string id, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: true);
                return KeyOf(connection, address, vault) is { } key
                    ? Lines(connection, address, OneLine, ("@id", id), key).Select(line => line.Line).FirstOrDefault()
                    : null;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<Address>> AddressesAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Address>>(
        connection => [.. connection.Query("SELECT DISTINCT address FROM local_chat_line ORDER BY address", row => Address.Parse(row.GetString(0)))],
        cancellationToken);

    /// <summary>Within the transaction that reads all there is of an Address.</summary>
    internal static ImmutableArray<ChatLine> All(SqliteConnection connection, Address address, Vault vault) =>
        KeyOf(connection, address, vault) is { } key ? [.. Lines(connection, address, LaterLines, ("@afterVersion", 0L), key).Select(line => line.Line)] : [];

    /// <summary>Within the transaction that forgets an Address.</summary>
    internal static void Clear(SqliteConnection connection, Address address)
    {
        var of = ("@address", address.Value);
        connection.Execute("DELETE FROM local_chat_line WHERE address = @address", of);
        connection.Execute("DELETE FROM local_chat_key WHERE address = @address", of);
    }

    private static void Append(SqliteConnection connection, Address address, ChatLine line, Vault vault)
    {
        if (connection.Number("SELECT EXISTS (SELECT 1 FROM local_chat_line WHERE address = @address AND id = @id)", ("@address", address.Value), ("@id", line.Id)) != 0)
        {
            return;
        }

        var key = KeyOf(connection, address, vault) ?? NewKey(connection, address, vault);
        connection.Execute(
            "INSERT INTO local_chat_line (address, id, position, version, body) VALUES (@address, @id, @version, @version, @body)",
            ("@address", address.Value),
            ("@id", line.Id),
            ("@version", NextVersion(connection)),
            ("@body", Seal(key, address, line)));
        connection.Execute(
            """
            DELETE FROM local_chat_line WHERE address = @address AND position <= (
                SELECT position FROM local_chat_line WHERE address = @address ORDER BY position DESC LIMIT 1 OFFSET @kept)
            """,
            ("@address", address.Value),
            ("@kept", ChatLine.MaxKept));
    }

    private static void Change(SqliteConnection connection, Address address, IReadOnlyList<string> ids, Func<ChatLine, ChatLine> change, Vault vault)
    {
        if (KeyOf(connection, address, vault) is not { } key)
        {
            return;
        }

        foreach (var (_, line) in Lines(connection, address, SomeLines, ("@ids", ids), key))
        {
            connection.Execute(
                "UPDATE local_chat_line SET version = @version, body = @body WHERE address = @address AND id = @id",
                ("@address", address.Value),
                ("@id", line.Id),
                ("@version", NextVersion(connection)),
                ("@body", Seal(key, address, change(line))));
        }
    }

    private static ChatPage Read(SqliteConnection connection, Address address, long afterVersion, Vault vault)
    {
        // One transaction, so that the ids, the key and the lines belong together.
        using var transaction = connection.BeginTransaction(deferred: true);
        var present = connection.Query(
            "SELECT id, version FROM local_chat_line WHERE address = @address ORDER BY position",
            row => (Id: row.GetString(0), Version: row.GetInt64(1)),
            ("@address", address.Value));
        var changed = KeyOf(connection, address, vault) is { } key
            ? Lines(connection, address, LaterLines, ("@afterVersion", afterVersion), key)
            : [];
        return new ChatPage([.. present.Select(row => row.Id)], [.. changed], present.Select(row => row.Version).Append(afterVersion).Max());
    }

    private static List<VersionedLine> Lines(SqliteConnection connection, Address address, string query, (string Name, object? Value) which, AddressKey key) =>
        connection.Query(
            query,
            row => new VersionedLine(row.GetInt64(1), ChatLineBody.Read(row.GetString(0), Vault.Open(key, address, Column(row.GetString(0)), row.GetBytes(2)))),
            ("@address", address.Value),
            which);

    private static byte[] Seal(AddressKey key, Address address, ChatLine line) => Vault.Seal(key, address, Column(line.Id), ChatLineBody.Write(line));

    private static string Column(string id) => $"local_chat_line.body/{id}";

    private static AddressKey? KeyOf(SqliteConnection connection, Address address, Vault vault) =>
        connection.Find(
            "SELECT id, wrapped FROM local_chat_key WHERE address = @address",
            row => vault.Unwrap(address, row.GetInt64(0), row.GetBytes(1)),
            ("@address", address.Value));

    private static AddressKey NewKey(SqliteConnection connection, Address address, Vault vault)
    {
        var key = vault.NewKey(address);
        connection.Execute("INSERT INTO local_chat_key (address, id, wrapped) VALUES (@address, @id, @wrapped)", ("@address", address.Value), ("@id", key.Id), ("@wrapped", key.Wrapped));
        return key;
    }

    private static long NextVersion(SqliteConnection connection) =>
        connection.Number("UPDATE local_chat_version SET latest = latest + 1 RETURNING latest");

    private Task<bool> WriteAsync(Action<SqliteConnection, Vault> work, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.WriteAsync<bool>(
            connection =>
            {
                work(connection, vault);
                return new(true);
            },
            cancellationToken);
    }

}
