using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Takes an Address out of every table.</summary>
internal static class SqliteForget
{
    /// <summary>Returns the message ids that were known, for a last removal.</summary>
    public static ImmutableArray<string> Rows(SqliteConnection connection, Address address, Vault vault)
    {
        var of = ("@address", address.Value);
        ImmutableArray<string> targets =
            [.. connection.Query("SELECT m.message_id FROM sent_message m WHERE m.address = @address ORDER BY m.sent_at, m.outbox_id, m.part", row => row.GetString(0), of)];
        connection.Execute("DELETE FROM outbox WHERE address = @address", of);
        connection.Execute("DELETE FROM sent_message WHERE address = @address", of);
        connection.Execute("DELETE FROM entry WHERE address = @address", of);
        connection.Execute("DELETE FROM conversation WHERE address = @address", of);
        connection.Execute("DELETE FROM data_key WHERE address = @address", of);
        connection.Execute("DELETE FROM voice WHERE round IN (SELECT id FROM round WHERE address = @address)", of);
        connection.Execute("DELETE FROM round WHERE address = @address", of);
        SqliteRounds.Forget(connection, address, vault);
        SqliteMutes.Forget(connection, address, vault);
        SqliteLocalChatLog.Clear(connection, address);
        return targets;
    }
}
