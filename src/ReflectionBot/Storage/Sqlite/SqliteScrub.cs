using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// Makes sure that what was deleted is in none of the database's files. SQLite overwrites deleted content as it goes (secure_delete), but
/// rows that moved to another page before leave a copy in the unused part of the old one. So the file is written anew, and
/// the log written out and emptied.
/// </summary>
internal static class SqliteScrub
{
    /// <summary>
    /// A larger file is written anew only by the daily pruning: it takes about a second per 100 MB, and no turn can be
    /// committed meanwhile.
    /// </summary>
    public const long MaxAtOnce = 64L << 20;

    private const int Attempts = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>False when readers kept the log in use all the time; the next scrub takes it along.</summary>
    public static async Task<bool> RunAsync(SqliteDatabase database, bool whateverTheSize, CancellationToken cancellationToken)
    {
        await database.MaintainAsync(connection => Rewrite(connection, whateverTheSize), cancellationToken);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await database.MaintainAsync(EmptyLog, cancellationToken))
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
        if (!database.TryAnnounceScrub())
        {
            // One that has not begun yet takes this along.
            return;
        }

        try
        {
            await database.MaintainAsync(_ => database.ScrubBegins(), CancellationToken.None);
            await RunAsync(database, whateverTheSize: false, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // Counted and logged where it happened.
        }
    }

    /// <summary>
    /// After migrations, which may have taken something out that nobody is to find. False when it was not possible; the daily pruning makes up for it.
    /// </summary>
    public static bool AtOpening(SqliteConnection connection)
    {
        try
        {
            return Rewrite(connection, whateverTheSize: true) && EmptyLog(connection);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static bool Rewrite(SqliteConnection connection, bool whateverTheSize)
    {
        var size = connection.Number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        if (size > MaxAtOnce && !whateverTheSize)
        {
            // Gives one page back for each row read.
            connection.Query("PRAGMA incremental_vacuum", _ => true);
            return false;
        }

        connection.Execute("VACUUM");
        return true;
    }

    private static bool EmptyLog(SqliteConnection connection) => connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
}
