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
        (string Name, object? Value) old = ("@from", from.Value), now = ("@to", to.Value);
        if (KeyOf(connection, vault, from) is not { } oldKey)
        {
            // Nothing but last words, which are sealed under the master key and need the chat they were meant for.
            return false;
        }

        var newKey = KeyOf(connection, vault, to) ?? AddKey(connection, vault, to);
        MoveState(connection, oldKey, newKey, from, to);
        foreach (var row in connection.Query("SELECT id, body FROM entry WHERE address = @from", Body, old))
        {
            connection.Execute(
                "UPDATE OR REPLACE entry SET address = @to, body = @body WHERE address = @from AND id = @id",
                old,
                now,
                ("@id", row.Id),
                ("@body", Resealed(row.Body, oldKey, newKey, from, to, Columns.Entry(row.Id))));
        }

        foreach (var row in connection.Query("SELECT id, body FROM outbox WHERE address = @from AND last_word = 0", Body, old))
        {
            connection.Execute(
                "UPDATE outbox SET address = @to, body = @body WHERE id = @id",
                now,
                ("@id", row.Id),
                ("@body", Resealed(row.Body, oldKey, newKey, from, to, Columns.Outbox(row.Id))));
        }

        connection.Execute("UPDATE round SET address = @to WHERE address = @from", old, now);
        SqliteMutes.Move(connection, from, to);
        connection.Execute("DELETE FROM sent_message WHERE address = @from", old);
        connection.Execute("DELETE FROM data_key WHERE address = @from", old);
        return true;
    }

    /// <summary>The older conversation goes on; one that has just begun in the new place gives way. No turn under way may stand on either.</summary>
    private static void MoveState(SqliteConnection connection, AddressKey oldKey, AddressKey newKey, Address from, Address to)
    {
        var (version, state) = connection.Query("SELECT version, state FROM conversation WHERE address = @from", row => (row.GetInt64(0), row.GetBytes(1)), ("@from", from.Value)).Single();
        var begun = connection.Find("SELECT version FROM conversation WHERE address = @to", row => row.GetInt64(0), ("@to", to.Value));
        connection.Execute("DELETE FROM conversation WHERE address = @to", ("@to", to.Value));
        connection.Execute(
            "UPDATE conversation SET address = @to, version = @version, key_id = @keyId, state = @state WHERE address = @from",
            ("@from", from.Value),
            ("@to", to.Value),
            ("@version", Math.Max(version, begun) + 1),
            ("@keyId", newKey.Id),
            ("@state", Vault.Seal(newKey, to, Columns.State, Readdressed(Vault.Open(oldKey, from, Columns.State, state), to))));
    }

    private static byte[] Readdressed(byte[] state, Address to) => ConversationJson.Write(ConversationJson.Read(state) with { Address = to });

    private static AddressKey? KeyOf(SqliteConnection connection, Vault vault, Address address) =>
        connection.Find(
            "SELECT id, wrapped FROM data_key WHERE address = @address",
            row => vault.Unwrap(address, row.GetInt64(0), row.GetBytes(1)),
            ("@address", address.Value));

    private static AddressKey AddKey(SqliteConnection connection, Vault vault, Address address)
    {
        var key = vault.NewKey(address);
        connection.Execute("INSERT INTO data_key (address, id, wrapped) VALUES (@address, @id, @wrapped)", ("@address", address.Value), ("@id", key.Id), ("@wrapped", key.Wrapped));
        return key;
    }

    private static byte[] Resealed(byte[] body, AddressKey oldKey, AddressKey newKey, Address from, Address to, string column) =>
        Vault.Seal(newKey, to, column, Vault.Open(oldKey, from, column, body));

    private static (string Id, byte[] Body) Body(SqliteDataReader row) => (row.GetString(0), row.GetBytes(1));
}
