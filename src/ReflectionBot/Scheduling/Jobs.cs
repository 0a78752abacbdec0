using NodaTime;
using Quartz;
using ReflectionBot.Storage;

namespace ReflectionBot.Scheduling;

/// <summary>Every few seconds.</summary>
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
            LogPruned(pruned.Inputs, pruned.SentMessages, pruned.FlowSources);
        }
        catch (StorageUnavailableException exception)
        {
            LogPutOff(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Pruned {Inputs} input ids, {SentMessages} message ids, {FlowSources} flow sources.")]
    private partial void LogPruned(int inputs, int sentMessages, int flowSources);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pruning is put off to tomorrow: {Fault}")]
    private partial void LogPutOff(string fault);
}
