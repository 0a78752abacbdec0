using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Takes an Address out of every table.</summary>
internal static class SqliteForget
{
    /// <summary>Returns the message ids that were known, for a last removal.</summary>
    public static ImmutableArray<string> Rows(SqliteConnection connection, Address address)
    {
        var of = new { address = address.Value };
        ImmutableArray<string> targets =
            [.. connection.Query<string>("SELECT m.message_id FROM sent_message m WHERE m.address = @address ORDER BY m.sent_at, m.outbox_id, m.part", of)];
        connection.Execute("DELETE FROM outbox WHERE address = @address", of);
        connection.Execute("DELETE FROM sent_message WHERE address = @address", of);
        connection.Execute("DELETE FROM entry WHERE address = @address", of);
        connection.Execute("DELETE FROM conversation WHERE address = @address", of);
        connection.Execute("DELETE FROM data_key WHERE address = @address", of);
        SqliteLocalChatLog.Clear(connection, address);
        return targets;
    }
}

/// <summary>
/// Makes sure that what was deleted is in none of the database's files: deleted content is overwritten as it goes (secure_delete), free pages
/// are given back, and the log is written out and emptied.
/// </summary>
internal static class SqliteScrub
{
    private const int Attempts = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>False when readers kept the log in use all the time; the next scrub takes it along.</summary>
    public static async Task<bool> RunAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await database.MaintainAsync(Scrub, cancellationToken))
            {
                return true;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return false;
    }

    /// <summary>Failures show in the storage's health and are mended by the daily pruning.</summary>
    public static async Task InBackground(SqliteDatabase database)
    {
        try
        {
            await RunAsync(database, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // Counted and logged where it happened.
        }
    }

    private static bool Scrub(SqliteConnection connection)
    {
        // Gives one page back for each row read.
        connection.Query("PRAGMA incremental_vacuum").AsList();
        return connection.ExecuteScalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }
}
