using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord.Gateway.Script;

/// <summary>The bot's shards between a scripted gateway and a handler that writes down.</summary>
internal sealed class GatewayBed : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ILoggerFactory _logging;
    private readonly ScriptedGateway _gateway;
    private Task _running = Task.CompletedTask;

    public GatewayBed(ScriptedGateway gateway)
    {
        _gateway = gateway;
        _logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        Options = new GatewayOptions { Token = ScriptedGateway.Token, ShardCount = 1 };
    }

    public GatewayOptions Options { get; set; }

    /// <summary>Real time unless a test sets another.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public double Roll { get; set; } = 0.5;

    public SessionStartLimit Limit { get; set; } = new(1000, TimeSpan.FromHours(24), 1);

    public int Shards { get; set; } = 1;

    /// <summary>Takes precedence over the answer with <see cref="Limit"/>.</summary>
    public ConcurrentQueue<GatewayAnswer> Answers { get; } = new();

    public int Lookups { get; private set; }

    public LogMemory Logs { get; } = new();

    public ConcurrentQueue<GatewayStatus> Statuses { get; } = new();

    public ConcurrentQueue<(int Shard, long Sequence, string Name, string Data)> Events { get; } = new();

    /// <summary>What else the handler does.</summary>
    public GatewayHandler Handler { get; set; } = (_, _) => ValueTask.CompletedTask;

    public Task Running => _running;

    public IEnumerable<string> Names => Events.Select(one => one.Name);

    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > GatewayLine.Patience)
            {
                throw new TimeoutException($"Waited for: {what}");
            }

            await Task.Delay(2, CancellationToken.None);
        }
    }

    public GatewayBed Start()
    {
        var shards = new GatewayShards(Options, LookUpAsync, TakeAsync, Statuses.Enqueue, Time, () => Roll, _logging.CreateLogger<GatewayShards>());
        _running = Task.Run(() => shards.RunAsync(_stop.Token), CancellationToken.None);
        return this;
    }

    public Task EventAsync(string name, int times = 1) => UntilAsync(() => Names.Count(one => one == name) >= times, $"{name} {times} times");

    /// <summary>Something is due after exactly this span.</summary>
    public bool IsDue(TimeSpan span) => CountDue(span) > 0;

    public int CountDue(TimeSpan span)
    {
        var clock = (ManualClock)Time;
        return clock.Due.Count(due => due == clock.Now + Duration.FromTimeSpan(span));
    }

    /// <summary>Waits for <see cref="IsDue"/>.</summary>
    public Task DueAsync(TimeSpan span) => UntilAsync(() => IsDue(span), $"a timer in {span}");

    /// <summary>Waits until something is due after exactly this span, then lets it pass.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        await DueAsync(span);
        ((ManualClock)Time).Advance(Duration.FromTimeSpan(span));
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        var stopped = StopAsync();
        _gateway.DropAll();
        while (!stopped.IsCompleted)
        {
            // Whatever still waits on a clock that stands.
            (Time as ManualClock)?.Advance(Duration.FromSeconds(1));
            await Task.WhenAny(stopped, Task.Delay(5, CancellationToken.None));
        }

        await stopped;
        _logging.Dispose();
        _stop.Dispose();
    }

    private Task<GatewayAnswer> LookUpAsync(CancellationToken cancellationToken)
    {
        Lookups++;
        return Task.FromResult(Answers.TryDequeue(out var planned) ? planned : new GatewayAnswer.Known(new GatewayBot(_gateway.Url, Shards, Limit)));
    }

    private async ValueTask TakeAsync(GatewayEvent dispatched, CancellationToken cancellationToken)
    {
        Events.Enqueue((dispatched.ShardId, dispatched.Sequence, dispatched.Name, Encoding.UTF8.GetString(dispatched.Data.Span)));
        await Handler(dispatched, cancellationToken);
    }
}
