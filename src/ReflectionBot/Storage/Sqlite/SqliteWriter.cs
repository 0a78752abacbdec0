using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Whether a piece of work's changes stay.</summary>
internal readonly record struct Written<T>(T Result, bool Keep = true);

/// <summary>
/// The one writer of this process: a thread with its own connection. Whatever waits when it comes round shares one
/// transaction and at most one flush to disk. When a piece fails or is not to stay, which is rare, the others are done again with each
/// piece in its own savepoint, so that it takes no other with it. Callers continue after the commit.
/// </summary>
/// <remarks>
/// One writer because SQLite's writers starve each other: the provider sleeps 150 ms when it finds the lock taken, and with eight
/// of them the slowest waits for seconds.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Most pieces of work in one transaction: bounds how long the first of them waits.</summary>
    public const int MaxBatch = 128;

    /// <summary>What may be flushed soon is flushed after so long without anything to do.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly SqliteWorkQueue _queue = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteLogFile _log;
    private readonly string _path;
    private readonly Action<Exception?> _ended;
    private readonly Thread _thread;
    private volatile bool _abandoned;
    private bool _unflushed;

    /// <param name="ended">Told how each transaction ended, null for well; called on the writer's thread.</param>
    public SqliteWriter(SqliteConnection connection, string path, Action<Exception?> ended)
    {
        _connection = connection;
        _log = new SqliteLogFile(connection);
        _path = path;
        _ended = ended;
        _thread = new Thread(Run) { IsBackground = true, Name = "storage writer" };
        _thread.Start();
    }

    /// <summary>How often the disk has been waited for.</summary>
    public long Flushes => _log.Flushes;

    /// <summary>Runs <paramref name="work"/> in a transaction. Cancelling takes it out of the queue; once begun, its outcome is awaited.</summary>
    /// <param name="work">Works on the writer's thread.</param>
    /// <param name="kind">How.</param>
    /// <param name="written">Called on the writer's thread with what the work gave, committed and not yet flushed; not when it failed.</param>
    /// <param name="cancellationToken">See above.</param>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, Written<T>> work, WorkKind kind, Action<T>? written, CancellationToken cancellationToken) =>
        Enqueue(new SqliteWork<T>(work, kind, written), cancellationToken);

    /// <summary>Runs <paramref name="work"/> between transactions.</summary>
    public Task<T> MaintainAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        Enqueue(new SqliteWork<T>(connection => new(work(connection)), WorkKind.Maintenance), cancellationToken);

    /// <summary>Finishes what waits, then closes. Not from the writer's own thread.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread.Join();
    }

    /// <summary>Closes without touching the file; what waits fails.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _queue.Close();
    }

    private async Task<T> Enqueue<T>(SqliteWork<T> work, CancellationToken cancellationToken)
    {
        if (!_queue.TryAdd(work))
        {
            throw new StorageUnavailableException("The database is closed.");
        }

        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((SqliteWork)state!).Cancel(token), work);
        return await work.Task;
    }

    private void Run()
    {
        var batch = new List<SqliteWork>(MaxBatch);
        while (!_queue.IsOver)
        {
            if (!_queue.Wait(_unflushed ? Rest : Timeout.InfiniteTimeSpan))
            {
                FlushWhatMayWait();
                continue;
            }

            batch.Clear();
            SqliteWork? alone = null;
            while (batch.Count < MaxBatch && _queue.TryTake(out var work))
            {
                if (!work.TryBegin())
                {
                    continue;
                }

                if (!work.Transacted)
                {
                    alone = work;
                    break;
                }

                batch.Add(work);
            }

            RunTogether(batch);
            RunAlone(alone);
        }

        if (_abandoned)
        {
            SqliteFileWatch.ForbidCheckpointOnClose(_connection);
        }

        _log.Dispose();
        SqliteStatements.Close(_connection);
    }

    private void RunTogether(List<SqliteWork> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            ThrowIfLost();
            if (RunAsOne(batch))
            {
                Execute("COMMIT");
            }
            else
            {
                RollBack();
                if (batch.Count > 1)
                {
                    RunGuarded(batch);
                }
            }

            FinishAndFlush(batch);
        }
        catch (Exception exception)
        {
            // Told first: whoever hears that their work failed finds the database as it is after that.
            RollBack();
            _ended(exception);
            foreach (var work in batch)
            {
                work.Fail(exception);
            }

            return;
        }

        _ended(null);
        foreach (var work in batch)
        {
            work.Complete();
        }
    }

    /// <summary>Whoever needs no more than that their changes outlive this process goes on while the others' wait for the disk.</summary>
    private void FinishAndFlush(List<SqliteWork> batch)
    {
        _unflushed = true;
        foreach (var work in batch)
        {
            work.Written();
            if (work.Kind is WorkKind.FlushedSoon)
            {
                work.Complete();
            }
        }

        if (batch.Exists(work => work.Kind is WorkKind.Flushed))
        {
            _log.Flush();
            _unflushed = false;
        }
    }

    private void ThrowIfLost()
    {
        if ((_abandoned ? "the database was given up" : SqliteFileWatch.Fault(_connection, _path)) is { } fault)
        {
            throw new SqliteLostException(fault);
        }
    }

    private void FlushWhatMayWait()
    {
        if (!_unflushed || _abandoned)
        {
            return;
        }

        // Once: what fails here shows in the storage's health.
        _unflushed = false;
        try
        {
            ThrowIfLost();
            _log.Flush();
            _ended(null);
        }
        catch (Exception exception)
        {
            _ended(exception);
        }
    }

    /// <summary>False when one of them must not stay: then none may.</summary>
    private bool RunAsOne(List<SqliteWork> batch)
    {
        Execute("BEGIN IMMEDIATE");
        foreach (var work in batch)
        {
            if (!work.TryRun(_connection))
            {
                return false;
            }
        }

        return true;
    }

    private void RunGuarded(List<SqliteWork> batch)
    {
        Execute("BEGIN IMMEDIATE");
        foreach (var work in batch)
        {
            Execute("SAVEPOINT work");
            if (!work.TryRun(_connection))
            {
                Execute("ROLLBACK TO work");
            }

            Execute("RELEASE work");
        }

        Execute("COMMIT");
    }

    private void Execute(string sql)
    {
        using var statement = SqliteStatements.Of(_connection, sql);
        statement.Run();
    }

    private void RunAlone(SqliteWork? work)
    {
        if (work is null)
        {
            return;
        }

        _ = work.TryRun(_connection);
        work.Complete();
    }

    private void RollBack()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _connection.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // The transaction is gone with the file; the failure that led here is what is reported.
        }
    }
}

/// <summary>The open file is not the database any more.</summary>
public sealed class SqliteLostException(string message) : Exception(message);
