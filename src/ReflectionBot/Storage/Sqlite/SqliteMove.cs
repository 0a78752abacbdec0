using Dapper;
using Microsoft.Data.Sqlite;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// Moves what belongs to one Address to another. Every encrypted value is bound to its Address, so each is opened and sealed
/// anew. What the platform called our messages means nothing in the new place and is dropped.
/// </summary>
internal static class SqliteMove
{
    /// <summary>Within the caller's transaction. False when nothing is stored under <paramref name="from"/>.</summary>
    public static bool Rows(SqliteConnection connection, Vault vault, Address from, Address to)
    {
        var addresses = new { from = from.Value, to = to.Value };
        if (KeyOf(connection, vault, from) is not { } oldKey)
        {
            // Nothing but last words, which are sealed under the master key and need the chat they were meant for.
            return false;
        }

        var newKey = KeyOf(connection, vault, to) ?? AddKey(connection, vault, to);
        MoveState(connection, oldKey, newKey, from, to);
        foreach (var row in connection.Query<BodyRow>("SELECT id, body FROM entry WHERE address = @from", addresses).AsList())
        {
            connection.Execute(
                "UPDATE OR REPLACE entry SET address = @to, body = @body WHERE address = @from AND id = @Id",
                new { addresses.from, addresses.to, row.Id, body = Resealed(row.Body, oldKey, newKey, from, to, Columns.Entry(row.Id)) });
        }

        foreach (var row in connection.Query<BodyRow>("SELECT id, body FROM outbox WHERE address = @from AND last_word = 0", addresses).AsList())
        {
            connection.Execute(
                "UPDATE outbox SET address = @to, body = @body WHERE id = @Id",
                new { addresses.to, row.Id, body = Resealed(row.Body, oldKey, newKey, from, to, Columns.Outbox(row.Id)) });
        }

        connection.Execute("UPDATE round SET address = @to WHERE address = @from", addresses);
        SqliteMutes.Move(connection, from, to);
        connection.Execute("DELETE FROM sent_message WHERE address = @from", addresses);
        connection.Execute("DELETE FROM data_key WHERE address = @from", addresses);
        return true;
    }

    /// <summary>The older conversation goes on; one that has just begun in the new place gives way. No turn under way may stand on either.</summary>
    private static void MoveState(SqliteConnection connection, AddressKey oldKey, AddressKey newKey, Address from, Address to)
    {
        var state = connection.QuerySingle<StateRow>("SELECT version, state FROM conversation WHERE address = @from", new { from = from.Value });
        var begun = connection.ExecuteScalar<long?>("SELECT version FROM conversation WHERE address = @to", new { to = to.Value }) ?? 0;
        connection.Execute("DELETE FROM conversation WHERE address = @to", new { to = to.Value });
        connection.Execute(
            "UPDATE conversation SET address = @to, version = @version, key_id = @keyId, state = @state WHERE address = @from",
            new
            {
                from = from.Value,
                to = to.Value,
                version = Math.Max(state.Version, begun) + 1,
                keyId = newKey.Id,
                state = Vault.Seal(newKey, to, Columns.State, Readdressed(Vault.Open(oldKey, from, Columns.State, state.State), to)),
            });
    }

    private static byte[] Readdressed(byte[] state, Address to) => ConversationJson.Write(ConversationJson.Read(state) with { Address = to });

    private static AddressKey? KeyOf(SqliteConnection connection, Vault vault, Address address) =>
        connection.QuerySingleOrDefault<KeyRow>("SELECT id, wrapped FROM data_key WHERE address = @address", new { address = address.Value }) is { } row
            ? vault.Unwrap(address, row.Id, row.Wrapped)
            : null;

    private static AddressKey AddKey(SqliteConnection connection, Vault vault, Address address)
    {
        var key = vault.NewKey(address);
        connection.Execute("INSERT INTO data_key (address, id, wrapped) VALUES (@address, @Id, @Wrapped)", new { address = address.Value, key.Id, key.Wrapped });
        return key;
    }

    private static byte[] Resealed(byte[] body, AddressKey oldKey, AddressKey newKey, Address from, Address to, string column) =>
        Vault.Seal(newKey, to, column, Vault.Open(oldKey, from, column, body));

    private sealed record KeyRow(long Id, byte[] Wrapped);

    private sealed record StateRow(long Version, byte[] State);

    private sealed record BodyRow(string Id, byte[] Body);
}
