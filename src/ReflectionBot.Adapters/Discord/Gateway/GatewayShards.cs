using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>All gateway connections of the bot.</summary>
/// <param name="options">What an operator set.</param>
/// <param name="lookup">Asks where the gateway is.</param>
/// <param name="handler">Takes the events.</param>
/// <param name="onStatus">Told of every change.</param>
/// <param name="clock">For all waits and limits.</param>
/// <param name="roll">Gives a number from 0 to 1.</param>
/// <param name="logger">Never told a token or what anybody wrote.</param>
internal sealed partial class GatewayShards(
    GatewayOptions options, GatewayLookup lookup, GatewayHandler handler, Action<GatewayStatus> onStatus, TimeProvider clock, Func<double> roll, ILogger<GatewayShards> logger)
{
    /// <summary>
    /// Progress is written as soon as there is some, and then no more often than this: so much of it a kill can make come again.
    /// </summary>
    public static readonly TimeSpan BetweenSaves = TimeSpan.FromMilliseconds(100);

    /// <summary>How long open events are waited for when stopping, before their handlers are cancelled.</summary>
    public static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(3);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), roll);
    private readonly SessionFile? _file = options.SessionFile is { } path ? new SessionFile(path, logger) : null;
    private readonly Channel<bool> _progress = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Lock _saving = new();
    private Dictionary<int, StoredSession> _saved = [];
    private ShardSession[] _sessions = [];
    private string _owner = "";

    /// <summary>Until cancelled, or until Discord refuses for good; then it has told so and returns.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(cancellationToken) is { } bot)
            {
                await RunAsync(bot, cancellationToken);
            }
            else
            {
                Refused(CloseCode.Of(CloseCode.AuthenticationFailed)!.Remedy!);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped before there was anything to close.
        }
    }

    /// <returns>Null when the token is refused.</returns>
    private async Task<GatewayBot?> FindAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await lookup(cancellationToken);
            if (answer is not GatewayAnswer.Unavailable unavailable)
            {
                return (answer as GatewayAnswer.Known)?.Bot;
            }

            if (!_backoff.Failing)
            {
                LogUnknown(logger, unavailable.Reason);
                onStatus(new GatewayStatus(-1, 0, GatewayPhase.Connecting, "Discord does not answer"));
            }

            await Task.Delay(_backoff.Next(), clock, cancellationToken);
        }
    }

    private async Task RunAsync(GatewayBot bot, CancellationToken cancellationToken)
    {
        var count = options.ShardCount ?? Math.Max(1, bot.Shards);
        _owner = SessionFile.OwnerOf(options, count);
        var stored = _file?.Load(_owner) ?? new Dictionary<int, StoredSession>();
        _sessions = [.. Enumerable.Range(0, count).Select(id => new ShardSession(Checked(stored.GetValueOrDefault(id), bot.Url), Progressed))];

        using var gate = new IdentifyGate(lookup, bot, clock, roll, logger);
        using var handlers = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queues = _sessions.Select((_, id) => new EventQueue(id, handler, new EventBudget(GatewayLimits.MaxOpenEvents, GatewayLimits.MaxOpenBytes), logger)).ToArray();
        var handing = queues.Select(queue => Task.Run(() => queue.RunAsync(handlers.Token), CancellationToken.None)).ToArray();
        var keeping = KeepAsync(stop.Token);
        var shards = _sessions.Select((session, id) =>
            new GatewayClient(id, count, options, session, queues[id], gate, Tell, clock, roll, logger).RunAsync(stop.Token)).ToList();

        string? remedy = null;
        await foreach (var ended in Task.WhenEach(shards))
        {
            if (await ended is { } given)
            {
                remedy ??= given;
                await stop.CancelAsync();
            }
        }

        await DrainAsync(queues);
        await handlers.CancelAsync();
        await Task.WhenAll([.. handing, keeping]);
        Save();
        if (remedy is not null)
        {
            Refused(remedy);
        }
    }

    private static StoredSession? Checked(StoredSession? stored, Uri gateway) =>
        stored is null ? null : stored with { ResumeUrl = GatewayAddress.OfResume(stored.ResumeUrl?.OriginalString, gateway) };

    private void Tell(GatewayStatus status)
    {
        if (status.Phase == GatewayPhase.Ready)
        {
            // An identify was spent on it: not to be lost to a kill in the next second.
            Save();
        }

        if (status.Phase != GatewayPhase.Refused)
        {
            onStatus(status);
        }
    }

    private void Refused(string remedy)
    {
        LogRefused(logger, remedy);
        onStatus(new GatewayStatus(-1, _sessions.Length, GatewayPhase.Refused, remedy));
    }

    private async Task DrainAsync(EventQueue[] queues)
    {
        var begun = clock.GetTimestamp();
        while (queues.Any(queue => queue.Budget.Events > 0) && clock.GetElapsedTime(begun) < DrainPatience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_file is not null && await _progress.Reader.WaitToReadAsync(cancellationToken))
            {
                _progress.Reader.TryRead(out _);
                Save();
                await Task.Delay(BetweenSaves, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The last save comes when the events are drained.
        }
    }

    private void Progressed() => _progress.Writer.TryWrite(true);

    private void Save()
    {
        if (_file is null)
        {
            return;
        }

        lock (_saving)
        {
            var now = new Dictionary<int, StoredSession>();
            for (var id = 0; id < _sessions.Length; id++)
            {
                if (_sessions[id].Stored is { } stored)
                {
                    now[id] = stored;
                }
            }

            if (now.Count != _saved.Count || now.Any(pair => _saved.GetValueOrDefault(pair.Key) != pair.Value))
            {
                _file.Save(_owner, now);
                _saved = now;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord does not say where its gateway is ({Reason}); trying again until it does")]
    private static partial void LogUnknown(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Remedy}. Discord is off until then; other platforms go on")]
    private static partial void LogRefused(ILogger logger, string remedy);
}
