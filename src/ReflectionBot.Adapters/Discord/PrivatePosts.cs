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
    /// Looks whether a message in doubt is there. It may have come through an interaction of a process that has ended, where no nonce reaches. It is known again by
    /// the mark in its buttons; without buttons by its words, if it is the newest: what was on its way last is what is in doubt.
    /// </summary>
    /// <returns>Its id as <see cref="MessageIds"/> has it; null when it is not found, or cannot be looked for.</returns>
    public async Task<string?> FindAsync(ReplyPart part, CancellationToken cancellationToken)
    {
        if ((await channels.OfAsync(part.Delivery.Address.Local, part.Reply.Urgency, cancellationToken)).Value is not { } channel
            || (await api.ListMessagesAsync(channel, LookBack, part.Reply.Urgency, cancellationToken)).Value is not { } listed)
        {
            return null;
        }

        var own = listed.Where(message => message.IsOf(state.ApplicationId));
        var marked = part.IsLast && !part.Reply.Options.IsEmpty;
        var found = marked
            ? own.FirstOrDefault(message => message.Components?.Any(row => row.Components?.Any(component => CustomIds.HasMark(component.CustomId, part.Delivery.Id)) ?? false) ?? false)
            : own.Take(1).FirstOrDefault(message => message.Content == part.Text && message.Components is null or []);
        return found is null ? null : MessageIds.InChannel(channel, found.Id);
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
