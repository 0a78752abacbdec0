using System.Collections.Concurrent;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Scheduling;

public sealed class SweepTests : IAsyncLifetime
{
    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();
    private readonly ManualClock _clock = new();
    private readonly Sink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Sweep Sweep => new(_storage.Housekeeping, _sink, _clock);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

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
    public async Task A_wake_up_that_changed_nothing_is_not_found_due_for_ever()
    {
        await WaitAsync("ann", ManualClock.Start);
        await Sweep.RunAsync(Token);
        _sink.Answer = _ => Task.FromResult(Acceptance.Duplicate);
        await Sweep.RunAsync(Token);
        Assert.Equal(_sink.Inputs.First().Id, _sink.Inputs.Last().Id);
        await Sweep.RunAsync(Token);
        Assert.Equal(2, _sink.Inputs.Count);
    }

    [Fact]
    public async Task What_could_not_be_taken_waits_for_the_next_sweep()
    {
        for (var i = 0; i < Sweep.Batch + 5; i++)
        {
            await WaitAsync($"p{i}", ManualClock.Start);
        }

        _sink.Answer = _ => Task.FromResult(Acceptance.Unavailable);
        Assert.Equal(0, await Sweep.RunAsync(Token));
        Assert.Equal(Sweep.Batch, _sink.Inputs.Count);
        _sink.Answer = TakeAsync;
        Assert.Equal(Sweep.Batch + 5, await Sweep.RunAsync(Token));
        Assert.Empty(await _storage.Housekeeping.DueAsync(_clock.Now, 10, Token));
    }

    /// <summary>As a turn would: the conversation no longer wants to be woken.</summary>
    private async Task<Acceptance> TakeAsync(Input input)
    {
        var basis = await _storage.Turns.LoadAsync(input.Address, input.Id, Token);
        await _storage.Turns.CommitAsync(new TurnCommit(basis, input.Id, _clock.Now) { State = basis.State }, Token);
        return Acceptance.Taken;
    }

    private async Task WaitAsync(string name, Instant until)
    {
        var address = Address.Of("local", name);
        var basis = await _storage.Turns.LoadAsync(address, name, Token);
        await _storage.Turns.CommitAsync(new TurnCommit(basis, name, _clock.Now) { State = Encoding.UTF8.GetBytes("s"), WakesAt = until }, Token);
    }

    private sealed class Sink : IInputSink
    {
        public ConcurrentQueue<Input> Inputs { get; } = new();

        public Func<Input, Task<Acceptance>> Answer { get; set; } = _ => Task.FromResult(Acceptance.Taken);

        public async ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
        {
            Inputs.Enqueue(input);
            return await Answer(input);
        }
    }
}
