using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Carries out one Delivery at Discord: through an open interaction of that Address when there is one, else in the private chat. What nobody asked for
/// (a nudge) always goes to the private chat.
/// </summary>
internal sealed class DiscordSender(
    PrivatePosts posts, InteractionAnswers answers, OpenInteractions open, MessageChanges changes, MessageRemovals removals, DiscordDressing dressing, DiscordOutcomes outcomes, ServerPosts servers, RestLimits limits) : ISender
{
    /// <summary>Deliveries in parts that are remembered as begun; beyond it their first parts may go twice.</summary>
    private const int MaxBegun = 1000;

    /// <summary>Ids of the messages of a Delivery whose first parts went and whose rest did not, so that a second attempt goes on there.</summary>
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _begun = new(StringComparer.Ordinal);

    public string Platform => DiscordOptions.Platform;

    /// <summary>Nudges wait for their share before they are claimed. All else may go through an interaction, where the share does not count.</summary>
    public Duration Pace(Address address, Urgency urgency) =>
        urgency == Urgency.Nudge ? Duration.FromTimeSpan(limits.GlobalWait(urgency)) : Duration.Zero;

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (DiscordServers.IdOf(delivery.Address) is { } server)
        {
            return await servers.SendAsync(delivery, server, cancellationToken);
        }

        if (!IsPerson(delivery.Address))
        {
            return new SendOutcome.Invalid("not a person of Discord");
        }

        var outcome = delivery.Outgoing switch
        {
            Reply reply => await ReplyAsync(delivery, reply, cancellationToken),
            ReplyEdit edit when !DiscordComponents.Fits(edit.Options) => new SendOutcome.Invalid("an option's id is too long"),
            ReplyEdit edit => await changes.ChangeAsync(delivery, DiscordDressing.Edit(edit, delivery), cancellationToken),
            ReplyRetirement retirement => await changes.ChangeAsync(delivery, DiscordDressing.Retired(retirement), cancellationToken),
            ReplyRemoval => await removals.RemoveAsync(delivery, cancellationToken),
            WrittenRemoval => new SendOutcome.Sent([]),
            _ => new SendOutcome.Invalid("unknown kind of outgoing"),
        };
        if (outcome is SendOutcome.Sent)
        {
            outcomes.Worked();
        }

        return outcome;
    }

    public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) =>
        open.ForMessage(address) is null && IsPerson(address) ? posts.ShowTypingAsync(address.Local, cancellationToken) : Task.CompletedTask;

    /// <summary>An id of Discord: digits alone.</summary>
    public static bool IsPerson(Address address) => address.Local is { Length: > 0 and <= 20 } id && id.All(char.IsAsciiDigit);

    private async Task<SendOutcome> ReplyAsync(Delivery delivery, Reply reply, CancellationToken cancellationToken)
    {
        if (!DiscordComponents.Fits(reply.Options))
        {
            return new SendOutcome.Invalid("an option's id is too long, or there are too many");
        }

        var texts = DiscordText.Parts(reply.Text);
        var sent = texts.Count > 1 && _begun.TryRemove(delivery.Id, out var begun) ? begun : [];
        for (var i = sent.Length; i < texts.Count; i++)
        {
            var part = new ReplyPart(delivery, reply, texts[i], Nonces.Of(delivery.Id, i), texts.Count - i);
            var outcome = await SayAsync(part, cancellationToken);
            if (outcome is not SendOutcome.Sent one)
            {
                if (sent.Length > 0 && outcome is SendOutcome.RetryAfter or SendOutcome.Doubtful)
                {
                    if (_begun.Count >= MaxBegun)
                    {
                        _begun.Clear();
                    }

                    _begun[delivery.Id] = sent;
                }

                return outcome;
            }

            sent = sent.AddRange(one.MessageIds);
        }

        return new SendOutcome.Sent(sent);
    }

    private async Task<SendOutcome> SayAsync(ReplyPart part, CancellationToken cancellationToken)
    {
        var address = part.Delivery.Address;
        if (part.Delivery.InDoubt && part.Reply.Urgency != Urgency.Help && await posts.FindAsync(part, cancellationToken) is { } known)
        {
            return known;
        }

        while (part.Reply.Urgency != Urgency.Nudge && open.ForMessage(address) is { } interaction)
        {
            var body = dressing.Message(part, interaction);
            switch (await answers.SayAsync(interaction, part.Name, body, part.Document, cancellationToken))
            {
                case Said.As said:
                    return new SendOutcome.Sent(IdOf(interaction, said.Message));
                case Said.Failed failed:
                    return outcomes.Of(failed.Failure);
                default:
                    // Too late for this one: the next, or the private chat. Each try ends an interaction, so this ends.
                    open.End(interaction);
                    break;
            }
        }

        return await posts.PostAsync(part, dressing.Message(part, through: null), cancellationToken);
    }

    private static ImmutableArray<string> IdOf(OpenInteraction interaction, SentMessage message) =>
        message.Id.Length == 0 ? []
        : interaction.InPrivate && message.ChannelId.Length > 0 ? [MessageIds.InChannel(message.ChannelId, message.Id)]
        : [MessageIds.ForReader(interaction.Key.Id, message.Id)];
}

/// <summary>One message of a Reply that may need several.</summary>
/// <param name="Text">Ready to be sent.</param>
/// <param name="Name">The same for every attempt: the nonce.</param>
/// <param name="Behind">How many parts there are from this one on: the newest messages among which it is, if it is there.</param>
internal sealed record ReplyPart(Delivery Delivery, Reply Reply, string Text, string Name, int Behind)
{
    public bool IsLast => Behind == 1;

    /// <summary>The file goes with the last part, as the buttons do.</summary>
    public Document? Document => IsLast ? Reply.Document : null;
}
