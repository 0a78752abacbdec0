using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>How the writer runs a piece of work.</summary>
internal enum WorkKind
{
    /// <summary>In a transaction that is on the disk before the caller goes on.</summary>
    Flushed,

    /// <summary>
    /// In a transaction; flushed together with the next that has to be, or when the writer has had a moment's rest.
    /// </summary>
    FlushedSoon,

    /// <summary>Between transactions.</summary>
    Maintenance,
}

/// <summary>A piece of work for the writer.</summary>
internal abstract class SqliteWork(WorkKind kind)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private int _stage = Waiting;
    private int _awaited = 1;

    public WorkKind Kind { get; } = kind;

    public bool Transacted => Kind is not WorkKind.Maintenance;

    /// <summary>Its transaction is committed already, and only the disk has to be waited for.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Committed by its caller: they go on when both they and the writer's thread, which flushes it, have called <see cref="Complete"/>.</summary>
    public void AwaitFlush()
    {
        IsCommitted = true;
        _awaited = 2;
    }

    /// <summary>False when it was cancelled before its turn came.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _stage, Begun, Waiting) == Waiting;

    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _stage, Cancelled, Waiting) == Waiting)
        {
            Abandon(cancellationToken);
        }
    }

    /// <summary>
    /// False when its changes are to be undone. Faults that concern the whole database are thrown, and all of maintenance. May be run again
    /// after the changes of an earlier run were undone.
    /// </summary>
    public abstract bool TryRun(SqliteConnection connection);

    /// <summary>Its transaction is committed: it survives the end of this process, not yet that of the machine.</summary>
    public abstract void Written();

    /// <summary>Lets the caller continue with what the work gave, when nothing else is awaited.</summary>
    public void Complete()
    {
        if (Interlocked.Decrement(ref _awaited) == 0)
        {
            Finish();
        }
    }

    protected abstract void Finish();

    public abstract void Fail(Exception exception);

    protected abstract void Abandon(CancellationToken cancellationToken);
}

internal sealed class SqliteWork<T>(Func<SqliteConnection, Written<T>> work, WorkKind kind, Action<T>? written = null) : SqliteWork(kind)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _fault;

    public Task<T> Task => _done.Task;

    public override bool TryRun(SqliteConnection connection)
    {
        _fault = null;
        try
        {
            var (result, keep) = work(connection);
            _result = result;
            return keep;
        }
        catch (Exception exception) when (Transacted && !SqliteFaults.ConcernsAll(exception))
        {
            _fault = exception;
            return false;
        }
    }

    public override void Written()
    {
        if (_fault is not null || written is null)
        {
            return;
        }

        try
        {
            written(_result);
        }
        catch (Exception exception)
        {
            // Its own caller hears of it; others in the same transaction have nothing to do with it.
            _fault = exception;
        }
    }

    protected override void Finish()
    {
        if (_fault is null)
        {
            _done.TrySetResult(_result);
        }
        else
        {
            _done.TrySetException(SqliteFaults.Translate(_fault));
        }
    }

    public override void Fail(Exception exception) => _done.TrySetException(SqliteFaults.Translate(exception));

    protected override void Abandon(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);
}
