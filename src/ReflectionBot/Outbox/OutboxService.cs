using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>Keeps the Outbox going while the process runs.</summary>
internal sealed class OutboxService(OutboxSender outbox, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await outbox.StopAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            // What could not be recorded is in doubt at the next start.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await outbox.CatchUpAsync(stoppingToken);
            }
            catch (StorageUnavailableException)
            {
                // Counted and logged by the storage; the next beat tries again.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await WaitAsync(stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(outbox.WhenBehindAsync(either.Token), Task.Delay(Beat, time, either.Token));
        await either.CancelAsync();
    }
}
