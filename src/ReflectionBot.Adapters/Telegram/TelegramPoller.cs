using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Long polling. An update is confirmed by asking for those behind it, and that is done only when its turn is durable.
/// No offset is stored: Telegram keeps it, and a redelivered update has the same Input id.
/// </summary>
internal sealed partial class TelegramPoller(BotApi api, UpdateIntake intake, TelegramState state, TimeProvider clock, ILogger<TelegramPoller> logger)
{
    /// <summary>How long the server may wait for a first update, under its own limit of 50 s and what proxies allow.</summary>
    public const int PollSeconds = 30;

    /// <summary>How long one slow turn keeps the others from being fetched. Telegram slows down who asks for the same offset within 0.5 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(600);

    private UpdateWindow? _window;

    private readonly Backoff _outage = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);
    private readonly Backoff _conflict = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), Random.Shared.NextDouble);

    /// <summary>Until cancelled, or until the token is refused.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Who comes back after a fault goes on with what is under way.
        var window = _window ??= new UpdateWindow(update => intake.See(update, cancellationToken), OfferAsync, update => LookAsync(update, cancellationToken), update => LogGivenUp(logger, UpdateReader.KindOf(update)), clock);
        while (!cancellationToken.IsCancellationRequested)
        {
            var request = new GetUpdates(window.Offset, UpdateWindow.Size, window.HasUnfinished ? 0 : PollSeconds, Update.Kinds);
            var answer = await api.GetUpdatesAsync(request, cancellationToken);
            var failure = answer.Failure ?? (answer.Value!.IsStuck ? new ApiFailure.Doubtful("updates that nobody can read") : null);
            if (failure is not null)
            {
                if (PauseAfter(failure) is not { } pause)
                {
                    return;
                }

                await Task.Delay(pause, clock, cancellationToken);
                continue;
            }

            Recovered();
            if (answer.Value!.Unreadable is { } unreadable)
            {
                LogUnreadable(logger, unreadable);
            }

            window.Begin(answer.Value, cancellationToken);
            await window.SettleAsync(Patience, cancellationToken);
        }
    }

    private async ValueTask<Acceptance?> OfferAsync(Update update, CancellationToken cancellationToken)
    {
        try
        {
            return await intake.TakeAsync(update, cancellationToken, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // A bug of ours. Its message might hold what somebody wrote.
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
            return null;
        }
    }

    private async ValueTask<bool> LookAsync(Update update, CancellationToken cancellationToken)
    {
        try
        {
            return await intake.LookAsync(update, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
            return false;
        }
    }

    /// <returns>Null when there is nothing left to wait for.</returns>
    private TimeSpan? PauseAfter(ApiFailure failure)
    {
        switch (failure)
        {
            case ApiFailure.Unauthorized:
                if (state.RefuseToken())
                {
                    LogTokenRefused(logger);
                }

                return null;
            case ApiFailure.Conflict conflict:
                var pause = _conflict.Next();
                state.Trouble = conflict.Reason;
                if (conflict.WebhookActive)
                {
                    LogWebhookActive(logger, (int)pause.TotalSeconds);
                }
                else
                {
                    LogOtherPoller(logger, (int)pause.TotalSeconds);
                }

                return pause;
            case ApiFailure.TooFast fast:
                return fast.Delay.ToTimeSpan();
            default:
                if (!_outage.Failing)
                {
                    LogUnreachable(logger, failure.Reason);
                }

                state.Trouble = "Telegram does not answer";
                return _outage.Next();
        }
    }

    private void Recovered()
    {
        if (_outage.Failing)
        {
            LogBack(logger);
        }

        _outage.Reset();
        _conflict.Reset();
        state.Trouble = null;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Telegram refuses the bot's token: it was mistyped, revoked or replaced. Telegram is off until the bot is started again with a good one from BotFather. Other platforms go on")]
    private static partial void LogTokenRefused(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another program fetches this bot's messages with the same token, and Telegram serves only one. Stop the other one, or give it a token of its own. This one waits {Seconds} s before it asks again")]
    private static partial void LogOtherPoller(ILogger logger, int seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody has set a webhook for this bot, so Telegram does not hand out messages to polling. Set Telegram:Receive to webhook, or start again to remove the webhook. Asking again in {Seconds} s")]
    private static partial void LogWebhookActive(ILogger logger, int seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram cannot be asked for messages right now ({Reason}); trying again until it can")]
    private static partial void LogUnreachable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Telegram answers again")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bot failed over an update: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, string fault, string? stack);

    [LoggerMessage(Level = LogLevel.Error, Message = "An update was offered again and again, never taken, and is given up: {Kind}")]
    private static partial void LogGivenUp(ILogger logger, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "An update of Telegram could not be read and was passed over; the last such has the id {UpdateId}")]
    private static partial void LogUnreadable(ILogger logger, long updateId);
}
