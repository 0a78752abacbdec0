using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Storage;

namespace ReflectionBot.Turns;

/// <summary>
/// Stores the sources of each new Pack, so that a Run can end on the revision it began with even if the file changed while the
/// process was down; and once a day again, so that what is still in use does not grow old.
/// </summary>
internal sealed class FlowKeeper(FlowArchive flows, Func<Pack> pack, IClock clock, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly Duration StoreAgainAfter = Duration.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stored = (Revision: "", At: Instant.MinValue);
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            var (current, now) = (pack(), clock.GetCurrentInstant());
            if ((current.Revision != stored.Revision || now - stored.At >= StoreAgainAfter) && await TryRememberAsync(current, now, stoppingToken))
            {
                stored = (current.Revision, now);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TryRememberAsync(Pack current, Instant now, CancellationToken stoppingToken)
    {
        try
        {
            await flows.RememberAsync(current, now, stoppingToken);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
