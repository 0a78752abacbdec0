using System.Collections.Concurrent;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class InputLanesTests : IDisposable
{
    private static readonly Address Ann = DiscordBed.AddressOf(42);
    private static readonly Address Ben = DiscordBed.AddressOf(43);

    private readonly ManualTime _time = new();
    private readonly RecordingSink _sink = new();
    private readonly CancellationTokenSource _process = new();
    private readonly InputLanes _lanes;

    public InputLanesTests() => _lanes = new InputLanes(_sink, _time);

    public void Dispose() => _process.Dispose();

    private IEnumerable<string> Taken => _sink.Taken.Select(input => input.Id);

    [Fact]
    public async Task What_storage_did_not_take_comes_again_with_those_behind_it_in_their_order()
    {
        Answering(Acceptance.Unavailable);
        var first = Offer("1");
        var behind = new[] { Offer("2"), Offer("3") };
        var other = Offer("b", Ben);
        await UntilAsync(() => _sink.LookedAt.Count == 2);

        await PassUntilAsync(() => Offers("1") > 1 && Offers("b") > 1);
        Answering(Acceptance.Taken);
        await PassUntilAsync(() => first.IsCompleted && other.IsCompleted);

        Assert.Equal([Acceptance.Taken, Acceptance.Taken, Acceptance.Taken, Acceptance.Taken], await Task.WhenAll([first, .. behind, other]));
        Assert.Equal(["1", "2", "3"], Taken.Where(id => id != "b"));
        Assert.All(_sink.Offered, input => Assert.True(input.ComesAgain));
        Assert.All(_sink.LookedAt, looked => Assert.False(looked.TurnedAway));
        await UntilAsync(() => _lanes.Count == 0);
    }

    [Fact]
    public async Task Those_that_were_refused_together_come_again_in_the_order_they_first_came_in()
    {
        var gates = new ConcurrentDictionary<string, TaskCompletionSource<Acceptance>>();
        _sink.Decide = async (input, _) => await gates.GetOrAdd(input.Id, _ => new()).Task;
        var offers = new[] { Offer("1"), Offer("2"), Offer("3") };
        var last = gates["3"];
        var others = new[] { gates["2"], gates["1"] };
        Answering(Acceptance.Taken);

        // The last is on its way to be offered again when the others are refused.
        last.SetResult(Acceptance.Unavailable);
        await UntilAsync(() => _time.Waiting > 0);
        Array.ForEach(others, gate => gate.SetResult(Acceptance.Unavailable));
        await PassUntilAsync(() => offers.All(offer => offer.IsCompleted));

        Assert.Equal(["1", "2", "3"], Taken);
    }

    [Fact]
    public async Task When_patience_is_over_the_last_offer_tells_the_person_and_those_behind_whose_patience_is_over_go_with_it()
    {
        _sink.Decide = (input, _) => ValueTask.FromResult(input.Id == "3" ? Acceptance.Taken : Acceptance.Unavailable);
        var old = new[] { Offer("1"), Offer("2") };
        await UntilAsync(() => _time.Waiting > 0);
        _time.Pass(InputLanes.Patience - TimeSpan.FromMilliseconds(1));
        var young = Offer("3");
        await PassUntilAsync(() => young.IsCompleted);

        Assert.Equal([Acceptance.Unavailable, Acceptance.Unavailable], await Task.WhenAll(old));
        Assert.Equal("1", Assert.Single(_sink.Offered, input => !input.ComesAgain).Id);
        Assert.Equal(0, Offers("2"));
        Assert.Equal(["3"], Taken);
    }

    [Fact]
    public async Task Too_many_at_once_are_turned_away_and_do_not_come_again()
    {
        Answering(Acceptance.TooMany);

        Assert.Equal(Acceptance.TooMany, await Offer("1"));

        Assert.Single(_sink.Offered);
        Assert.True(Assert.Single(_sink.LookedAt).TurnedAway);
        Assert.Equal(0, _lanes.Count);
    }

    [Fact]
    public async Task What_is_replayed_and_too_much_at_once_comes_again_and_nobody_is_told_otherwise()
    {
        Answering(Acceptance.TooMany);
        var replayed = _lanes.OfferAsync(new TextInput("1", Ann, "hello"), replayed: true, CancellationToken.None).AsTask();
        await PassUntilAsync(() => Offers("1") > 1);
        Answering(Acceptance.Taken);
        await PassUntilAsync(() => replayed.IsCompleted);

        Assert.Equal(Acceptance.Taken, await replayed);
        Assert.All(_sink.Offered, input => Assert.True(input.ComesAgain));
        Assert.DoesNotContain(_sink.LookedAt, looked => looked.TurnedAway);
    }

    [Fact]
    public async Task Too_many_behind_one_that_waits_are_turned_away_and_looked_at()
    {
        Answering(Acceptance.Unavailable);
        var waits = Enumerable.Range(0, InputLanes.MaxWaiting).Select(i => Offer($"{i}")).ToArray();
        await UntilAsync(() => _sink.LookedAt.Count == InputLanes.MaxWaiting - 1);

        Assert.Equal(Acceptance.TooMany, await Offer("one more"));

        Assert.Equal("one more", Assert.Single(_sink.LookedAt, looked => looked.TurnedAway).Input.Id);
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
    }

    [Fact]
    public async Task A_long_replay_of_one_person_is_taken_whole_in_order_and_a_few_at_a_time()
    {
        const int length = 200;
        var (under, most) = (0, 0);
        using var may = new SemaphoreSlim(0);
        _sink.Decide = async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref under));
            await may.WaitAsync(token);
            Interlocked.Decrement(ref under);
            return Acceptance.Taken;
        };
        var replay = Enumerable.Range(0, length).Select(i => Offer($"{i}", replayed: true)).ToArray();
        var fresh = Offer("fresh");

        may.Release(length + 1);
        await Task.WhenAll([.. replay, fresh]);

        Assert.InRange(most, 1, InputLanes.MaxReplayedAtOnce + 1);
        Assert.Equal([.. Enumerable.Range(0, length).Select(i => $"{i}"), "fresh"], _sink.Offered.Select(input => input.Id));
    }

    [Fact]
    public async Task Too_many_in_a_replay_come_again()
    {
        Answering(Acceptance.TooMany);
        var replayed = Offer("1", replayed: true);
        await UntilAsync(() => _time.Waiting > 0);
        Answering(Acceptance.Taken);
        await PassUntilAsync(() => replayed.IsCompleted);

        Assert.Equal(Acceptance.Taken, await replayed);
    }

    [Fact]
    public async Task When_the_process_ends_what_waits_was_not_taken()
    {
        Answering(Acceptance.Unavailable);
        var waits = new[] { Offer("1"), Offer("2") };
        await UntilAsync(() => _time.Waiting > 0);

        await _process.CancelAsync();

        foreach (var wait in waits)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        }

        Assert.Equal(0, Offers("2"));
        await UntilAsync(() => _lanes.Count == 0);
    }

    [Fact]
    public async Task A_bug_of_the_sink_is_passed_on_and_holds_up_nobody()
    {
        _sink.Decide = (input, _) => input.Id == "bad" ? throw new InvalidOperationException("x") : ValueTask.FromResult(Acceptance.Taken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Offer("bad"));

        Assert.Equal(Acceptance.Taken, await Offer("next"));
        Assert.Equal(0, _lanes.Count);
    }

    private Task<Acceptance> Offer(string id, Address? address = null, bool replayed = false) =>
        _lanes.OfferAsync(new TextInput(id, address ?? Ann, "words"), replayed, _process.Token).AsTask();

    private int Offers(string id) => _sink.Offered.Count(input => input.Id == id);

    private void Answering(Acceptance acceptance) => _sink.Decide = (_, _) => ValueTask.FromResult(acceptance);

    private static Task UntilAsync(Func<bool> holds) => LoopbackDiscord.UntilAsync(holds, "it to be so");

    /// <summary>Lets the pauses pass, one after the other.</summary>
    private async Task PassUntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            // Not before every lane has come to its pause: a clock that runs ahead of one would use up its patience.
            await UntilAsync(() => (_lanes.Count > 0 && _time.Waiting >= _lanes.Count) || holds());
            _time.Pass(InputLanes.FirstPause);
        }
    }
}
