using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>What an error of SQLite means for us.</summary>
internal static class SqliteFaults
{
    /// <summary>A broken constraint is the fault of one statement; anything else SQLite reports may be true for the next as well.</summary>
    public static bool ConcernsAll(Exception exception) =>
        exception is SqliteLostException or IOException
        || (exception is SqliteException sqlite && sqlite.SqliteErrorCode is not (SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_TOOBIG or SQLitePCL.raw.SQLITE_ERROR));

    /// <summary>The connections are worth nothing any more: close them and open the file anew.</summary>
    public static bool IsLost(Exception exception) =>
        exception is SqliteLostException
        || (exception is SqliteException sqlite && sqlite.SqliteErrorCode is
            SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_IOERR);

    /// <summary>Messages of SQLite name tables and columns, never values.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        SqliteException sqlite => new StorageUnavailableException($"SQLite {sqlite.SqliteErrorCode}/{sqlite.SqliteExtendedErrorCode}: {sqlite.Message}", sqlite),
        SqliteLostException lost => new StorageUnavailableException(lost.Message, lost),
        AuthenticationTagMismatchException damaged => new StorageUnavailableException("a stored value is damaged or was not written for its place", damaged),
        IOException io => new StorageUnavailableException(io.Message, io),
        _ => exception,
    };
}
