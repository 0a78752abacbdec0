using System.Collections.Concurrent;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Turns;

public sealed class TurnLanesTests : IDisposable
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private readonly ConcurrentQueue<string> _taken = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Acceptance>> _gates = new(StringComparer.Ordinal);
    private readonly TurnLanes _lanes;
    private bool _gated;

    public TurnLanesTests() => _lanes = new TurnLanes(async input =>
    {
        _taken.Enqueue(input.Id);
        return _gated ? await Gate(input.Id).Task : Acceptance.Taken;
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _lanes.Dispose();

    [Fact]
    public async Task Inputs_of_one_address_are_taken_in_order_and_one_at_a_time()
    {
        _gated = true;
        var turns = new List<Task<Acceptance>>();
        for (var i = 0; i < 10; i++)
        {
            turns.Add((await _lanes.EnterAsync(Text($"{i}", Ann), urgent: false, Token))!);
        }

        for (var i = 0; i < 10; i++)
        {
            await Eventually.Equal(i + 1, () => _taken.Count);
            Gate($"{i}").SetResult(Acceptance.Taken);
            Assert.Equal(Acceptance.Taken, await turns[i]);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), _taken);
    }

    [Fact]
    public async Task Addresses_go_side_by_side_and_a_slow_one_holds_up_nobody()
    {
        _gated = true;
        var slow = (await _lanes.EnterAsync(Text("slow", Ann), urgent: false, Token))!;
        for (var i = 0; i < 50; i++)
        {
            var turn = (await _lanes.EnterAsync(Text($"{i}", Address.Of("local", $"p{i}")), urgent: false, Token))!;
            Gate($"{i}").SetResult(Acceptance.Taken);
            await turn;
        }

        Assert.False(slow.IsCompleted);
        Gate("slow").SetResult(Acceptance.Duplicate);
        Assert.Equal(Acceptance.Duplicate, await slow);
    }

    [Fact]
    public async Task A_full_lane_takes_no_more_until_there_is_room_again()
    {
        _gated = true;
        for (var i = 0; i < TurnLanes.MaxPerAddress; i++)
        {
            Assert.NotNull(await _lanes.EnterAsync(Text($"{i}", Ann), urgent: false, Token));
        }

        Assert.Null(await _lanes.EnterAsync(Text("too many", Ann), urgent: true, Token));
        Gate("0").SetResult(Acceptance.Taken);
        await Eventually.Equal(2, () => _taken.Count);
        Assert.NotNull(await _lanes.EnterAsync(Text("again", Ann), urgent: false, Token));
        Release();
    }

    [Fact]
    public async Task When_the_process_is_full_whoever_brings_more_waits_but_help_does_not()
    {
        _gated = true;
        for (var i = 0; i < TurnLanes.MaxOverall; i++)
        {
            await _lanes.EnterAsync(Text($"{i}", Address.Of("local", $"p{i}")), urgent: false, Token);
        }

        var waits = EnterAsync(Text("waits", Ann), Token);
        using var impatient = new CancellationTokenSource();
        var givesUp = EnterAsync(Text("gives up", Address.Parse("local:ben")), impatient.Token);
        var helped = (await _lanes.EnterAsync(Text("help", Address.Parse("local:eve")), urgent: true, Token))!;
        Gate("help").SetResult(Acceptance.Taken);
        Assert.Equal(Acceptance.Taken, await helped);
        Assert.False(waits.IsCompleted);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givesUp);
        Gate("0").SetResult(Acceptance.Taken);
        Gate("waits").SetResult(Acceptance.Taken);
        Assert.Equal(Acceptance.Taken, await (await waits)!);
        Assert.DoesNotContain("gives up", _taken);
        Release();
    }

    [Fact]
    public async Task Lanes_vanish_when_nothing_is_in_them()
    {
        for (var i = 0; i < 100; i++)
        {
            await (await _lanes.EnterAsync(Text($"{i}", Address.Of("local", $"p{i}")), urgent: false, Token))!;
        }

        await Eventually.Equal(0, () => _lanes.Count);
    }

    [Fact]
    public async Task A_turn_that_throws_tells_its_caller_and_the_lane_goes_on()
    {
        _gated = true;
        var broken = (await _lanes.EnterAsync(Text("broken", Ann), urgent: false, Token))!;
        var next = (await _lanes.EnterAsync(Text("next", Ann), urgent: false, Token))!;
        Gate("broken").SetException(new InvalidOperationException("x"));
        Gate("next").SetResult(Acceptance.Taken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        Assert.Equal(Acceptance.Taken, await next);
    }

    [Fact]
    public async Task When_storage_does_not_answer_those_behind_are_not_taken_either_so_that_they_can_come_again_in_order()
    {
        _gated = true;
        var first = (await _lanes.EnterAsync(Text("first", Ann), urgent: false, Token))!;
        var behind = (await _lanes.EnterAsync(Text("behind", Ann), urgent: true, Token))!;
        var elsewhere = (await _lanes.EnterAsync(Text("elsewhere", Address.Parse("local:ben")), urgent: false, Token))!;
        Gate("elsewhere").SetResult(Acceptance.Taken);

        Gate("first").SetException(new StorageUnavailableException("test"));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => first);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => behind);
        Assert.Equal(Acceptance.Taken, await elsewhere);
        Assert.DoesNotContain("behind", _taken);
        await Eventually.Equal(0, () => _lanes.Count);
    }

    private static TextInput Text(string id, Address address) => new(id, address, "text");

    private async Task<Task<Acceptance>?> EnterAsync(Input input, CancellationToken cancellationToken) => await _lanes.EnterAsync(input, urgent: false, cancellationToken);

    private TaskCompletionSource<Acceptance> Gate(string id) => _gates.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Release()
    {
        _gated = false;
        foreach (var gate in _gates.Values)
        {
            gate.TrySetResult(Acceptance.Taken);
        }
    }
}
