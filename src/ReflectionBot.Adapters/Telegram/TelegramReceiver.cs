using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Telegram.Wire;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>Introduces the bot to Telegram and receives for as long as the process runs. Its trouble stays its own.</summary>
internal sealed partial class TelegramReceiver(
    TelegramOptions options, BotApi api, TelegramPoller poller, TelegramProfile profile, TelegramState state, TimeProvider clock, ILogger<TelegramReceiver> logger) : BackgroundService
{
    /// <summary>How many updates Telegram may bring at once.</summary>
    public const int WebhookConnections = 40;

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var faults = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), Random.Shared.NextDouble);
        while (!await ReceiveAsync(stoppingToken))
        {
            await Task.Delay(faults.Next(), clock, stoppingToken);
        }
    }

    /// <returns>False when the bot failed over something, and is to begin again.</returns>
    private async Task<bool> ReceiveAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (options.Receive != TelegramReceive.Off && await IntroduceAsync(stoppingToken) && await OpenAsync(stoppingToken))
            {
                var atHome = profile.ApplyAsync(stoppingToken);
                if (options.Receive == TelegramReceive.Polling)
                {
                    await poller.RunAsync(stoppingToken);
                }

                await atHome;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is ending.
        }
        catch (Exception fault)
        {
            // A bug of ours, and it must not end the other platforms with this one. Its message might hold what somebody wrote.
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
            state.Trouble = "the bot failed over something of Telegram and begins again";
            return false;
        }

        return true;
    }

    private async Task<bool> IntroduceAsync(CancellationToken cancellationToken)
    {
        var me = await PersistAsync(async token => OfToken(await api.GetMeAsync(token)), cancellationToken);
        if (me is null)
        {
            return false;
        }

        state.Me = me;
        LogReady(logger, me.Username ?? "?", options.Receive);
        if (me.CanReadAllGroupMessages)
        {
            LogReadsGroups(logger);
        }

        return true;
    }

    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (options.Receive == TelegramReceive.Webhook)
        {
            var hook = new SetWebhook(options.WebhookUrl!.AbsoluteUri, options.WebhookSecret!, WebhookConnections, Update.Kinds);
            return await PersistAsync(async token => Boxed(await api.SetWebhookAsync(hook, token)), cancellationToken) is not null;
        }

        var present = await PersistAsync(api.GetWebhookInfoAsync, cancellationToken);
        if (present is { Url.Length: > 0 })
        {
            LogWebhookRemoved(logger);
            return await PersistAsync(async token => Boxed(await api.DeleteWebhookAsync(token)), cancellationToken) is not null;
        }

        return present is not null;
    }

    /// <summary>A token that has not even the form of one is not found instead of refused.</summary>
    private static ApiResult<BotUser> OfToken(ApiResult<BotUser> me) =>
        me.Failure is ApiFailure.Invalid { Reason: var reason } && reason.StartsWith("404", StringComparison.Ordinal) ? new ApiFailure.Unauthorized() : me;

    /// <returns>Null when Telegram will never do it, because the token is refused. Whatever else it refuses, such as an address that it cannot look up right now, may pass.</returns>
    private async Task<T?> PersistAsync<T>(Func<CancellationToken, Task<ApiResult<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        string? told = null;
        while (true)
        {
            var result = await call(cancellationToken);
            switch (result.Failure)
            {
                case null:
                    _backoff.Reset();
                    state.Trouble = null;
                    return result.Value;
                case ApiFailure.Unauthorized:
                    if (state.RefuseToken())
                    {
                        LogTokenRefused(logger);
                    }

                    return null;
                case ApiFailure.Invalid or ApiFailure.Refused:
                    if (told != result.Failure.Reason)
                    {
                        LogRefused(logger, result.Failure.Reason);
                    }

                    told = result.Failure.Reason;
                    state.Trouble = $"Telegram refuses: {told}";
                    await Task.Delay(_backoff.Next(), clock, cancellationToken);
                    break;
                case ApiFailure.TooFast fast:
                    await Task.Delay(fast.Delay.ToTimeSpan(), clock, cancellationToken);
                    break;
                default:
                    if (!_backoff.Failing)
                    {
                        LogUnreachable(logger, result.Failure.Reason);
                    }

                    state.Trouble = "Telegram does not answer";
                    await Task.Delay(_backoff.Next(), clock, cancellationToken);
                    break;
            }
        }
    }

    private static ApiResult<object> Boxed(ApiResult<Done> result) => new(result.Value, result.Failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bot failed over something of Telegram and begins again: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, string fault, string? stack);

    [LoggerMessage(Level = LogLevel.Information, Message = "Telegram: this is @{Username}, updates by {Receive}")]
    private static partial void LogReady(ILogger logger, string username, TelegramReceive receive);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Privacy mode is off for this bot: Telegram sends it all that is said in its groups. The bot passes over what is not addressed to it; turn privacy mode on at BotFather with /setprivacy")]
    private static partial void LogReadsGroups(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook was set for this bot; it is removed, because Telegram:Receive is polling")]
    private static partial void LogWebhookRemoved(ILogger logger);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Telegram refuses the bot's token: it was mistyped, revoked or replaced. Get a good one from BotFather, set Telegram:Token and start again. Telegram is off until then; other platforms go on")]
    private static partial void LogTokenRefused(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telegram refuses what it is asked at the start ({Reason}); nothing comes from it until it agrees. It is asked again and again. With updates by webhook, look at Telegram:WebhookUrl")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram cannot be reached ({Reason}); trying again until it can")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}
