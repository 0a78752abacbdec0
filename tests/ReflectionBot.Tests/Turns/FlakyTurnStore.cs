using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Tests.Turns;

/// <summary>A real store with faults on demand.</summary>
internal sealed class FlakyTurnStore(ITurnStore inner) : ITurnStore
{
    public bool LoadFails { get; set; }
    public bool CommitFails { get; set; }

    /// <summary>Loads do not end until this is set.</summary>
    public TaskCompletionSource? LoadGate { get; set; }

    /// <summary>Commits are made, and their caller hears of it only when this is set.</summary>
    public TaskCompletionSource? CommitGate { get; set; }

    /// <summary>Commits are made, and the disk takes them only when this is set.</summary>
    public TaskCompletionSource? FlushGate { get; set; }

    /// <summary>Commits are made, and then the disk does not take them.</summary>
    public bool FlushFails { get; set; }

    /// <summary>Commits made so far.</summary>
    public int Commits { get; private set; }

    /// <summary>Runs before the next commit, once.</summary>
    public Func<Task>? BeforeCommit { get; set; }

    public async Task<StoredConversation> LoadAsync(Address address, string inputId, CancellationToken cancellationToken)
    {
        if (LoadGate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        return LoadFails ? throw new StorageUnavailableException("test") : await inner.LoadAsync(address, inputId, cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(TurnCommit commit, Action<CommitResult> written, CancellationToken cancellationToken)
    {
        if (BeforeCommit is { } before)
        {
            BeforeCommit = null;
            await before();
        }

        if (FlushGate is { } flush)
        {
            var unflushed = await inner.CommitAsync(commit, written, cancellationToken);
            await flush.Task;
            return unflushed;
        }

        if (FlushFails)
        {
            await inner.CommitAsync(commit, written, cancellationToken);
            throw new StorageUnavailableException("test");
        }

        var result = CommitFails ? throw new StorageUnavailableException("test") : await inner.CommitAsync(commit, static _ => { }, cancellationToken);
        Commits++;
        if (CommitGate is { } gate)
        {
            await gate.Task;
        }

        written(result);
        return result;
    }
}
