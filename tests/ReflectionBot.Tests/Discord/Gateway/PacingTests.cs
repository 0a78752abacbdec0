using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Discord.Gateway;

/// <summary>How often the bot does what Discord counts.</summary>
public sealed class PacingTests
{
    private static readonly TimeSpan _day = TimeSpan.FromHours(24);

    [Fact]
    public async Task With_no_session_left_for_the_day_the_bot_does_not_identify_says_so_and_goes_on_when_there_are_some()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock(), Limit = new SessionStartLimit(0, TimeSpan.FromMinutes(25), 1) }.Start();

        await bed.PassAsync(TimeSpan.FromMinutes(10));
        await bed.DueAsync(TimeSpan.FromMinutes(10));
        bed.Limit = new SessionStartLimit(0, TimeSpan.FromMinutes(5), 1);
        await bed.PassAsync(TimeSpan.FromMinutes(10));
        await bed.DueAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, gateway.Handshakes);
        Assert.Contains(bed.Logs.Lines, one => one.StartsWith("Critical", StringComparison.Ordinal) && one.Contains("no more sessions for 25 min", StringComparison.Ordinal));
        Assert.Contains("used up", bed.Statuses.Last().Trouble, StringComparison.Ordinal);

        bed.Limit = new SessionStartLimit(1000, _day, 1);
        await bed.PassAsync(TimeSpan.FromMinutes(5));
        await gateway.SessionAsync();
    }

    [Fact]
    public async Task A_session_that_is_kept_is_resumed_even_when_none_may_be_started()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock(), Limit = new SessionStartLimit(1, _day, 1) }.Start();
        var line = await gateway.SessionAsync();
        bed.Limit = new SessionStartLimit(0, _day, 1);

        await line.ReconnectAsync();

        await gateway.ResumedAsync();
    }

    [Fact]
    public async Task Shards_identify_in_groups_of_max_concurrency_and_the_groups_stand_five_seconds_apart()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock(), Shards = 6, Limit = new SessionStartLimit(1000, _day, 2) };
        bed.Options = bed.Options with { ShardCount = null };
        bed.Start();

        for (var group = 0; group < 3; group++)
        {
            var shards = new List<int>();
            foreach (var _ in Enumerable.Range(0, 2))
            {
                var line = await gateway.LineAsync();
                await line.HelloAsync();
                var identify = await line.IdentifiedAsync();
                Assert.Equal(6, identify.GetProperty("shard")[1].GetInt32());
                shards.Add(identify.GetProperty("shard")[0].GetInt32());
                await line.ReadyAsync($"session-{shards[^1]}", gateway.ResumeUrl);
            }

            Assert.Equal([2 * group, (2 * group) + 1], shards.Order());
            Assert.True(gateway.IsQuiet);
            if (group < 2)
            {
                await GatewayBed.UntilAsync(() => bed.CountDue(GatewayLimits.BetweenIdentifies) == 2, "both of the next group to wait");
                await bed.PassAsync(GatewayLimits.BetweenIdentifies);
            }
        }

        await GatewayBed.UntilAsync(() => bed.Statuses.Count(status => status.Phase == GatewayPhase.Ready) == 6, "six shards");
        await GatewayBed.UntilAsync(() => bed.Events.Select(one => one.Shard).Distinct().Count() == 6, "an event of each");
    }

    [Fact]
    public async Task A_place_to_identify_that_was_not_used_is_free_at_once()
    {
        var clock = new ManualClock();
        var bot = new GatewayBot(new Uri("ws://127.0.0.1"), 1, new SessionStartLimit(10, _day, 1));
        using var gate = new IdentifyGate(_ => Task.FromResult<GatewayAnswer>(new GatewayAnswer.Known(bot)), bot, clock, () => 0.5, NullLogger.Instance);

        using (await gate.EnterAsync(0, _ => { }, TestContext.Current.CancellationToken))
        {
            Assert.False(gate.EnterAsync(1, _ => { }, TestContext.Current.CancellationToken).IsCompleted);
        }

        Assert.Empty(clock.Due);
    }

    [Fact]
    public async Task A_server_that_keeps_asking_for_heartbeats_gets_no_more_than_a_minute_allows_and_the_due_one_still_goes_out()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock(), Roll = 0.5 }.Start();
        var line = await gateway.SessionAsync();
        for (var i = 0; i < 300; i++)
        {
            await line.SendAsync("""{"op":1,"d":null}""");
        }

        await line.EventAsync("BEHIND", "{}");
        await bed.EventAsync("BEHIND");
        await bed.PassAsync(TimeSpan.FromSeconds(20));

        // Identify was one of the 120, and ten places are kept.
        for (var i = 0; i < GatewayLimits.MaxSends - GatewayLimits.SendsForHeartbeats - 1; i++)
        {
            Assert.Equal(1, (await line.ExpectAsync(Op.Heartbeat)).GetInt64());
        }

        Assert.Equal(2, (await line.ExpectAsync(Op.Heartbeat)).GetInt64());
        await line.AckAsync();
        await line.CloseAsync(4000);
    }

    [Fact]
    public void No_window_of_a_minute_holds_more_than_120_sends()
    {
        var clock = new ManualClock();
        var window = new SendWindow(clock);
        var sent = new List<Instant>();
        for (var tick = 0; tick < 2_000; tick++)
        {
            if (window.TryTake(mustGo: tick % 3 == 0))
            {
                sent.Add(clock.Now);
            }

            clock.Advance(Duration.FromMilliseconds(137));
        }

        Assert.All(sent, one => Assert.InRange(sent.Count(other => other >= one && other - one < Duration.FromSeconds(60)), 1, 120));
        Assert.True(sent.Count > 400);
    }

    [Theory]
    [InlineData(nameof(EndKind.SessionInvalid), false)]
    [InlineData(nameof(EndKind.SessionInvalid), true)]
    [InlineData(nameof(EndKind.Closed), true)]
    [InlineData(nameof(EndKind.Dropped), false)]
    public void Whatever_goes_wrong_for_a_whole_day_does_not_spend_the_days_sessions(string ended, bool reachesReady)
    {
        var kind = Enum.Parse<EndKind>(ended);
        var plan = new ReconnectPlan(() => 0);
        var spent = TimeSpan.Zero;
        var identifies = 0;
        while (spent < _day)
        {
            identifies++;
            var end = new ConnectionEnd(kind, "x", kind == EndKind.Closed ? 4009 : 0) { Identified = true, InService = reachesReady ? TimeSpan.FromSeconds(1) : null };
            var next = plan.After(end, hasSession: reachesReady);
            Assert.False(next.KeepsSession);
            spent += next.Pause;
        }

        Assert.InRange(identifies, 1, 500);
    }
}
