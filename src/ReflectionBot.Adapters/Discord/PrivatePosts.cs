using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Writes into private chats. A message in doubt is looked for before it is sent again, and carries an enforced nonce for the rest.</summary>
internal sealed class PrivatePosts(DiscordApi api, PrivateChannels channels, ServerMentions mentions, DiscordState state, DiscordOutcomes outcomes)
{
    /// <summary>How far back a message in doubt is looked for.</summary>
    public const int LookBack = 25;

    public async Task<SendOutcome> PostAsync(ReplyPart part, MessageBody body, CancellationToken cancellationToken)
    {
        var person = part.Delivery.Address.Local;
        var urgency = part.Reply.Urgency;
        if (urgency != Urgency.Help && channels.IsClosed(person))
        {
            return new SendOutcome.Refused("the private chat is closed") { OthersMayArrive = true };
        }

        var channel = await channels.OfAsync(person, urgency, cancellationToken);
        if (channel.Failure is { } unopened)
        {
            return Refused(person, urgency, unopened);
        }

        var posted = await api.CreateMessageAsync(channel.Value!, body, part.Document, urgency, cancellationToken);
        if (posted.Failure?.Is(ErrorCodes.UnknownChannel) ?? false)
        {
            channels.Forget(person);
            channel = await channels.OfAsync(person, urgency, cancellationToken);
            if (channel.Failure is { } gone)
            {
                return Refused(person, urgency, gone);
            }

            posted = await api.CreateMessageAsync(channel.Value!, body, part.Document, urgency, cancellationToken);
        }

        if (posted.Failure is { } failure)
        {
            return Refused(person, urgency, failure);
        }

        mentions.Reached(part.Delivery.Address, urgency);
        return new SendOutcome.Sent([MessageIds.InChannel(channel.Value!, posted.Value!.Id)]);
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
    /// the mark in its buttons; without buttons by its words, among the newest as many as may have come with it: what was on its way last is what is in doubt.
    /// </summary>
    /// <returns>
    /// As sent, with its id, when it is found; null when it is not there, or Discord never lets it be looked for; otherwise why nobody knows yet: what is not known to
    /// be missing is not sent again.
    /// </returns>
    public async Task<SendOutcome?> FindAsync(ReplyPart part, CancellationToken cancellationToken)
    {
        var urgency = part.Reply.Urgency;
        var channel = await channels.OfAsync(part.Delivery.Address.Local, urgency, cancellationToken);
        var listed = channel.Failure ?? await api.ListMessagesAsync(channel.Value!, LookBack, urgency, cancellationToken);
        if (listed.Failure is { } failure)
        {
            return failure is RestFailure.Rejected { Code: not ErrorCodes.OpeningTooFast } ? null : outcomes.Of(failure);
        }

        var own = listed.Value!.Where(message => message.IsOf(state.ApplicationId));
        var marked = part.IsLast && !part.Reply.Options.IsEmpty;
        var found = marked
            ? own.FirstOrDefault(message => message.Components?.Any(row => row.Components?.Any(component => CustomIds.HasMark(component.CustomId, part.Delivery.Id)) ?? false) ?? false)
            : own.Take(part.Behind).FirstOrDefault(message => message.Content == part.Text && message.Components is null or []);
        return found is null ? null : new SendOutcome.Sent([MessageIds.InChannel(channel.Value!, found.Id)]);
    }

    private SendOutcome Refused(string person, Urgency urgency, RestFailure failure)
    {
        if (DiscordOutcomes.IsShut(failure))
        {
            channels.Close(person);
            mentions.Refused(Address.Of(DiscordOptions.Platform, person), urgency);
        }

        return outcomes.Of(failure);
    }
}
