using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Writes into private chats. A message in doubt is looked for before it is sent again, and carries an enforced nonce for the rest.</summary>
internal sealed class PrivatePosts(DiscordApi api, PrivateChannels channels, DiscordState state, DiscordOutcomes outcomes)
{
    /// <summary>How far back a message in doubt is looked for.</summary>
    public const int LookBack = 25;

    public async Task<SendOutcome> PostAsync(ReplyPart part, MessageBody body, CancellationToken cancellationToken)
    {
        var person = part.Delivery.Address.Local;
        var urgency = part.Reply.Urgency;
        if (urgency != Urgency.Help && channels.IsClosed(person))
        {
            return new SendOutcome.Refused("the private chat is closed");
        }

        var channel = await channels.OfAsync(person, urgency, cancellationToken);
        if (channel.Failure is { } unopened)
        {
            return Refused(person, unopened);
        }

        if (part.Delivery.InDoubt && urgency != Urgency.Help && await FindAsync(part, channel.Value!, cancellationToken) is { } found)
        {
            return new SendOutcome.Sent([MessageIds.InChannel(channel.Value!, found)]);
        }

        var posted = await api.CreateMessageAsync(channel.Value!, body, part.Document, urgency, cancellationToken);
        return posted.Failure is { } failure
            ? Refused(person, failure)
            : new SendOutcome.Sent([MessageIds.InChannel(channel.Value!, posted.Value!.Id)]);
    }

    public async Task ShowTypingAsync(string person, CancellationToken cancellationToken)
    {
        var channel = await channels.OfAsync(person, Urgency.Nudge, cancellationToken);
        if (channel.Value is { } known)
        {
            await api.ShowTypingAsync(known, cancellationToken);
        }
    }

    /// <summary>
    /// The message may have come through an interaction whose token ended with the process before: there the nonce does not reach. It is known again by the
    /// mark in its buttons; without buttons by its words, above everything newer with other words.
    /// </summary>
    private async Task<string?> FindAsync(ReplyPart part, string channel, CancellationToken cancellationToken)
    {
        var listed = await api.ListMessagesAsync(channel, LookBack, part.Reply.Urgency, cancellationToken);
        if (listed.Value is not { } messages)
        {
            return null;
        }

        var marked = part.IsLast && !part.Reply.Options.IsEmpty;
        return messages
            .Where(message => message.Author is { } author && (author.Id == state.ApplicationId || author.Bot))
            .FirstOrDefault(message => marked
                ? message.Components?.Any(row => row.Components?.Any(component => CustomIds.HasMark(component.CustomId, part.Delivery.Id)) ?? false) ?? false
                : message.Content == part.Text && message.Components is null or [])
            ?.Id;
    }

    private SendOutcome Refused(string person, RestFailure failure)
    {
        if (DiscordOutcomes.IsShut(failure))
        {
            channels.Close(person);
        }

        return outcomes.Of(failure);
    }
}
