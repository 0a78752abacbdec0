using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What came of saying something through an interaction.</summary>
internal abstract record Said
{
    public sealed record As(SentMessage Message) : Said;

    /// <summary>Its first answer or its token is too late: another way must be taken.</summary>
    public sealed record TooLate : Said;

    public sealed record Failed(RestFailure Failure) : Said;
}

/// <summary>Speaks through interactions, and sees to it that each gets one first answer.</summary>
internal sealed class InteractionAnswers(DiscordApi api, OpenInteractions open, TimeProvider clock)
{
    /// <summary>Says a message: as the first answer, in place of "thinking", or as one more.</summary>
    /// <param name="interaction">Through which.</param>
    /// <param name="part">Names this message, the same for every attempt.</param>
    /// <param name="body">Without flags.</param>
    /// <param name="document">A file, or null.</param>
    public async Task<Said> SayAsync(OpenInteraction interaction, string part, MessageBody body, Document? document, CancellationToken cancellationToken)
    {
        body = body with { Flags = interaction.Flags | (body.Flags ?? 0), Nonce = null, EnforceNonce = null };
        await interaction.Gate.WaitAsync(cancellationToken);
        try
        {
            return interaction.Stage switch
            {
                AnswerStage.Unanswered => await AnswerAsync(interaction, part, body, document, cancellationToken),
                AnswerStage.Deferred => await FillAsync(interaction, body, document, cancellationToken),
                AnswerStage.Answered => await FollowUpAsync(interaction, body, document, cancellationToken),
                _ => new Said.TooLate(),
            };
        }
        finally
        {
            interaction.Gate.Release();
        }
    }

    /// <summary>Changes the message its component stands on, as its first answer where that is still owed.</summary>
    public async Task<Said> ChangeSourceAsync(OpenInteraction interaction, MessageBody body, CancellationToken cancellationToken)
    {
        await interaction.Gate.WaitAsync(cancellationToken);
        try
        {
            if (interaction.Stage == AnswerStage.Unanswered)
            {
                var result = await api.AnswerAsync(interaction.Key, new CallbackBody(CallbackBody.UpdateMessage) { Data = body }, null, cancellationToken);
                if (!(result.Failure?.Is(ErrorCodes.AlreadyAcknowledged) ?? false))
                {
                    if (result.Failure is null)
                    {
                        interaction.Stage = AnswerStage.Answered;
                        interaction.OriginalIsSource = true;
                    }

                    return Outcome(interaction, result.Failure, () => new SentMessage { Id = interaction.Source });
                }

                // By an attempt whose answer was lost, or by a process that has ended, which may have said something new instead.
                interaction.Stage = AnswerStage.Answered;
                interaction.OriginalIsSource = (await api.GetOriginalAsync(interaction.Key, cancellationToken)).Value?.Id == interaction.Source;
            }

            if (interaction is not { Stage: AnswerStage.Answered, OriginalIsSource: true })
            {
                return new Said.TooLate();
            }

            var edited = await api.EditOwnAsync(interaction.Key, Route.Original, body, null, cancellationToken);
            return Outcome(interaction, edited.Failure, () => edited.Value!);
        }
        finally
        {
            interaction.Gate.Release();
        }
    }

    /// <summary>Tells the person's app that an answer is on its way, if none has come yet.</summary>
    public async Task DeferAsync(OpenInteraction interaction, CancellationToken cancellationToken)
    {
        await interaction.Gate.WaitAsync(cancellationToken);
        try
        {
            var mayHaveArrived = false;
            for (var tries = 2; interaction.Stage == AnswerStage.Unanswered && tries > 0; tries--)
            {
                var body = interaction.OfComponent
                    ? new CallbackBody(CallbackBody.DeferredUpdate)
                    : new CallbackBody(CallbackBody.DeferredMessage) { Data = interaction.InPrivate ? null : new MessageBody { AllowedMentions = null, Flags = MessageFlags.Ephemeral } };
                var result = await api.AnswerAsync(interaction.Key, body, null, cancellationToken);
                if (result.Failure is null || (mayHaveArrived && interaction.TriedAs is null && result.Failure.Is(ErrorCodes.AlreadyAcknowledged)))
                {
                    interaction.Stage = interaction.OfComponent ? AnswerStage.Answered : AnswerStage.Deferred;
                    interaction.OriginalIsSource = interaction.OfComponent;
                    DiscordMeter.Deferred();
                }
                else if (interaction.TriedAs is null && result.Failure.Is(ErrorCodes.AlreadyAcknowledged))
                {
                    // A process that has ended answered it: what it said stays as it is.
                    interaction.Stage = AnswerStage.Answered;
                }
                else
                {
                    mayHaveArrived = true;
                    Outcome(interaction, result.Failure, static () => new SentMessage());
                    switch (result.Failure)
                    {
                        case RestFailure.Doubtful or RestFailure.Unreachable:
                            break;
                        case RestFailure.TooFast fast when clock.GetElapsedTime(interaction.ReceivedAt) + fast.Delay < DiscordApi.CallbackPatience:
                            await Task.Delay(fast.Delay, clock, cancellationToken);
                            break;
                        default:
                            return;
                    }
                }
            }
        }
        finally
        {
            interaction.Gate.Release();
        }
    }

