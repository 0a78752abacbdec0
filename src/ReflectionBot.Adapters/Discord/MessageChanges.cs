using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Changes what the bot said, by whatever way still reaches it.</summary>
internal sealed class MessageChanges(DiscordApi api, InteractionAnswers answers, OpenInteractions open, DiscordOutcomes outcomes)
{
    /// <summary>The buttons stand under the last part, so that is the one that changes.</summary>
    /// <param name="delivery">Names the message.</param>
    /// <param name="body">What of it is to be otherwise.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <param name="refused">Told when it is out of reach, which otherwise counts as done.</param>
    public async Task<SendOutcome> ChangeAsync(Delivery delivery, MessageBody body, CancellationToken cancellationToken, Action<RestFailure>? refused = null)
    {
        if (delivery.Target is not [.., var last] || MessageIds.Read(last) is not { } target)
        {
            return Done;
        }

        while (open.OnMessage(delivery.Address, target.Message) is { } pressed)
        {
            switch (await answers.ChangeSourceAsync(pressed, body, cancellationToken))
            {
                case Said.As:
                    return Done;
                case Said.Failed failed:
                    return outcomes.OfChange(failed.Failure);
                default:
                    open.End(pressed);
                    break;
            }
        }

        if (!target.OfInteraction)
        {
            var edited = await api.EditMessageAsync(target.Place, target.Message, body, delivery.Outgoing.Urgency, cancellationToken);
            if (edited.Failure is RestFailure.Rejected { Status: 403 } failure)
            {
                refused?.Invoke(failure);
            }

            return outcomes.OfChange(edited.Failure);
        }

        return open.TryGet(target.Place, out var brought)
            ? outcomes.OfChange((await api.EditOwnAsync(brought.Key, brought.NameOf(target.Message), body, null, cancellationToken)).Failure)
            : Done;
    }

    private static SendOutcome.Sent Done { get; } = new([]);
}
