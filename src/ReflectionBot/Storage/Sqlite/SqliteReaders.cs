using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>A few connections that only read. A reader that hangs holds one of them, never the whole process.</summary>
/// <param name="connectionString">Where to.</param>
/// <param name="ended">Told how each reading ended, null for well.</param>
internal sealed class SqliteReaders(string connectionString, Action<Exception?> ended) : IDisposable
{
    public const int Max = 8;

    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(Max);
    private volatile bool _closed;
    private volatile bool _lost;

    /// <summary>Runs <paramref name="work"/> off the caller's thread.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return await Task.Run(() => Read(work), CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>Runs <paramref name="work"/> on the caller's thread, which waits as long as the database does.</summary>
    public async Task<T> ReadHereAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return Read(work);
    }

    /// <summary>Closes what is idle; what is in use is closed when it comes back.</summary>
    public void Close(bool lost)
    {
        _lost = lost;
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            Close(connection);
        }
    }

    public void Dispose() => Close(lost: false);

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        SqliteConnection? connection = null;
        try
        {
            if (_closed)
            {
                throw new StorageUnavailableException("The database is closed.");
            }

            connection = _idle.TryTake(out var idle) ? idle : SqliteConnections.Reader(connectionString);
            var result = work(connection);
            ended(null);
            return result;
        }
        catch (Exception exception) when (exception is not StorageUnavailableException)
        {
            ended(exception);
            throw SqliteFaults.Translate(exception);
        }
        finally
        {
            if (connection is not null)
            {
                _idle.Add(connection);
            }

            if (_closed)
            {
                Close(_lost);
            }

            _free.Release();
        }
    }

    private void Close(SqliteConnection connection)
    {
        if (_lost)
        {
            SqliteFileWatch.ForbidCheckpointOnClose(connection);
        }

        SqliteStatements.Close(connection);
    }
}
