using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Opens connections the one way this program uses them.</summary>
internal static class SqliteConnections
{
    /// <summary>How long a statement waits for another process before it fails: less than the two seconds a turn waits at most.</summary>
    private const string Busy = "PRAGMA busy_timeout = 1500;";

    /// <summary>At the start another process may be applying migrations.</summary>
    private const string BusyAtStart = "PRAGMA busy_timeout = 30000;";

    public static SqliteConnection Writer(string connectionString, bool create)
    {
        var connection = Open(connectionString, create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);
        try
        {
            // auto_vacuum counts only before the first table, and before WAL. The writer flushes the log after each commit and carries it over (SqliteLogFile).
            connection.Execute(
                BusyAtStart
                + """
                PRAGMA auto_vacuum = INCREMENTAL;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = NORMAL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA secure_delete = ON;
                PRAGMA temp_store = MEMORY;
                PRAGMA foreign_keys = ON;
                PRAGMA trusted_schema = OFF;
                """);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void StartUpIsOver(SqliteConnection writer) => writer.Execute(Busy);

    public static SqliteConnection Reader(string connectionString)
    {
        var connection = Open(connectionString, SqliteOpenMode.ReadWrite);
        // Pages kept for the next reading are dropped at the next commit of the writer: a quarter of a megabyte is enough for one.
        connection.Execute(
            Busy
            + """
            PRAGMA cache_size = -256;
            PRAGMA temp_store = MEMORY;
            PRAGMA query_only = ON;
            PRAGMA trusted_schema = OFF;
            """);
        return connection;
    }

    private static SqliteConnection Open(string connectionString, SqliteOpenMode mode)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString)
        {
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 2,
        };
        builder.DataSource = Path.GetFullPath(builder.DataSource);
        var connection = new SqliteConnection(builder.ConnectionString);
        connection.Open();
        return connection;
    }
}
