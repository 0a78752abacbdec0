using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>
/// Between the reading of a shard and the handler: the handler is called in order and away from the reader, so that whatever it does
/// heartbeats are sent and answers to them are read. Outlives connections.
/// </summary>
internal sealed partial class EventQueue(int shardId, GatewayHandler handler, EventBudget budget, ILogger logger)
{
    private readonly Channel<Entry> _waiting = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    public EventBudget Budget => budget;

    /// <summary>Hands an event over for which there is room in the <see cref="Budget"/>.</summary>
    /// <param name="dispatched">The event; its data lies in <paramref name="message"/>.</param>
    /// <param name="message">Given back when the event is done with.</param>
    /// <param name="mark">Settled when the event is done with.</param>
    public void Add(GatewayEvent dispatched, MessageBuffer message, OpenEvents.Mark mark) =>
        _waiting.Writer.TryWrite(new Entry(dispatched, message, mark, message.Written.Length));

    /// <summary>Calls the handler until cancelled. What waits then is left unsettled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in _waiting.Reader.ReadAllAsync(cancellationToken))
            {
                _ = TakeAsync(entry, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The shards stop.
        }
    }

    /// <summary>Runs synchronously into the handler: the order of the calls is the order of the events.</summary>
    private async Task TakeAsync(Entry entry, CancellationToken cancellationToken)
    {
        var settled = true;
        try
        {
            await handler(entry.Event, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            settled = false;
        }
        catch (Exception fault)
        {
            // A bug of ours. Its message might hold what somebody wrote.
            LogFault(logger, shardId, entry.Event.Name, fault.GetType().Name, fault.StackTrace);
        }

        entry.Message.Dispose();
        if (settled)
        {
            entry.Mark.Settle();
        }

        budget.Leave(entry.Bytes);
    }

    private sealed record Entry(GatewayEvent Event, MessageBuffer Message, OpenEvents.Mark Mark, int Bytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord, shard {Shard}: the bot failed over an event {Name}: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, int shard, string name, string fault, string? stack);
}
