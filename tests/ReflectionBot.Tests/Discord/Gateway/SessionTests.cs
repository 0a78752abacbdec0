using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Discord.Gateway;

/// <summary>The life of one connection.</summary>
public sealed class SessionTests
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_session_begins_with_hello_identify_and_ready_and_then_events_come()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway).Start();

        var line = await gateway.LineAsync();
        Assert.Equal("?v=10&encoding=json&compress=zlib-stream", line.Query);
        await line.HelloAsync();
        var identify = await line.IdentifiedAsync();
        Assert.Equal(1 << 12, identify.GetProperty("intents").GetInt32());
        Assert.Equal("[0,1]", identify.GetProperty("shard").GetRawText());
        await line.ReadyAsync("session-1", gateway.ResumeUrl);
        await line.EventAsync("MESSAGE_CREATE", """{"id":"7","content":"äöü 💛"}""");

        await bed.EventAsync("MESSAGE_CREATE");
        Assert.Equal((0, 2L, "MESSAGE_CREATE", """{"id":"7","content":"äöü 💛"}"""), bed.Events.Last());
        Assert.Equal(["READY", "MESSAGE_CREATE"], bed.Names);
        Assert.Equal([GatewayPhase.Connecting, GatewayPhase.Ready], bed.Statuses.Select(status => status.Phase));
    }

    [Fact]
    public async Task The_first_heartbeat_comes_after_a_part_of_the_interval_and_the_others_after_all_of_it()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock(), Roll = 0.25 }.Start();
        var line = await gateway.LineAsync();
        await line.HelloAsync();
        await line.IdentifiedAsync();

        await bed.PassAsync(_interval * 0.25);
        Assert.Null(await line.HeartbeatAsync());

        await line.ReadyAsync("session-1", gateway.ResumeUrl);
        await bed.EventAsync("READY");
        for (var beat = 0; beat < 3; beat++)
        {
            await bed.PassAsync(_interval);
            Assert.Equal(1, await line.HeartbeatAsync());
        }

        Assert.True(gateway.IsQuiet);
    }

    [Fact]
    public async Task A_heartbeat_that_the_server_asks_for_goes_out_at_once()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();

        await line.SendAsync("""{"op":1,"d":null}""");

        Assert.Equal(1, await line.HeartbeatAsync());
    }

    [Fact]
    public async Task Heartbeats_go_on_while_ready_does_not_come()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.LineAsync();
        await line.HelloAsync();
        await line.IdentifiedAsync();

        await bed.PassAsync(_interval * 0.5);
        await line.HeartbeatAsync();
        for (var beat = 0; beat < 20; beat++)
        {
            await bed.PassAsync(_interval);
            Assert.Null(await line.HeartbeatAsync());
        }

        Assert.True(gateway.IsQuiet);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_a_heartbeat_is_left_with_a_code_that_keeps_the_session()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");

        await bed.PassAsync(_interval * 0.5);
        await line.ExpectAsync(Op.Heartbeat);
        await bed.PassAsync(_interval);

        Assert.Equal(4000, await line.ClosedByBotAsync());
        var (_, session, sequence) = await gateway.ResumedAsync();
        Assert.Equal(("session-1", 1L), (session, sequence));
    }

    [Fact]
    public async Task A_server_that_never_says_hello_is_left_and_tried_again()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.LineAsync();

        await bed.PassAsync(GatewayConnection.HelloPatience);
        await line.ClosedByBotAsync();
        await bed.PassAsync(TimeSpan.FromSeconds(0.75));

        await gateway.SessionAsync();
    }

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 4000)]
    public async Task Stopping_ends_the_session_unless_the_next_process_can_resume_it(bool keeps, int code)
    {
        var file = keeps ? Path.Combine(Directory.CreateTempSubdirectory().FullName, "sessions.json") : null;
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway);
        bed.Options = bed.Options with { SessionFile = file };
        bed.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");

        var stopped = bed.StopAsync();

        Assert.Equal(code, await line.ClosedByBotAsync());
        await stopped;
        Assert.Equal(GatewayPhase.Closed, bed.Statuses.Last().Phase);
        Assert.Equal(keeps, File.Exists(file));
    }

    [Fact]
    public async Task Stopping_waits_for_the_turns_that_are_under_way()
    {
        var turn = new TaskCompletionSource();
        var cancelled = false;
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway)
        {
            Handler = async (one, stop) =>
            {
                if (one.Name == "TURN")
                {
                    await turn.Task;
                    cancelled = stop.IsCancellationRequested;
                }
            },
        }.Start();
        var line = await gateway.SessionAsync();
        await line.EventAsync("TURN", "{}");
        await bed.EventAsync("TURN");

        var stopped = bed.StopAsync();
        await line.ClosedByBotAsync();
        Assert.False(stopped.IsCompleted);
        turn.SetResult();
        await stopped;

        Assert.False(cancelled);
    }
}
