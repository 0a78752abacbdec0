using NodaTime;
using Quartz;
using ReflectionBot.Storage;

namespace ReflectionBot.Scheduling;

/// <summary>Every second.</summary>
[DisallowConcurrentExecution]
internal sealed partial class SweepJob(Sweep sweep, ILogger<SweepJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await sweep.RunAsync(cancellationToken);
        }
        catch (StorageUnavailableException exception)
        {
            LogPutOff(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep is put off: {Fault}")]
    private partial void LogPutOff(string fault);
}

/// <summary>Once a day.</summary>
[DisallowConcurrentExecution]
internal sealed partial class RetentionJob(IHousekeeping storage, IClock clock, ILogger<RetentionJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var pruned = await storage.PruneAsync(clock.GetCurrentInstant(), cancellationToken);
            var counted = await storage.NudgeDropsAsync(cancellationToken);
            foreach (var drops in counted.Where(drops => drops.Day == clock.GetCurrentInstant().InUtc().Date.PlusDays(-1)))
            {
                LogDrops(drops.Count, drops.Reason);
            }

            LogPruned(pruned.Inputs, pruned.SentMessages, pruned.FlowSources, pruned.NudgeDrops, pruned.Outbox);
        }
        catch (StorageUnavailableException exception)
        {
            LogPutOff(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Yesterday {Count} nudges were due and not sent: {Reason}.")]
    private partial void LogDrops(int count, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pruned {Inputs} input ids, {SentMessages} message ids, {FlowSources} flow sources, {NudgeDrops} counts of nudges, {Outbox} messages that could not be sent.")]
    private partial void LogPruned(int inputs, int sentMessages, int flowSources, int nudgeDrops, int outbox);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pruning is put off to tomorrow: {Fault}")]
    private partial void LogPutOff(string fault);
}

/// <summary>Every ten minutes.</summary>
[DisallowConcurrentExecution]
internal sealed class MakeUpJob(IHousekeeping storage) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await storage.MakeUpAsync(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // Counted and logged by the storage.
        }
    }
}
