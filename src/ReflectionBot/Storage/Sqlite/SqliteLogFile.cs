using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// The log of a database (<c>-wal</c>), to which every commit is appended: flushing it is what <c>synchronous=FULL</c> does at the end of each commit
/// (<see href="https://sqlite.org/wal.html#performance_considerations">sqlite.org/wal.html</see>), done by ourselves so that something can be done before. What SQLite would do at the end
/// of every so many commits, carrying the log over into the database, is done by ourselves as well, so that no commit waits for it.
/// </summary>
internal sealed class SqliteLogFile(SqliteConnection connection) : IDisposable
{
    /// <summary>Pages written to the log after which it is carried over: SQLite's own number.</summary>
    public const int PagesBeforeCheckpoint = 1000;

    private const int CacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private SafeFileHandle? _handle;
    private long _flushes;
    private int _carriedOver;

    /// <summary>How often it was flushed.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Everything committed is on the disk after this.</summary>
    /// <exception cref="SqliteLostException">It may not be. What the file holds is known only when it is opened anew.</exception>
    public void Flush()
    {
        try
        {
            // SQLite keeps the same file for as long as a connection is open.
            _handle ??= File.OpenHandle(PathOf(connection), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(_handle);
            Interlocked.Increment(ref _flushes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SqliteLostException($"the disk did not take what was written: {fault.Message}");
        }
    }

    /// <summary>Whether it is time to <see cref="CarryOver"/>. For whoever holds the connection.</summary>
    // A count of the connection, which begins again when it passes what 32 bits hold.
    public bool HasGrown() => PagesWritten() - _carriedOver is >= PagesBeforeCheckpoint or < 0;

    /// <summary>Into the database, but for what is still being read: that stays in the log and is with the next. For whoever holds the connection.</summary>
    public void CarryOver()
    {
        _carriedOver = PagesWritten();
        _ = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
    }

    public void Dispose() => _handle?.Dispose();

    private int PagesWritten() => raw.sqlite3_db_status(connection.Handle, CacheWrite, out var pages, out _, resetFlg: 0) == raw.SQLITE_OK ? pages : 0;

    /// <summary>Beside the file itself, also where the database is opened by a link to it.</summary>
    private static string PathOf(SqliteConnection connection) => raw.sqlite3_db_filename(connection.Handle, "main").utf8_to_string() + "-wal";
}
