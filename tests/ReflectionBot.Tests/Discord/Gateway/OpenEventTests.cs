using System.Collections.Concurrent;
using NodaTime;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Discord.Gateway;

/// <summary>A handler that takes its time.</summary>
public sealed class OpenEventTests
{
    [Fact]
    public async Task A_handler_that_blocks_its_thread_holds_up_no_heartbeat_and_no_answer_to_one()
    {
        using var release = new ManualResetEventSlim();
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway)
        {
            Time = new ManualClock(),
            Handler = (one, stop) =>
            {
                if (one.Name == "SLOW")
                {
                    release.Wait(GatewayLine.Patience, stop);
                }

                return ValueTask.CompletedTask;
            },
        }.Start();
        var line = await gateway.SessionAsync();
        await line.EventAsync("SLOW", "{}");
        await line.EventAsync("BEHIND", "{}");
        await bed.EventAsync("SLOW");

        await bed.PassAsync(TimeSpan.FromSeconds(20));
        await line.HeartbeatAsync();
        await bed.PassAsync(TimeSpan.FromSeconds(40));
        await line.HeartbeatAsync();
        Assert.DoesNotContain("BEHIND", bed.Names);

        release.Set();
        await bed.EventAsync("BEHIND");
    }

    [Fact]
    public async Task When_too_much_is_open_reading_stops_heartbeats_go_on_and_nothing_is_lost()
    {
        var open = new TaskCompletionSource();
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock(), Handler = (_, _) => new ValueTask(open.Task) }.Start();
        var line = await gateway.SessionAsync();
        for (var i = 0; i < GatewayLimits.MaxOpenEvents + 50; i++)
        {
            await line.EventAsync("E", "{}");
        }

        await GatewayBed.UntilAsync(() => bed.Events.Count == GatewayLimits.MaxOpenEvents, "the most that may be open");
        await line.AckAsync();
        await bed.PassAsync(TimeSpan.FromSeconds(20));
        foreach (var beat in Enumerable.Range(0, 3))
        {
            // Its answer lies unread behind the events; that is no reason to leave.
            Assert.Equal((beat, 1L), (beat, (await line.ExpectAsync(Op.Heartbeat)).GetInt64()));
            await line.AckAsync();
            await bed.PassAsync(TimeSpan.FromSeconds(40));
        }

        Assert.Equal(GatewayLimits.MaxOpenEvents, bed.Events.Count);
        open.SetResult();
        await bed.EventAsync("E", GatewayLimits.MaxOpenEvents + 50);
        Assert.Equal(Enumerable.Range(1, GatewayLimits.MaxOpenEvents + 51).Select(i => (long)i), bed.Events.Select(one => one.Sequence));
        Assert.True(gateway.IsQuiet);
    }

    [Fact]
    public async Task Events_are_begun_in_order_whatever_their_turns_take()
    {
        var begun = new ConcurrentQueue<long>();
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway)
        {
            Handler = async (one, _) =>
            {
                begun.Enqueue(one.Sequence);
                for (var turn = 0; turn < one.Sequence % 3; turn++)
                {
                    await Task.Yield();
                }
            },
        }.Start();
        var line = await gateway.SessionAsync();
        for (var i = 0; i < 300; i++)
        {
            await line.EventAsync("E", "{}");
        }

        await bed.EventAsync("E", 300);
        Assert.Equal(Enumerable.Range(1, 301).Select(i => (long)i), begun);
    }

    [Fact]
    public async Task A_handler_that_fails_is_told_without_its_words_and_the_next_event_comes()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway)
        {
            Handler = (one, _) => one.Name == "BAD" ? throw new InvalidOperationException("a secret") : ValueTask.CompletedTask,
        }.Start();
        var line = await gateway.SessionAsync();

        await line.EventAsync("BAD", "{}");
        await line.EventAsync("NEXT", "{}");

        await bed.EventAsync("NEXT");
        Assert.Contains(bed.Logs.Lines, one => one.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(bed.Logs.Lines, one => one.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_breaks_while_there_is_no_room_is_resumed_before_what_found_none()
    {
        var open = new TaskCompletionSource();
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock(), Handler = (_, _) => new ValueTask(open.Task) }.Start();
        var line = await gateway.SessionAsync();
        for (var i = 0; i < GatewayLimits.MaxOpenEvents; i++)
        {
            await line.EventAsync("E", "{}");
        }

        await GatewayBed.UntilAsync(() => bed.Events.Count == GatewayLimits.MaxOpenEvents, "the most that may be open");
        line.Drop();

        // Nobody reads, so it is a heartbeat that finds out, and the first one may still be written to a connection that is gone.
        await GatewayBed.UntilAsync(
            () =>
            {
                if (gateway.IsQuiet)
                {
                    ((ManualClock)bed.Time).Advance(Duration.FromSeconds(1));
                }

                return !gateway.IsQuiet;
            },
            "the next connection");

        var (_, _, sequence) = await gateway.ResumedAsync();
        Assert.Equal(GatewayLimits.MaxOpenEvents, sequence);
        open.SetResult();
    }

    [Fact]
    public void Settled_is_only_what_has_nothing_open_before_it()
    {
        var events = new OpenEvents(10);
        var first = events.Open(11);
        var second = events.Open(12);
        events.Pass(13);
        second.Settle();
        Assert.Equal(10, events.Settled);

        first.Settle();
        Assert.Equal(13, events.Settled);

        events.Pass(14);
        Assert.Equal(14, events.Settled);
    }

    [Fact]
    public async Task A_large_event_passes_alone_and_others_wait_for_bytes_as_for_places()
    {
        var budget = new EventBudget(maxEvents: 3, maxBytes: 100);
        await budget.EnterAsync(500, TestContext.Current.CancellationToken);
        var second = budget.EnterAsync(1, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        Assert.True(budget.Holding);

        budget.Leave(500);
        await second;

        Assert.False(budget.Holding);
        Assert.Equal((1, 1L), (budget.Events, budget.Holds));
    }
}
