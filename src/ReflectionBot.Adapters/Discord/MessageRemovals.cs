using System.Collections.Concurrent;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Deletes what the bot said. One attempt deletes what Discord's limits let through at once, and the next goes on behind it. When everything is to go, the
/// private chat itself is looked through: some of what stands there has an id that nothing remembers. What comes after the first attempt stays: it may be help.
/// </summary>
internal sealed class MessageRemovals(DiscordApi api, PrivateChannels channels, OpenInteractions open, DiscordState state, DiscordOutcomes outcomes)
{
    /// <summary>Messages looked at in one call; Discord's limit.</summary>
    public const int PageSize = 100;

    /// <summary>How far back a private chat is looked through; what is older goes if its id is known.</summary>
    public const int MaxPages = 200;

    /// <summary>Removals that are remembered as begun; beyond it they begin again.</summary>
    private const int MaxBegun = 1000;

    private readonly ConcurrentDictionary<string, Removal> _begun = new(StringComparer.Ordinal);

    /// <summary>Newest first: they are the ones that are seen.</summary>
    public async Task<SendOutcome> RemoveAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var removal = _begun.GetValueOrDefault(delivery.Id) ?? new Removal(delivery);
        SendOutcome outcome;
        do
        {
            outcome = removal.Left.Count > 0 ? await DeleteNextAsync(removal, delivery, cancellationToken) : await LookAsync(removal, delivery, cancellationToken);
        }
        while (outcome is SendOutcome.Sent && !removal.IsOver);

        if (outcome is SendOutcome.Sent)
        {
            _begun.TryRemove(delivery.Id, out _);
        }
        else
        {
            Remember(delivery.Id, removal);
        }

        return outcome;
    }

    private async Task<SendOutcome> DeleteNextAsync(Removal removal, Delivery delivery, CancellationToken cancellationToken)
    {
        var (target, urgency) = (removal.Left.Peek(), delivery.Outgoing.Urgency);
        var failure = !target.OfInteraction ? (await api.DeleteMessageAsync(target.Place, target.Message, urgency, cancellationToken)).Failure
            : open.TryGet(target.Place, out var brought) ? (await api.DeleteOwnAsync(brought.Key, brought.NameOf(target.Message), cancellationToken)).Failure
            : null;
        var outcome = outcomes.OfChange(failure);
        if (outcome is SendOutcome.Sent)
        {
            removal.Left.Dequeue();
        }

        return outcome;
    }

    /// <summary>Takes up the next page of the private chat, if there is one to look at.</summary>
    private async Task<SendOutcome> LookAsync(Removal removal, Delivery delivery, CancellationToken cancellationToken)
    {
        if (!removal.Looks)
        {
            return new SendOutcome.Sent([]);
        }

        var urgency = delivery.Outgoing.Urgency;
        var channel = await channels.OfAsync(delivery.Address.Local, urgency, cancellationToken);
        var listed = channel.Failure ?? await api.ListMessagesAsync(channel.Value!, PageSize, urgency, cancellationToken, removal.Before);
        switch (listed.Failure)
        {
            case null:
                var page = listed.Value!;
                removal.Saw(channel.Value!, page, page.Where(message => message.IsOf(state.ApplicationId)));
                return new SendOutcome.Sent([]);
            case RestFailure.Rejected:
                // There is no chat to look through. What is known is tried all the same.
                removal.LookNoMore();
                return new SendOutcome.Sent([]);
            default:
                return outcomes.Of(listed.Failure);
        }
    }

    private void Remember(string delivery, Removal removal)
    {
        if (_begun.Count >= MaxBegun)
        {
            _begun.Clear();
        }

        _begun[delivery] = removal;
    }

    /// <summary>How far a removal has come.</summary>
    private sealed class Removal
    {
        /// <summary>Known, and not yet known to be gone; newest first.</summary>
        private readonly List<MessageIds> _known;
        private int _pages;

        public Removal(Delivery delivery)
        {
            _known = [.. delivery.Target.Reverse().Select(MessageIds.Read).OfType<MessageIds>()];
            Looks = delivery.Outgoing is ReplyRemoval { Keys.IsEmpty: true } && DiscordServers.IdOf(delivery.Address) is null;
            if (!Looks)
            {
                LookNoMore();
            }
        }

        /// <summary>To be deleted next.</summary>
        public Queue<MessageIds> Left { get; } = new();

        /// <summary>There may be more in the private chat.</summary>
        public bool Looks { get; private set; }

        public bool IsOver => !Looks && Left.Count == 0;

        /// <summary>Down to which message the chat was looked through; null for not at all.</summary>
        public string? Before { get; private set; }

        /// <param name="channel">The private chat.</param>
        /// <param name="page">A page of it.</param>
        /// <param name="own">What of it the bot said.</param>
        public void Saw(string channel, ListedMessage[] page, IEnumerable<ListedMessage> own)
        {
            if (_pages++ == 0)
            {
                // They can be reached for minutes only.
                TakeUp(_known.Where(known => known.OfInteraction));
            }

            TakeUp(own.Select(message => new MessageIds(channel, message.Id, OfInteraction: false)));
            Before = page is [.., var last] ? last.Id : null;
            if (page.Length < PageSize)
            {
                _known.RemoveAll(known => known.Place == channel);
                LookNoMore();
            }
            else if (_pages == MaxPages)
            {
                LookNoMore();
            }
        }

        /// <summary>What is known and was not seen is all that is left.</summary>
        public void LookNoMore()
        {
            Looks = false;
            TakeUp(_known);
        }

        private void TakeUp(IEnumerable<MessageIds> targets)
        {
            foreach (var target in targets.ToList())
            {
                Left.Enqueue(target);
                _known.Remove(target);
            }
        }
    }
}
