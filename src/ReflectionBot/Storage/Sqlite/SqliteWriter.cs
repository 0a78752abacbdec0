using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// The one writer of this process: a thread with its own connection. Whatever waits when it comes round shares one
/// transaction and at most one flush to disk. Callers continue after the commit.
/// A brief piece that finds nobody writing is committed by its caller, on the same connection: on a small machine two changes of thread cost more than it does. The disk is waited for by
/// the writer's thread alone.
/// </summary>
/// <remarks>
/// One writer because SQLite's writers starve each other: the provider sleeps 150 ms when it finds the lock taken, and with eight
/// of them the slowest waits for seconds.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Most pieces of work in one transaction: bounds how long the first of them waits.</summary>
    public const int MaxBatch = 128;

    /// <summary>Most pieces committed by their callers that may wait for the next flush. When more come, sharing a transaction takes less than changing threads.</summary>
    public const int MaxAhead = 1;

    /// <summary>What may be flushed soon is flushed after so long without anything to do.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly SqliteWorkQueue _queue = new();
    private readonly Lock _inUse = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteLogFile _log;
    private readonly SqliteTransactions _transactions;
    private readonly string _path;
    private readonly TimeSpan _endLimit;
    private readonly Action<Exception?> _ended;
    private readonly Action<Exception?> _read;
    private readonly Thread _thread;
    private volatile bool _closed;

    /// <param name="connection">Open; closed by this.</param>
    /// <param name="path">Of the database's file.</param>
    /// <param name="endLimit">How long an end waits for what is under way.</param>
    /// <param name="ended">Told how each transaction and each piece of maintenance ended, null for well; called on the writer's thread or the caller's.</param>
    /// <param name="read">Told how each reading ended, null for well.</param>
    public SqliteWriter(SqliteConnection connection, string path, TimeSpan endLimit, Action<Exception?> ended, Action<Exception?> read)
    {
        _connection = connection;
        _log = new SqliteLogFile(connection);
        _transactions = new SqliteTransactions(connection, path);
        _path = path;
        _endLimit = endLimit;
        _ended = ended;
        _read = read;
        _thread = new Thread(Run) { IsBackground = true, Name = "storage writer" };
        _thread.Start();
    }

    /// <summary>How often the disk has been waited for.</summary>
    public long Flushes => _log.Flushes;

    /// <summary>Runs <paramref name="work"/> in a transaction. Cancelling takes it out of the queue; once begun, its outcome is awaited.</summary>
    /// <param name="work">Works on the writer's thread, or on the caller's when it is brief.</param>
    /// <param name="kind">How.</param>
    /// <param name="brief">A few rows by their keys: the caller does it when nobody else writes.</param>
    /// <param name="written">Called where <paramref name="work"/> ran with what it gave, committed and not yet flushed; not when it failed.</param>
    /// <param name="cancellationToken">See above.</param>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, Written<T>> work, WorkKind kind, bool brief, Action<T>? written, CancellationToken cancellationToken)
    {
        var piece = new SqliteWork<T>(work, kind, written);
        return brief && !cancellationToken.IsCancellationRequested && TryRunHere(piece) ? piece.Task : Enqueue(piece, cancellationToken);
    }

    /// <summary>
    /// Reads on the writer's connection and the caller's thread when nobody writes. That connection made every change itself and still has in memory what it read; with every commit of another, a
    /// reader's forgets all it knew.
    /// </summary>
    /// <param name="work">Reads a few rows by their keys.</param>
    /// <param name="result">What it gave.</param>
    /// <returns>False when somebody writes or waits to write: then it is read beside them.</returns>
    public bool TryRead<T>(Func<SqliteConnection, T> work, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (_queue.ToCommit > 0 || !_inUse.TryEnter())
        {
            return false;
        }

        try
        {
            if (_closed)
            {
                return false;
            }

            result = work(_connection);
            _read(null);
            return true;
        }
        catch (Exception exception)
        {
            _read(exception);
            throw SqliteFaults.Translate(exception);
        }
        finally
        {
            _inUse.Exit();
        }
    }

    /// <summary>Runs <paramref name="work"/> between transactions.</summary>
    public Task<T> MaintainAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        Enqueue(new SqliteWork<T>(connection => new(work(connection)), WorkKind.Maintenance), cancellationToken);

    /// <summary>Finishes what waits, then closes; what takes longer than the limit is left alone, and closed when it comes back. Not from the writer's own thread.</summary>
    public void Dispose()
    {
        var began = Stopwatch.GetTimestamp();
        Close();
        var left = _endLimit - Stopwatch.GetElapsedTime(began);
        _thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Closes without touching the file; what waits fails.</summary>
    public void Abandon()
    {
        _transactions.GiveUp();
        Close();
    }

    private void Close()
    {
        // Whoever is committing has handed on what is to be flushed before the queue closes; unless the disk hangs.
        var free = _inUse.TryEnter(_endLimit);
        _closed = true;
        if (free)
        {
            _inUse.Exit();
        }

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

    /// <summary>False when somebody writes or waits to write: then it is done with theirs.</summary>
    private bool TryRunHere(SqliteWork work)
    {
        if (_queue.ToCommit > 0 || _queue.Committed >= MaxAhead || !_inUse.TryEnter())
        {
            return false;
        }

        Exception? fault;
        try
        {
            if (_closed)
            {
                return false;
            }

            _ = work.TryBegin();
            fault = _transactions.Commit(new ReadOnlySpan<SqliteWork>(in work));
            if (fault is null)
            {
                HandOn(work);
            }
        }
        finally
        {
            _inUse.Exit();
        }

        if (fault is null)
        {
            work.Written();
            work.Complete();
        }
        else
        {
            Fail(fault, [work]);
        }

        return true;
    }

    /// <summary>To be flushed by the writer's thread: before the caller goes on, or soon.</summary>
    private void HandOn(SqliteWork work)
    {
        if (work.Kind is WorkKind.Flushed)
        {
            work.AwaitFlush();
            _queue.TryAdd(work);
        }
        else
        {
            _queue.MarkUnflushed();
        }
    }

    private void Run()
    {
        var batch = new List<SqliteWork>(MaxBatch);
        var unflushed = new List<SqliteWork>(MaxBatch);
        while (!_queue.IsOver)
        {
            if (!_queue.Wait(Rest))
            {
                FlushWhatMayWait();
                Checkpoint();
                continue;
            }

            batch.Clear();
            unflushed.Clear();
            SqliteWork? alone = null;
            while (batch.Count < MaxBatch && _queue.TryTake(out var work))
            {
                if (work.IsCommitted)
                {
                    unflushed.Add(work);
                    continue;
                }

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

            RunTogether(batch, unflushed);
            Flush(unflushed);
            Checkpoint();
            RunAlone(alone);
        }

        if (_transactions.GivenUp)
        {
            SqliteFileWatch.ForbidCheckpointOnClose(_connection);
        }

        _log.Dispose();
        SqliteStatements.Close(_connection);
    }

    /// <summary>Whoever needs no more than that their changes outlive this process goes on while the others' wait for the disk.</summary>
    private void RunTogether(List<SqliteWork> batch, List<SqliteWork> unflushed)
    {
        if (batch.Count == 0)
        {
            return;
        }

        Exception? fault;
        lock (_inUse)
        {
            fault = _transactions.Commit(CollectionsMarshal.AsSpan(batch));
        }

        if (fault is not null)
        {
            Fail(fault, batch);
            return;
        }

        foreach (var work in batch)
        {
            work.Written();
            if (work.Kind is WorkKind.Flushed)
            {
                unflushed.Add(work);
            }
            else
            {
                _queue.MarkUnflushed();
                work.Complete();
            }
        }
    }

    private void Flush(List<SqliteWork> unflushed)
    {
        if (unflushed.Count == 0)
        {
            return;
        }

        try
        {
            _queue.TakeMark();
            _log.Flush();
        }
        catch (Exception exception)
        {
            Fail(exception, unflushed);
            return;
        }

        _ended(null);
        foreach (var work in unflushed)
        {
            work.Complete();
        }
    }

    private void Checkpoint()
    {
        lock (_inUse)
        {
            // Never into a file that is not ours any more.
            if (!_transactions.GivenUp && _log.HasGrown() && SqliteFileWatch.Fault(_connection, _path) is null)
            {
                _log.CarryOver();
            }
        }
    }

    /// <summary>Told first: whoever hears that their work failed finds the database as it is after that.</summary>
    private void Fail(Exception fault, IEnumerable<SqliteWork> works)
    {
        _ended(fault);
        foreach (var work in works)
        {
            work.Fail(fault);
        }
    }

    private void FlushWhatMayWait()
    {
        // Once: what fails here shows in the storage's health.
        if (!_queue.TakeMark() || _transactions.GivenUp)
        {
            return;
        }

        try
        {
            lock (_inUse)
            {
                _transactions.ThrowIfLost();
            }

            _log.Flush();
            _ended(null);
        }
        catch (Exception exception)
        {
            _ended(exception);
        }
    }

    private void RunAlone(SqliteWork? work)
    {
        if (work is null)
        {
            return;
        }

        try
        {
            lock (_inUse)
            {
                _transactions.ThrowIfLost();
                _ = work.TryRun(_connection);
            }
        }
        catch (Exception exception)
        {
            Fail(exception, [work]);
            return;
        }

        _ended(null);
        work.Complete();
    }
}