    /// <summary>Ends a "thinking" that nothing followed: with these words, or by taking it away.</summary>
    public async Task CloseAsync(OpenInteraction interaction, string? words, CancellationToken cancellationToken)
    {
        await interaction.Gate.WaitAsync(cancellationToken);
        try
        {
            if (interaction.Stage != AnswerStage.Deferred)
            {
                return;
            }

            interaction.Stage = AnswerStage.Answered;
            if (words is null)
            {
                await api.DeleteOwnAsync(interaction.Key, Route.Original, cancellationToken);
            }
            else
            {
                await api.EditOwnAsync(interaction.Key, Route.Original, new MessageBody { Content = DiscordText.Parts(words)[0], Flags = MessageFlags.SuppressEmbeds }, null, cancellationToken);
            }
        }
        finally
        {
            interaction.Gate.Release();
        }
    }

    private async Task<Said> AnswerAsync(OpenInteraction interaction, string part, MessageBody body, Document? document, CancellationToken cancellationToken)
    {
        var triedBefore = interaction.TriedAs == part;
        interaction.TriedAs ??= part;
        var result = await api.AnswerAsync(interaction.Key, new CallbackBody(CallbackBody.Message) { Data = body }, document, cancellationToken);
        if (result.Failure is null)
        {
            interaction.Stage = AnswerStage.Answered;
            if (result.Value?.Resource?.Message is { Id.Length: > 0 } message)
            {
                interaction.OriginalId = message.Id;
                return new Said.As(message);
            }

            return await OriginalAsync(interaction, cancellationToken);
        }

        if (!result.Failure.Is(ErrorCodes.AlreadyAcknowledged))
        {
            return Outcome(interaction, result.Failure, static () => new SentMessage());
        }

        // Perhaps by the attempt before this one. Perhaps by a deferral whose own answer was lost, or of a process that has ended.
        var original = triedBefore ? await api.GetOriginalAsync(interaction.Key, cancellationToken) : default;
        if (original.Failure is { } unknown and (RestFailure.Doubtful or RestFailure.Unreachable or RestFailure.TooFast))
        {
            return new Said.Failed(unknown);
        }

        interaction.Stage = AnswerStage.Answered;
        if (original.Value is { } there && there.Id != interaction.Source && (there.Flags & MessageFlags.Thinking) == 0)
        {
            interaction.OriginalId = there.Id;
            return new Said.As(there);
        }

        return await FollowUpAsync(interaction, body, document, cancellationToken);
    }

    private async Task<Said> OriginalAsync(OpenInteraction interaction, CancellationToken cancellationToken)
    {
        var original = await api.GetOriginalAsync(interaction.Key, cancellationToken);
        interaction.OriginalId = original.Value?.Id;
        return new Said.As(original.Value ?? new SentMessage());
    }

    /// <summary>Replacing "thinking" may be repeated without harm, so that it is never in doubt for long.</summary>
    private async Task<Said> FillAsync(OpenInteraction interaction, MessageBody body, Document? document, CancellationToken cancellationToken)
    {
        var result = await api.EditOwnAsync(interaction.Key, Route.Original, body with { Flags = MessageFlags.SuppressEmbeds }, document, cancellationToken);
        if (result.Failure is null)
        {
            interaction.Stage = AnswerStage.Answered;
            interaction.OriginalId = result.Value!.Id;
        }

        return Outcome(interaction, result.Failure, () => result.Value!);
    }

    private async Task<Said> FollowUpAsync(OpenInteraction interaction, MessageBody body, Document? document, CancellationToken cancellationToken)
    {
        var result = await api.FollowUpAsync(interaction.Key, body, document, cancellationToken);
        return Outcome(interaction, result.Failure, () => result.Value!);
    }

    private Said Outcome(OpenInteraction interaction, RestFailure? failure, Func<SentMessage> sent)
    {
        if (failure is null)
        {
            return new Said.As(sent());
        }

        if (failure.Is(ErrorCodes.UnknownInteraction, ErrorCodes.InvalidWebhookToken, ErrorCodes.UnknownWebhook, ErrorCodes.TooManyFollowups) || failure is RestFailure.Rejected { Status: 401 or 404, Code: not ErrorCodes.UnknownMessage })
        {
            open.End(interaction);
            return new Said.TooLate();
        }

        return new Said.Failed(failure);
    }
}
