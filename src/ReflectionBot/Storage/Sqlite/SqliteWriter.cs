using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Whether a piece of work's changes stay.</summary>
internal readonly record struct Written<T>(T Result, bool Keep = true);

/// <summary>
/// The one writer of this process: a thread with its own connection. Whatever waits when it comes round shares one
/// transaction and one flush to disk. When a piece fails or is not to stay, which is rare, the others are done again with each
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

    private readonly Channel<SqliteWork> _queue = Channel.CreateUnbounded<SqliteWork>(new() { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Action<Exception?> _ended;
    private readonly Thread _thread;
    private volatile bool _abandoned;

    /// <param name="ended">Told how each transaction ended, null for well; called on the writer's thread.</param>
    public SqliteWriter(SqliteConnection connection, string path, Action<Exception?> ended)
    {
        _connection = connection;
        _path = path;
        _ended = ended;
        _thread = new Thread(Run) { IsBackground = true, Name = "storage writer" };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="work"/> in a transaction. Cancelling takes it out of the queue; once begun, its outcome is awaited.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, Written<T>> work, CancellationToken cancellationToken) =>
        Enqueue(new SqliteWork<T>(work, transacted: true), cancellationToken);

    /// <summary>Runs <paramref name="work"/> between transactions.</summary>
    public Task<T> MaintainAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        Enqueue(new SqliteWork<T>(connection => new(work(connection)), transacted: false), cancellationToken);

    /// <summary>Finishes what waits, then closes. Not from the writer's own thread.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    /// <summary>Closes without touching the file; what waits fails.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _queue.Writer.TryComplete();
    }

    private async Task<T> Enqueue<T>(SqliteWork<T> work, CancellationToken cancellationToken)
    {
        if (!_queue.Writer.TryWrite(work))
        {
            throw new StorageUnavailableException("The database is closed.");
        }

        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((SqliteWork)state!).Cancel(token), work);
        return await work.Task;
    }

    private void Run()
    {
        var batch = new List<SqliteWork>(MaxBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            SqliteWork? alone = null;
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var work))
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
            if ((_abandoned ? "the database was given up" : SqliteFileWatch.Fault(_connection, _path)) is { } fault)
            {
                throw new SqliteLostException(fault);
            }

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
        }
        catch (Exception exception)
        {
            RollBack();
            foreach (var work in batch)
            {
                work.Fail(exception);
            }

            _ended(exception);
            return;
        }

        foreach (var work in batch)
        {
            work.Complete();
        }

        _ended(null);
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
