using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Changes and deletes what the bot said, by whatever way still reaches it.</summary>
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
                    return Outcome(failed.Failure);
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

            return Outcome(edited.Failure);
        }

        return open.TryGet(target.Place, out var brought)
            ? Outcome((await api.EditOwnAsync(brought.Key, IdFor(brought, target.Message), body, null, cancellationToken)).Failure)
            : Done;
    }

    /// <summary>Newest first: they are the ones that are seen.</summary>
    public async Task<SendOutcome> RemoveAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        foreach (var id in delivery.Target.Reverse())
        {
            if (MessageIds.Read(id) is not { } target)
            {
                continue;
            }

            RestFailure? failure = null;
            if (!target.OfInteraction)
            {
                failure = (await api.DeleteMessageAsync(target.Place, target.Message, delivery.Outgoing.Urgency, cancellationToken)).Failure;
            }
            else if (open.TryGet(target.Place, out var brought))
            {
                failure = (await api.DeleteOwnAsync(brought.Key, IdFor(brought, target.Message), cancellationToken)).Failure;
            }

            if (Outcome(failure) is not SendOutcome.Sent and var failed)
            {
                // What is gone is gone: the next attempt finds it so and goes on.
                return failed;
            }
        }

        return Done;
    }

    private static SendOutcome.Sent Done { get; } = new([]);

    private static string IdFor(OpenInteraction brought, string message) => brought.OriginalId == message ? Route.Original : message;

    /// <summary>A message that is gone, or out of reach, is as it should be or can no longer be changed by anybody.</summary>
    private SendOutcome Outcome(RestFailure? failure) =>
        failure is null or RestFailure.Rejected { Status: 404 or 403 } || failure.Is(ErrorCodes.InvalidWebhookToken, ErrorCodes.CannotEditOthers, ErrorCodes.TooManyOldEdits)
            ? Done
            : outcomes.Of(failure);
}
