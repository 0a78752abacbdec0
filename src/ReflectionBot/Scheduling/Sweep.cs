using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;

namespace ReflectionBot.Scheduling;

/// <summary>
/// Wakes the conversations that asked for it, a few at a time: a popular minute is spread over the ones after it, in an order that is
/// another one each day, and no faster than the platforms take what it leads to. A wake-up that comes late or twice changes nothing.
/// </summary>
public sealed class Sweep(IHousekeeping storage, IInputSink turns, OutboxSender outbox, IClock clock)
{
    /// <summary>Most wake-ups of one sweep. With one sweep a second 360,000 nudges of the same minute fit into their two hours.</summary>
    public const int MaxPerSweep = 50;

    /// <summary>Wake-ups under way at once: what somebody writes meanwhile shares the disk with no more than these.</summary>
    public const int AtOnce = 10;

    /// <summary>
    /// Nudges that may wait for one platform. While there are more, its conversations stay asleep: whether a nudge may come is
    /// decided when it can be sent, not minutes before.
    /// </summary>
    public const int MaxWaiting = 100;

    /// <summary>How long a conversation that could not be woken lets others go first.</summary>
    private static readonly Duration StandsBack = Duration.FromMinutes(5);

    /// <summary>Most conversations that stand back; with more of them something greater is wrong, and all are tried again.</summary>
    private const int MaxStandingBack = 1000;

    private readonly Dictionary<Address, Instant> _standingBack = [];

    /// <summary>Returns how many conversations were woken. Not for several threads at once.</summary>
    /// <exception cref="StorageUnavailableException">Not now; the next sweep finds them again.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        Return(now);
        var due = await storage.DueAsync(now, MaxPerSweep + _standingBack.Count, outbox.PlatformsWithNudgesWaiting(MaxWaiting), cancellationToken);
        var woken = 0;
        foreach (var group in due.Where(wake => !_standingBack.ContainsKey(wake.Address)).Take(MaxPerSweep).Chunk(AtOnce))
        {
            var acceptances = await Task.WhenAll(group.Select(wake => turns.AcceptAsync(WokenInput.For(wake.Address, now), cancellationToken).AsTask()));
            woken += acceptances.Count(acceptance => acceptance is Acceptance.Taken);
            if (acceptances.All(acceptance => acceptance is Acceptance.Unavailable))
            {
                // The storage, not a conversation: nobody has to stand back for it.
                break;
            }

            foreach (var (wake, acceptance) in group.Zip(acceptances))
            {
                if (acceptance is Acceptance.Unavailable or Acceptance.TooMany)
                {
                    _standingBack[wake.Address] = now;
                }
            }
        }

        return woken;
    }

    private void Return(Instant now)
    {
        if (_standingBack.Count > MaxStandingBack)
        {
            _standingBack.Clear();
        }

        foreach (var (address, since) in _standingBack)
        {
            // Since then may lie ahead where the clock was set back.
            if (now - since >= StandsBack || since > now)
            {
                _standingBack.Remove(address);
            }
        }
    }
}
