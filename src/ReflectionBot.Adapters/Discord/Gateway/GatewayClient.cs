using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>One shard: its session, and one connection after the other.</summary>
internal sealed partial class GatewayClient(
    int shardId, int shardCount, GatewayOptions options, ShardSession session, EventQueue queue, IdentifyGate gate, Action<GatewayStatus> onStatus,
    TimeProvider clock, Func<double> roll, ILogger logger)
{
    /// <summary>When the session's own address was tried in vain so often, every other try goes to the common one.</summary>
    public const int TriesOfResumeUrl = 3;

    private readonly ReconnectPlan _plan = new(roll);
    private readonly EventNames _names = new(options.Events);
    private bool _away;

    /// <summary>Until told to stop.</summary>
    /// <returns>What an operator has to do when Discord refuses for good; otherwise null.</returns>
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        Tell(GatewayPhase.Connecting, "not connected yet");
        try
        {
            while (true)
            {
                var (end, remedy) = await ConnectAsync(stop);
                if (remedy is not null || end!.Kind == EndKind.Stopped)
                {
                    Tell(remedy is null ? GatewayPhase.Closed : GatewayPhase.Refused, remedy);
                    return remedy;
                }

                GatewayMeter.Ended(end.Kind);
                var next = _plan.After(end, session.Resumable is not null);
                if (next.Remedy is not null)
                {
                    Tell(GatewayPhase.Refused, next.Remedy);
                    return next.Remedy;
                }

                if (!next.KeepsSession)
                {
                    session.End();
                }

                LogEnd(end, next);
                await Task.Delay(next.Pause, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Tell(GatewayPhase.Closed);
            return null;
        }
    }

    private async Task<(ConnectionEnd? End, string? Remedy)> ConnectAsync(CancellationToken stop)
    {
        var resumes = session.Resumable is not null;
        using var permit = resumes ? null : await gate.EnterAsync(shardId, trouble => Tell(GatewayPhase.Connecting, trouble), stop);
        if (!resumes && permit is null)
        {
            return (null, CloseCode.Of(CloseCode.AuthenticationFailed)!.Remedy);
        }

        var url = resumes && !TriesCommonUrl ? session.ResumeUrl ?? gate.Url : gate.Url;
        using var connection = new GatewayConnection(shardId, shardCount, options, session, queue, _names, clock, roll, logger);
        try
        {
            return (await connection.RunAsync(url, gate.Url, permit, InService, stop), null);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            // A bug of ours must not take the shard away for good. Its message might hold anything.
            LogFault(logger, shardId, fault.GetType().Name, fault.StackTrace);
            return (new ConnectionEnd(EndKind.Unreachable, "a fault of the bot"), null);
        }
    }

    private bool TriesCommonUrl => _plan.InVain >= TriesOfResumeUrl && _plan.InVain % 2 == 1;

    private void InService(GatewayPhase phase)
    {
        _away = false;
        if (phase == GatewayPhase.Ready)
        {
            LogReady(logger, shardId, shardCount);
        }
        else
        {
            LogResumed(logger, shardId, shardCount);
        }

        Tell(phase);
    }

    /// <summary>An outage of hours is told once when it begins, and its end by READY or RESUMED.</summary>
    private void LogEnd(ConnectionEnd end, NextConnection next)
    {
        Tell(GatewayPhase.Connecting, end.Reason);
        if (end.Kind == EndKind.Closed && CloseCode.Of(end.Code) is { IsOurFault: true })
        {
            LogOurFault(logger, shardId, end.Reason);
        }
        else if (end.InService is null && !_away)
        {
            _away = true;
            LogAway(logger, shardId, end.Reason);
        }
        else if (end.InService is not null)
        {
            LogOver(logger, shardId, end.Reason, next.KeepsSession ? "resuming" : "beginning a new session");
        }
    }

    private void Tell(GatewayPhase phase, string? trouble = null) => onStatus(new GatewayStatus(shardId, shardCount, phase, trouble));

    [LoggerMessage(Level = LogLevel.Information, Message = "Discord, shard {Shard} of {Count}: a session began")]
    private static partial void LogReady(ILogger logger, int shard, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Discord, shard {Shard} of {Count}: the session goes on")]
    private static partial void LogResumed(ILogger logger, int shard, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Discord, shard {Shard}: the connection is over ({Reason}); {Then}")]
    private static partial void LogOver(ILogger logger, int shard, string reason, string then);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord, shard {Shard}: no session could be had ({Reason}); trying again until it can")]
    private static partial void LogAway(ILogger logger, int shard, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord, shard {Shard}: the bot failed: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, int shard, string fault, string? stack);

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord, shard {Shard}: {Reason}. That is a fault of the bot; it goes on")]
    private static partial void LogOurFault(ILogger logger, int shard, string reason);
}
