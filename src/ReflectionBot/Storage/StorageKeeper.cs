using ReflectionBot.Storage.Migrations;

namespace ReflectionBot.Storage;

/// <summary>
/// Opens the storage at the start, and again whenever it was given up. A key that does not fit stops the start; a database that
/// does not open does not: help still answers.
/// </summary>
internal sealed partial class StorageKeeper(IStorageHealth storage, StorageOptions options, TimeProvider time, ILogger<StorageKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private RunLock? _lock;

    /// <exception cref="StorageKeyException">Key missing or wrong.</exception>
    /// <exception cref="MigrationException">Database and program do not belong together.</exception>
    /// <exception cref="StorageInUseException">Another bot runs on it.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        TryOpen(atStart: true);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _lock?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!storage.IsOpen)
                {
                    TryOpen(atStart: false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private void TryOpen(bool atStart)
    {
        try
        {
            _lock ??= RunLock.Take(options);
            storage.Open();
        }
        catch (StorageUnavailableException exception)
        {
            if (atStart)
            {
                LogNotOpen(exception.Message);
            }
        }
        catch (Exception exception) when (!atStart && exception is StorageKeyException or MigrationException or StorageInUseException)
        {
            LogWrongDatabase(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Fault} The bot runs all the same so that help answers; nothing else is taken. It tries again every two seconds.")]
    private partial void LogNotOpen(string fault);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database that came back is not ours: {Fault}")]
    private partial void LogWrongDatabase(string fault);
}
