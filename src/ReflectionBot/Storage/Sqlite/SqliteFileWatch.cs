using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// Notices that the file under an open connection is not the database any more. SQLite itself would go on writing to a file
/// that has been replaced or deleted, and all of it would be lost at the next start.
/// </summary>
internal static class SqliteFileWatch
{
    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED
    private const int MinPage = 512;

    /// <summary>Costs two calls of stat, about two microseconds.</summary>
    public static string? Fault(SqliteConnection connection, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return "the database file is gone or is no file any more";
        }

        if (file.Length == 0 || file.Length % MinPage != 0)
        {
            return "the database file was overwritten";
        }

        var moved = 0;
        var handle = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        return FileControl(handle, IntPtr.Zero, HasMoved, ref moved) == SQLitePCL.raw.SQLITE_OK && moved != 0
            ? "the database file was replaced by another"
            : null;
    }

    /// <summary>Closing must not write what is in the log into a file that is not ours any more.</summary>
    public static void ForbidCheckpointOnClose(SqliteConnection connection)
    {
        if (connection.Handle is { } handle)
        {
            _ = SQLitePCL.raw.sqlite3_db_config(handle, SQLitePCL.raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        }
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int FileControl(SQLitePCL.sqlite3 database, IntPtr schema, int operation, ref int argument);
}
