using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>Keeps the Outbox going while the process runs, and says whether it goes.</summary>
internal sealed class OutboxService(OutboxSender outbox, TimeProvider time) : BackgroundService, IHealthCheck
{
    /// <summary>Without a look at the database for so long, what waits there is stuck.</summary>
    public static readonly TimeSpan Stuck = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private long _lastBeat = time.GetTimestamp();

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var silent = time.GetElapsedTime(Interlocked.Read(ref _lastBeat));
        return Task.FromResult(silent < Stuck
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"what waits to be sent was not looked at for {silent.TotalSeconds:0} s"));
    }

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
                Interlocked.Exchange(ref _lastBeat, time.GetTimestamp());
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
