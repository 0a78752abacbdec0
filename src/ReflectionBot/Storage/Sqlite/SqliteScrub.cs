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

    /// <summary>SQLite has one for the whole process.</summary>
    private static readonly Lock _temporaryFolder = new();

    /// <summary>False when readers kept the log in use all the time. What was not done is owed from then on.</summary>
    public static async Task<bool> RunAsync(SqliteDatabase database, bool whateverTheSize, CancellationToken cancellationToken)
    {
        var done = false;
        try
        {
            await database.MaintainAsync(
                connection =>
                {
                    database.ScrubBegins();
                    return Rewrite(connection, whateverTheSize);
                },
                cancellationToken);
            for (var attempt = 0; attempt < Attempts && !done; attempt++)
            {
                if (attempt > 0)
                {
                    await Task.Delay(Pause, cancellationToken);
                }

                done = await database.MaintainAsync(EmptyLog, cancellationToken);
            }

            return done;
        }
        finally
        {
            database.ScrubEnded(whateverTheSize, done);
        }
    }

    /// <summary>One that fails is owed, and shows in the storage's health until it is done.</summary>
    public static async Task InBackground(SqliteDatabase database)
    {
        if (!database.TryAnnounceScrub())
        {
            // One that has not begun yet takes this along.
            return;
        }

        try
        {
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

        RewriteAll(connection);
        return true;
    }

    /// <summary>
    /// What stays is copied to a temporary file and back: in memory it would take as much of that as the database is large. The file stands beside the database, where only its owner
    /// looks, and has no name from the moment it is opened.
    /// </summary>
    private static void RewriteAll(SqliteConnection connection)
    {
        var folder = Path.GetDirectoryName(connection.DataSource)!.Replace("'", "''", StringComparison.Ordinal);
        lock (_temporaryFolder)
        {
            try
            {
                connection.Execute($"PRAGMA temp_store = FILE; PRAGMA temp_store_directory = '{folder}'; VACUUM");
            }
            finally
            {
                connection.Execute("PRAGMA temp_store_directory = ''; PRAGMA temp_store = MEMORY");
            }
        }
    }

    private static bool EmptyLog(SqliteConnection connection) => connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
}
