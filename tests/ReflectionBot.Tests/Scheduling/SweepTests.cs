using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Scheduling;

public sealed class SweepTests : IAsyncLifetime
{
    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();
    private readonly ManualClock _clock = new();
    private readonly Sink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly ScriptedSender _platform = new();
    private OutboxSender? _outbox;
    private Sweep? _sweep;

    private OutboxSender Outbox => _outbox ??= new(_storage.Outbox, [_platform], _clock, _clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings());

    private Sweep Sweep => _sweep ??= new(_storage.Housekeeping, _sink, Outbox, _clock);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_outbox is not null)
        {
            await _outbox.DisposeAsync();
        }

        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_is_woken_when_its_time_has_come_and_not_before()
    {
        await WaitAsync("ann", ManualClock.Start + Duration.FromMinutes(10));
        Assert.Equal(0, await Sweep.RunAsync(Token));
        _clock.Advance(Duration.FromMinutes(10));
        Assert.Equal(1, await Sweep.RunAsync(Token));
        var woken = Assert.IsType<WokenInput>(Assert.Single(_sink.Inputs));
        Assert.Equal("local:ann", woken.Address.Value);
    }

    [Fact]
    public async Task A_popular_minute_is_spread_over_the_sweeps_after_it_and_everybody_is_woken_once()
    {
        for (var i = 0; i < (2 * Sweep.MaxPerSweep) + 5; i++)
        {
            await WaitAsync($"p{i}", ManualClock.Start);
        }

        _sink.Answer = TakeAsync;
        Assert.Equal(Sweep.MaxPerSweep, await Sweep.RunAsync(Token));
        Assert.Equal(Sweep.MaxPerSweep, await Sweep.RunAsync(Token));
        Assert.Equal(5, await Sweep.RunAsync(Token));
        Assert.Equal(0, await Sweep.RunAsync(Token));
        Assert.Equal(_sink.Inputs.Count, _sink.Inputs.Select(input => input.Address).Distinct().Count());
        Assert.True(_sink.MostAtOnce <= Sweep.AtOnce, $"{_sink.MostAtOnce} at once");
    }

    [Fact]
    public async Task While_the_storage_takes_nothing_a_sweep_ends_at_once_and_the_next_finds_them_all()
    {
        for (var i = 0; i < Sweep.AtOnce + 5; i++)
        {
            await WaitAsync($"p{i}", ManualClock.Start);
        }

        _sink.Answer = _ => Task.FromResult(Acceptance.Unavailable);
        Assert.Equal(0, await Sweep.RunAsync(Token));
        Assert.Equal(Sweep.AtOnce, _sink.Inputs.Count);
        _sink.Answer = TakeAsync;
        Assert.Equal(Sweep.AtOnce + 5, await Sweep.RunAsync(Token));
        Assert.Empty(await _storage.Housekeeping.DueAsync(_clock.Now, 10, [], Token));
    }

    [Fact]
    public async Task A_sweep_that_wakes_nobody_ends_though_all_stay_due()
    {
        for (var i = 0; i < Sweep.MaxPerSweep + 5; i++)
        {
            await WaitAsync($"p{i}", ManualClock.Start);
        }

        foreach (var answer in (Acceptance[])[Acceptance.Duplicate, Acceptance.TooMany])
        {
            _sink.Inputs.Clear();
            _sink.Answer = _ => Task.FromResult(answer);
            Assert.Equal(0, await Sweep.RunAsync(Token));
            Assert.Equal(Sweep.MaxPerSweep, _sink.Inputs.Count);
        }
    }

    [Fact]
    public async Task Conversations_that_cannot_be_woken_let_others_go_first_and_are_tried_again()
    {
        for (var i = 0; i < Sweep.MaxPerSweep; i++)
        {
            await WaitAsync($"broken{i}", ManualClock.Start - Duration.FromMinutes(1));
        }

        await WaitAsync("ann", ManualClock.Start);
        _sink.Answer = input => input.Address.Local == "ann" ? TakeAsync(input) : Task.FromResult(Acceptance.TooMany);
        Assert.Equal(0, await Sweep.RunAsync(Token));
        Assert.Equal(1, await Sweep.RunAsync(Token));
        _sink.Inputs.Clear();
        _clock.Advance(Duration.FromMinutes(5));
        _sink.Answer = TakeAsync;
        Assert.Equal(Sweep.MaxPerSweep, await Sweep.RunAsync(Token));
    }

    [Fact]
    public async Task While_many_nudges_wait_for_a_platform_its_conversations_sleep_on_and_others_are_woken()
    {
        _platform.Otherwise = _ => new TaskCompletionSource<SendOutcome>().Task;
        await Outbox.CatchUpAsync(Token);
        for (var i = 0; i < Sweep.MaxWaiting + 20; i++)
        {
            var waiting = Address.Of("local", $"w{i}");
            var basis = await _storage.Turns.LoadAsync(waiting, $"w{i}", Token);
            Outbox.Offer((await _storage.Turns.CommitAsync(new TurnCommit(basis, $"w{i}", _clock.Now) { State = "s"u8.ToArray(), Outbox = [new OutboxDraft(new Reply("nudge") { Urgency = Urgency.Nudge })] }, Token)).Outbox);
        }

        await WaitAsync("ann", ManualClock.Start);
        await WaitAsync("ben", ManualClock.Start, "telegram");
        Assert.Equal(1, await Sweep.RunAsync(Token));
        Assert.Equal("telegram:ben", Assert.Single(_sink.Inputs).Address.Value);
    }

    [Fact]
    public async Task After_a_clock_was_set_back_the_same_conversation_is_woken_again_at_its_time()
    {
        await WaitAsync("ann", ManualClock.Start);
        await Sweep.RunAsync(Token);
        _clock.Advance(Duration.FromSeconds(1));
        await Sweep.RunAsync(Token);
        Assert.Equal(2, _sink.Inputs.Select(input => input.Id).Distinct().Count());
    }

    /// <summary>As a turn would: the conversation no longer wants to be woken.</summary>
    private async Task<Acceptance> TakeAsync(Input input)
    {
        var basis = await _storage.Turns.LoadAsync(input.Address, input.Id, Token);
        await _storage.Turns.CommitAsync(new TurnCommit(basis, input.Id, _clock.Now) { State = basis.State }, Token);
        return Acceptance.Taken;
    }

    private async Task WaitAsync(string name, Instant until, string platform = "local")
    {
        var address = Address.Of(platform, name);
        var basis = await _storage.Turns.LoadAsync(address, name, Token);
        await _storage.Turns.CommitAsync(new TurnCommit(basis, name, _clock.Now) { State = Encoding.UTF8.GetBytes("s"), WakesAt = until }, Token);
    }

    private sealed class Sink : IInputSink
    {
        private int _underWay;

        public ConcurrentQueue<Input> Inputs { get; } = new();

        public Func<Input, Task<Acceptance>> Answer { get; set; } = _ => Task.FromResult(Acceptance.Taken);

        public int MostAtOnce { get; private set; }

        public async ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
        {
            Inputs.Enqueue(input);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _underWay));
            var answer = await Answer(input);
            Interlocked.Decrement(ref _underWay);
            return answer;
        }

        public bool CallsForHelp(string words) => false;

        public ValueTask LookAsync(Input input, bool turnedAway) => throw new NotSupportedException();
    }
}
