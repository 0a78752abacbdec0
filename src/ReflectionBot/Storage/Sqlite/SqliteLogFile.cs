using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// The log of a database (<c>-wal</c>), to which every commit is appended: flushing it is what <c>synchronous=FULL</c> does at the end of each commit
/// (<see href="https://sqlite.org/wal.html#performance_considerations">sqlite.org/wal.html</see>), done by ourselves so that something can be done before.
/// </summary>
internal sealed class SqliteLogFile(SqliteConnection connection) : IDisposable
{
    private SafeFileHandle? _handle;
    private long _flushes;

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

    public void Dispose() => _handle?.Dispose();

    /// <summary>Beside the file itself, also where the database is opened by a link to it.</summary>
    private static string PathOf(SqliteConnection connection) => SQLitePCL.raw.sqlite3_db_filename(connection.Handle, "main").utf8_to_string() + "-wal";
}
