using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Adapters.Discord.Http;
using ReflectionBot.Adapters.Discord.Wire;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Receives until cancelled, or until Discord refuses for good.</summary>
internal delegate Task GatewayRun(GatewayLookup lookup, GatewayHandler handler, Action<GatewayStatus> onStatus, CancellationToken cancellationToken);

/// <summary>Introduces the bot to Discord and receives for as long as the process runs. Its trouble stays its own.</summary>
internal sealed partial class DiscordReceiver(
    DiscordOptions options, DiscordApi api, CommandRegistrar commands, GatewayRun gateway, DiscordIntake intake, DiscordState state, TimeProvider clock, ILogger<DiscordReceiver> logger) : BackgroundService
{
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);
    private readonly ShardTroubles _troubles = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (options.Receive == DiscordReceive.Off || await IntroduceAsync(stoppingToken) is not { } application)
            {
                return;
            }

            var atHome = commands.ApplyAsync(application, stoppingToken);
            if (options.Receive == DiscordReceive.Gateway)
            {
                await gateway(LookUpAsync, intake.TakeAsync, OnStatus, stoppingToken);
            }
            else
            {
                LogNoPrivateWords(logger, DiscordOptions.InteractionsPath);
            }

            await atHome;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is ending.
        }
    }

    /// <returns>The application's id; null when Discord will never give it.</returns>
    private async Task<string?> IntroduceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await api.GetApplicationAsync(cancellationToken);
            switch (result.Failure)
            {
                case null:
                    _backoff.Reset();
                    state.Trouble = null;
                    state.ApplicationId = result.Value!.Id;
                    state.Signature = InteractionSignature.IsKey(result.Value.VerifyKey) ? new InteractionSignature(result.Value.VerifyKey!) : null;
                    LogReady(logger, result.Value.Name ?? "?", result.Value.Id);
                    return result.Value.Id;
                case RestFailure.Unauthorized:
                    if (state.Refuse(result.Failure.Reason))
                    {
                        LogRefused(logger, result.Failure.Reason);
                    }

                    return null;
                case RestFailure.TooFast fast:
                    await Task.Delay(fast.Delay, clock, cancellationToken);
                    break;
                default:
                    if (!_backoff.Failing)
                    {
                        LogUnreachable(logger, result.Failure.Reason);
                    }

                    state.Trouble = "Discord does not answer";
                    await Task.Delay(_backoff.Next(), clock, cancellationToken);
                    break;
            }
        }
    }

    private async Task<GatewayAnswer> LookUpAsync(CancellationToken cancellationToken)
    {
        var result = await api.GetGatewayAsync(cancellationToken);
        return result.Failure switch
        {
            null when Uri.TryCreate(result.Value!.Url, UriKind.Absolute, out var url) => new GatewayAnswer.Known(new GatewayBot(url, Math.Max(1, result.Value.Shards), LimitOf(result.Value.SessionStartLimit))),
            null => new GatewayAnswer.Unavailable("the answer has no address"),
            RestFailure.Unauthorized => new GatewayAnswer.Refused(),
            _ => new GatewayAnswer.Unavailable(result.Failure.Reason),
        };
    }

    private static SessionStartLimit LimitOf(SessionLimitInfo? info) =>
        info is null ? new SessionStartLimit(1, TimeSpan.Zero, 1) : new SessionStartLimit(info.Remaining, TimeSpan.FromMilliseconds(Math.Max(0, info.ResetAfter)), Math.Max(1, info.MaxConcurrency));

    private void OnStatus(GatewayStatus status)
    {
        if (status.Phase == GatewayPhase.Refused)
        {
            // The gateway has told the operator what to do.
            state.Refuse(status.Trouble ?? "refused");
        }
        else
        {
            state.Trouble = _troubles.After(status);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Discord: this is {Name}, application {Application}")]
    private static partial void LogReady(ILogger logger, string name, string application);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord brings commands and buttons to {Path} and nothing else: what somebody writes to the bot in private is not seen, and no help answers it. Set Discord:Receive to gateway if that is not meant")]
    private static partial void LogNoPrivateWords(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Discord refuses to work with this bot ({Reason}). If it says that the token was refused, the token was mistyped or reset: copy a new one from the developer portal (Bot, Reset Token), set Discord:Token and start again. Discord is off until then; other platforms go on")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord cannot be reached ({Reason}); trying again until it can")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}
