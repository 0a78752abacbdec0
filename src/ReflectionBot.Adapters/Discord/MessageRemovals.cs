using System.Collections.Concurrent;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Deletes what the bot said. One attempt deletes what Discord's limits let through at once, and the next goes on behind it.</summary>
internal sealed class MessageRemovals(DiscordApi api, OpenInteractions open, DiscordOutcomes outcomes)
{
    /// <summary>Removals that are remembered as begun; beyond it they begin again, at the cost of asking for what is gone.</summary>
    private const int MaxBegun = 1000;

    /// <summary>Ids that are done with, by Delivery: asking for them again would use up the limit that the rest waits for.</summary>
    private readonly ConcurrentDictionary<string, HashSet<string>> _begun = new(StringComparer.Ordinal);

    /// <summary>Newest first: they are the ones that are seen.</summary>
    public async Task<SendOutcome> RemoveAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var gone = _begun.GetValueOrDefault(delivery.Id) ?? new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in delivery.Target.Reverse())
        {
            if (gone.Contains(id) || MessageIds.Read(id) is not { } target)
            {
                continue;
            }

            if (outcomes.OfChange(await DeleteAsync(target, delivery.Outgoing.Urgency, cancellationToken)) is not SendOutcome.Sent and var failed)
            {
                Remember(delivery.Id, gone);
                return failed;
            }

            gone.Add(id);
        }

        _begun.TryRemove(delivery.Id, out _);
        return new SendOutcome.Sent([]);
    }

    private async Task<RestFailure?> DeleteAsync(MessageIds target, Urgency urgency, CancellationToken cancellationToken) =>
        !target.OfInteraction ? (await api.DeleteMessageAsync(target.Place, target.Message, urgency, cancellationToken)).Failure
        : open.TryGet(target.Place, out var brought) ? (await api.DeleteOwnAsync(brought.Key, brought.NameOf(target.Message), cancellationToken)).Failure
        : null;

    private void Remember(string delivery, HashSet<string> gone)
    {
        if (_begun.Count >= MaxBegun)
        {
            _begun.Clear();
        }

        _begun[delivery] = gone;
    }
}
