using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Discord.Gateway;

/// <summary>Every close code of the documentation, over the wire.</summary>
public sealed class CloseCodeTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1011)]
    [InlineData(4000)]
    [InlineData(4001)]
    [InlineData(4002)]
    [InlineData(4006)]
    [InlineData(4999)]
    public async Task After_these_the_session_goes_on_at_once(int code)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");

        await line.CloseAsync(code);

        var (_, session, sequence) = await gateway.ResumedAsync();
        Assert.Equal(("session-1", 1L), (session, sequence));
        Assert.Equal(code is 4001 or 4002, bed.Logs.Lines.Any(one => one.StartsWith("Error", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_too_many_payloads_the_session_goes_on_but_not_at_once()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();

        await line.CloseAsync(4008);
        await bed.PassAsync(TimeSpan.FromSeconds(5));

        await gateway.ResumedAsync();
    }

    [Theory]
    [InlineData(4003)]
    [InlineData(4005)]
    [InlineData(4007)]
    [InlineData(4009)]
    public async Task After_these_another_session_begins(int code)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");

        await line.CloseAsync(code);
        await bed.PassAsync(GatewayLimits.BetweenIdentifies);

        var next = await gateway.SessionAsync("session-2");
        Assert.Equal("/", next.Path);
        await bed.EventAsync("READY", times: 2);
    }

    [Theory]
    [InlineData(4004, "Discord:Token")]
    [InlineData(4010, "Discord:ShardCount")]
    [InlineData(4011, "Discord:ShardCount")]
    [InlineData(4012, "Update the bot")]
    [InlineData(4013, "update it")]
    [InlineData(4014, "Privileged Gateway Intents")]
    public async Task After_these_it_stops_and_says_what_to_do(int code, string remedy)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway).Start();
        var line = await gateway.LineAsync();
        await line.HelloAsync();
        await line.IdentifiedAsync();

        await line.CloseAsync(code);

        await bed.Running.WaitAsync(GatewayLine.Patience, TestContext.Current.CancellationToken);
        var told = Assert.Single(bed.Logs.Lines, one => one.StartsWith("Critical", StringComparison.Ordinal));
        Assert.Contains(remedy, told, StringComparison.Ordinal);
        Assert.Contains("other platforms go on", told, StringComparison.Ordinal);
        Assert.Equal(GatewayPhase.Refused, bed.Statuses.Last().Phase);
        Assert.Contains(remedy, bed.Statuses.Last().Trouble, StringComparison.Ordinal);
        Assert.True(gateway.IsQuiet);
    }

    [Fact]
    public async Task One_shard_that_is_refused_stops_them_all()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Limit = new SessionStartLimit(1000, TimeSpan.FromHours(24), 2) };
        bed.Options = bed.Options with { ShardCount = 2 };
        bed.Start();
        var one = await gateway.SessionAsync();
        var other = await gateway.LineAsync();
        await other.HelloAsync();
        await other.IdentifiedAsync();

        await other.CloseAsync(4014);

        Assert.Equal(1000, await one.ClosedByBotAsync());
        await bed.Running.WaitAsync(GatewayLine.Patience, TestContext.Current.CancellationToken);
        Assert.Single(bed.Statuses, status => status.Phase == GatewayPhase.Refused);
    }

    [Fact]
    public async Task A_token_that_rest_refuses_is_not_tried_at_the_gateway()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway);
        bed.Answers.Enqueue(new GatewayAnswer.Refused());
        bed.Start();

        await bed.Running.WaitAsync(GatewayLine.Patience, TestContext.Current.CancellationToken);
        Assert.Contains("Discord:Token", Assert.Single(bed.Statuses).Trouble, StringComparison.Ordinal);
        Assert.Equal(0, gateway.Handshakes);
    }
}
