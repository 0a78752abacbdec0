using Dapper;
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
            (connection, _) => connection.Execute("DELETE FROM local_chat_line WHERE address = @address AND id IN @ids", new { address = address.Value, ids }),
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
                    ? Lines(connection, address, OneLine, new { address = address.Value, id }, key).Select(line => line.Line).FirstOrDefault()
                    : null;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<Address>> AddressesAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Address>>(
        connection => [.. connection.Query<string>("SELECT DISTINCT address FROM local_chat_line ORDER BY address").Select(Address.Parse)],
        cancellationToken);

    /// <summary>Within the transaction that forgets an Address.</summary>
    internal static void Clear(SqliteConnection connection, Address address)
    {
        var of = new { address = address.Value };
        connection.Execute("DELETE FROM local_chat_line WHERE address = @address", of);
        connection.Execute("DELETE FROM local_chat_key WHERE address = @address", of);
    }

    private static void Append(SqliteConnection connection, Address address, ChatLine line, Vault vault)
    {
        if (connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM local_chat_line WHERE address = @address AND id = @Id)", new { address = address.Value, line.Id }))
        {
            return;
        }

        var key = KeyOf(connection, address, vault) ?? NewKey(connection, address, vault);
        connection.Execute(
            "INSERT INTO local_chat_line (address, id, position, version, body) VALUES (@address, @Id, @version, @version, @body)",
            new { address = address.Value, line.Id, version = NextVersion(connection), body = Seal(key, address, line) });
        connection.Execute(
            """
            DELETE FROM local_chat_line WHERE address = @address AND position <= (
                SELECT position FROM local_chat_line WHERE address = @address ORDER BY position DESC LIMIT 1 OFFSET @kept)
            """,
            new { address = address.Value, kept = ChatLine.MaxKept });
    }

    private static void Change(SqliteConnection connection, Address address, IReadOnlyList<string> ids, Func<ChatLine, ChatLine> change, Vault vault)
    {
        if (KeyOf(connection, address, vault) is not { } key)
        {
            return;
        }

        foreach (var (_, line) in Lines(connection, address, SomeLines, new { address = address.Value, ids }, key))
        {
            connection.Execute(
                "UPDATE local_chat_line SET version = @version, body = @body WHERE address = @address AND id = @Id",
                new { address = address.Value, line.Id, version = NextVersion(connection), body = Seal(key, address, change(line)) });
        }
    }

    private static ChatPage Read(SqliteConnection connection, Address address, long afterVersion, Vault vault)
    {
        // One transaction, so that the ids, the key and the lines belong together.
        using var transaction = connection.BeginTransaction(deferred: true);
        var present = connection.Query<PlaceRow>("SELECT id, version FROM local_chat_line WHERE address = @address ORDER BY position", new { address = address.Value }).AsList();
        var changed = KeyOf(connection, address, vault) is { } key
            ? Lines(connection, address, LaterLines, new { address = address.Value, afterVersion }, key)
            : [];
        return new ChatPage([.. present.Select(row => row.Id)], [.. changed], present.Select(row => row.Version).Append(afterVersion).Max());
    }

    private static List<VersionedLine> Lines(SqliteConnection connection, Address address, string query, object values, AddressKey key) =>
    [
        .. connection
            .Query<LineRow>(query, values)
            .Select(row => new VersionedLine(row.Version, ChatLineBody.Read(row.Id, Vault.Open(key, address, Column(row.Id), row.Body)))),
    ];

    private static byte[] Seal(AddressKey key, Address address, ChatLine line) => Vault.Seal(key, address, Column(line.Id), ChatLineBody.Write(line));

    private static string Column(string id) => $"local_chat_line.body/{id}";

    private static AddressKey? KeyOf(SqliteConnection connection, Address address, Vault vault) =>
        connection.QuerySingleOrDefault<KeyRow>("SELECT id, wrapped FROM local_chat_key WHERE address = @address", new { address = address.Value }) is { } row
            ? vault.Unwrap(address, row.Id, row.Wrapped)
            : null;

    private static AddressKey NewKey(SqliteConnection connection, Address address, Vault vault)
    {
        var key = vault.NewKey(address);
        connection.Execute("INSERT INTO local_chat_key (address, id, wrapped) VALUES (@address, @Id, @Wrapped)", new { address = address.Value, key.Id, key.Wrapped });
        return key;
    }

    private static long NextVersion(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("UPDATE local_chat_version SET latest = latest + 1 RETURNING latest");

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

    private sealed record PlaceRow(string Id, long Version);

    private sealed record LineRow(string Id, long Version, byte[] Body);

    private sealed record KeyRow(long Id, byte[] Wrapped);
}
