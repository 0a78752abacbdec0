using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Discord.Gateway;

/// <summary>A session over several connections.</summary>
public sealed class ResumeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_drop_inside_a_message_is_resumed_where_the_session_says_and_the_message_comes_after_all(bool plain)
    {
        await using var gateway = await ScriptedGateway.StartAsync(plain);
        await using var bed = new GatewayBed(gateway).Start();
        var first = await gateway.SessionAsync();
        await first.EventAsync("A", "{}");
        await bed.EventAsync("A");
        await first.DropInsideAsync("""{"t":"B","s":3,"op":0,"d":{"id":"1","content":"a long one, so that half of it is missing"}}""");

        var (second, session, sequence) = await gateway.ResumedAsync();
        Assert.Equal((ScriptedGateway.ResumePath, first.Query), (second.Path, second.Query));
        Assert.Equal(("session-1", 2L), (session, sequence));
        await second.EventAsync("B", """{"id":"1"}""");
        await second.EventAsync("RESUMED", "{}");

        await bed.EventAsync("RESUMED");
        Assert.Equal(["READY", "A", "B", "RESUMED"], bed.Names);
        Assert.Equal([GatewayPhase.Connecting, GatewayPhase.Ready, GatewayPhase.Connecting, GatewayPhase.Resumed], bed.Statuses.Select(status => status.Phase));
    }

    [Fact]
    public async Task What_a_replay_repeats_is_not_handed_over_again()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway).Start();
        var line = await gateway.SessionAsync();
        await line.EventAsync("A", "{}");
        await line.EventAsync("B", "{}");
        await bed.EventAsync("B");
        line.Drop();

        var (again, _, _) = await gateway.ResumedAsync();
        await again.EventAsync("A", "{}", 2);
        await again.EventAsync("B", "{}", 3);
        await again.EventAsync("C", "{}", 4);
        await again.EventAsync("C", "{}", 4);
        await again.EventAsync("RESUMED", "{}", 5);

        await bed.EventAsync("RESUMED");
        Assert.Equal(["READY", "A", "B", "C", "RESUMED"], bed.Names);
    }

    [Fact]
    public async Task Asked_to_reconnect_the_bot_resumes_at_once()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();

        await line.ReconnectAsync();

        Assert.Equal(4000, await line.ClosedByBotAsync());
        var (_, session, _) = await gateway.ResumedAsync();
        Assert.Equal("session-1", session);
    }

    [Fact]
    public async Task Asked_to_reconnect_before_hello_the_bot_resumes_as_well()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await line.ReconnectAsync();
        var second = await gateway.LineAsync();

        await second.ReconnectAsync();
        Assert.Equal(4000, await second.ClosedByBotAsync());
        await bed.PassAsync(TimeSpan.FromSeconds(0.75));

        var (_, session, _) = await gateway.ResumedAsync();
        Assert.Equal("session-1", session);
    }

    [Fact]
    public async Task An_invalid_session_that_may_be_resumed_is_resumed()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();

        await line.InvalidAsync(resumable: true);

        Assert.Equal(4000, await line.ClosedByBotAsync());
        var (_, session, sequence) = await gateway.ResumedAsync();
        Assert.Equal(("session-1", 1L), (session, sequence));
    }

    [Fact]
    public async Task An_invalid_session_is_given_up_and_another_begins_after_one_to_five_seconds_where_one_identifies()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await line.EventAsync("A", "{}");
        await bed.EventAsync("A");

        await line.InvalidAsync(resumable: false);
        Assert.Equal(4000, await line.ClosedByBotAsync());
        await bed.PassAsync(TimeSpan.FromSeconds(3));
        await bed.PassAsync(GatewayLimits.BetweenIdentifies - TimeSpan.FromSeconds(3));

        var next = await gateway.LineAsync();
        Assert.Equal("/", next.Path);
        await next.HelloAsync();
        await next.IdentifiedAsync();
        await next.ReadyAsync("session-2", gateway.ResumeUrl);
        await next.EventAsync("A", "{}");
        await bed.EventAsync("A", times: 2);
        Assert.Equal([1L, 2, 1, 2], bed.Events.Select(one => one.Sequence));
    }

    [Fact]
    public async Task A_resume_that_is_refused_becomes_a_new_session()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");
        line.Drop();
        var (again, _, _) = await gateway.ResumedAsync();

        await again.InvalidAsync(resumable: false);
        await again.ClosedByBotAsync();
        await bed.PassAsync(TimeSpan.FromSeconds(3));
        await bed.PassAsync(GatewayLimits.BetweenIdentifies - TimeSpan.FromSeconds(3));

        await gateway.SessionAsync("session-2");
        await bed.EventAsync("READY", times: 2);
    }

    [Fact]
    public async Task When_the_sessions_own_address_is_gone_the_common_one_is_asked_to_resume()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Refuses = path => path == ScriptedGateway.ResumePath;
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");
        line.Drop();

        foreach (var pause in new[] { 0.75, 1.5, 3 })
        {
            await bed.PassAsync(TimeSpan.FromSeconds(pause));
        }

        var (again, session, _) = await gateway.ResumedAsync();
        Assert.Equal(("/", "session-1"), (again.Path, session));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_sessions_own_address_takes_connections_and_drops_them_the_common_one_is_asked(bool afterResume)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");
        line.Drop();

        foreach (var pause in new[] { 0.75, 1.5, 3 })
        {
            var accepted = afterResume ? (await gateway.ResumedAsync()).Line : await gateway.LineAsync();
            Assert.Equal(ScriptedGateway.ResumePath, accepted.Path);
            accepted.Drop();
            await bed.PassAsync(TimeSpan.FromSeconds(pause));
        }

        var (again, session, _) = await gateway.ResumedAsync();
        Assert.Equal(("/", "session-1"), (again.Path, session));
    }

    [Fact]
    public async Task Resumed_counts_whatever_its_number()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway).Start();
        var line = await gateway.SessionAsync();
        await line.EventAsync("A", "{}");
        await bed.EventAsync("A");
        line.Drop();

        var (again, _, _) = await gateway.ResumedAsync();
        await again.EventAsync("RESUMED", "{}", 2);

        await GatewayBed.UntilAsync(() => bed.Statuses.Last().Phase == GatewayPhase.Resumed, "the session to go on");
        Assert.Equal(["READY", "A"], bed.Names);
    }

    [Fact]
    public async Task Through_an_outage_of_hours_the_bot_asks_about_once_a_minute_tells_it_once_and_comes_back()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");
        gateway.Refuses = _ => true;
        line.Drop();

        double[] longer = [0.75, 1.5, 3, 6, 12, 24];
        foreach (var pause in longer.Concat(Enumerable.Repeat(45.0, 3 * 80)))
        {
            await bed.PassAsync(TimeSpan.FromSeconds(pause));
        }

        Assert.Single(bed.Logs.Lines, one => one.StartsWith("Warning", StringComparison.Ordinal));
        await bed.DueAsync(TimeSpan.FromSeconds(45));
        gateway.Refuses = _ => false;
        await bed.PassAsync(TimeSpan.FromSeconds(45));
        var (again, session, _) = await gateway.ResumedAsync();
        Assert.Equal("session-1", session);
        await again.EventAsync("RESUMED", "{}");
        await bed.EventAsync("RESUMED");
    }

    [Theory]
    [InlineData("wss://elsewhere.discord.gg", "wss://gateway.discord.gg", true)]
    [InlineData("ws://elsewhere.discord.gg", "wss://gateway.discord.gg", false)]
    [InlineData("https://elsewhere.discord.gg", "wss://gateway.discord.gg", false)]
    [InlineData("nonsense", "wss://gateway.discord.gg", false)]
    [InlineData(null, "wss://gateway.discord.gg", false)]
    [InlineData("ws://127.0.0.1:5", "ws://127.0.0.1:5", true)]
    public void The_token_is_not_sent_where_it_could_be_read(string? resume, string gateway, bool used) =>
        Assert.Equal(used, GatewayAddress.OfResume(resume, new Uri(gateway)) is not null);
}
