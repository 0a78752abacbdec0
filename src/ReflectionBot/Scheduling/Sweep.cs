using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Scheduling;

/// <summary>Wakes the conversations that asked for it. A late or doubled wake-up changes nothing: its id is the instant asked for.</summary>
public sealed class Sweep(IHousekeeping storage, IInputSink turns, IClock clock)
{
    /// <summary>Wake-ups under way at once.</summary>
    public const int Batch = 100;

    /// <summary>Most wake-ups of one sweep; what is left comes with the next.</summary>
    public const int MaxPerSweep = 2000;

    /// <summary>Returns how many conversations were woken.</summary>
    /// <exception cref="StorageUnavailableException">Not now; the next sweep finds them again.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var woken = 0;
        while (woken < MaxPerSweep)
        {
            var due = await storage.DueAsync(clock.GetCurrentInstant(), Batch, cancellationToken);
            var acceptances = await Task.WhenAll(due.Select(wake => WakeAsync(wake, cancellationToken)));
            woken += acceptances.Count(acceptance => acceptance is Acceptance.Taken);

            // One that was not taken is due again at once: leave it to the next sweep.
            if (due.Length < Batch || acceptances.Any(acceptance => acceptance is Acceptance.Unavailable or Acceptance.TooMany))
            {
                break;
            }
        }

        return woken;
    }

    private async Task<Acceptance> WakeAsync(DueWake wake, CancellationToken cancellationToken)
    {
        var acceptance = await turns.AcceptAsync(WokenInput.For(wake.Address, wake.WakesAt), cancellationToken);
        if (acceptance is Acceptance.Duplicate)
        {
            // It was taken, and the conversation still names the same instant.
            await storage.ClearAsync(wake, cancellationToken);
        }

        return acceptance;
    }
}
