using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>A piece of work for the writer.</summary>
internal abstract class SqliteWork(bool transacted)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private int _stage = Waiting;

    public bool Transacted { get; } = transacted;

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
    /// False when its changes are to be undone. Faults that concern the whole database are thrown. May be run again after the
    /// changes of an earlier run were undone.
    /// </summary>
    public abstract bool TryRun(SqliteConnection connection);

    /// <summary>Lets the caller continue with what the work gave.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);

    protected abstract void Abandon(CancellationToken cancellationToken);
}

internal sealed class SqliteWork<T>(Func<SqliteConnection, Written<T>> work, bool transacted) : SqliteWork(transacted)
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
            var written = work(connection);
            _result = written.Result;
            return written.Keep;
        }
        catch (Exception exception) when (!Transacted || !SqliteFaults.ConcernsAll(exception))
        {
            _fault = exception;
            return false;
        }
    }

    public override void Complete()
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
