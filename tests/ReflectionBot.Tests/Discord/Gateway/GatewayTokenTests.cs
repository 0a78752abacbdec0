using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;

namespace ReflectionBot.Tests.Discord.Gateway;

public sealed class GatewayTokenTests
{
    [Fact]
    public async Task The_token_is_in_no_log_no_status_and_no_file_whatever_goes_wrong()
    {
        var folder = Directory.CreateTempSubdirectory("rb-token-");
        try
        {
            var file = Path.Combine(folder.FullName, "sessions.json");
            await using var gateway = await ScriptedGateway.StartAsync();
            await using var bed = new GatewayBed(gateway) { Handler = (_, _) => throw new InvalidOperationException(ScriptedGateway.Token) };
            bed.Options = bed.Options with { SessionFile = file };
            bed.Start();
            var line = await gateway.SessionAsync();
            await line.SendAsync("""{"op":0,"broken":""");
            await line.EventAsync("A", "{}");
            await line.CloseAsync(4002);
            var (again, _, _) = await gateway.ResumedAsync();
            gateway.Refuses = _ => true;
            again.Drop();
            await GatewayBed.UntilAsync(() => bed.Logs.Lines.Any(one => one.Contains("no session could be had", StringComparison.Ordinal)), "the outage to be told");
            gateway.Refuses = _ => false;
            var (last, _, _) = await gateway.ResumedAsync();
            await last.CloseAsync(4004);
            await bed.Running.WaitAsync(GatewayLine.Patience, TestContext.Current.CancellationToken);

            var everything = string.Join('\n', [.. bed.Logs.Lines, .. bed.Statuses.Select(one => one.ToString()), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), $"{bed.Options}"]);
            Assert.NotEmpty(bed.Logs.Lines);
            Assert.DoesNotContain("loopback.token", everything, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_is_sent_does_not_print_the_token()
    {
        var identify = new Identify(ScriptedGateway.Token, 1, [0, 1], IdentifyProperties.Own);
        var resume = new Resume(ScriptedGateway.Token, "session-1", 5);

        Assert.DoesNotContain("token", $"{identify} {new Sent<Identify>(Op.Identify, identify)} {resume} {new Sent<Resume>(Op.Resume, resume)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_larger_than_discord_takes_is_never_sent_and_the_fault_does_not_hold_it()
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        using var writer = new GatewayWriter(socket, TimeProvider.System);
        var identify = new Identify(new string('t', GatewayLimits.MaxSentBytes), 1, [0, 1], IdentifyProperties.Own);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => writer.IdentifyAsync(identify, TestContext.Current.CancellationToken));

        Assert.DoesNotContain("tttt", thrown.ToString(), StringComparison.Ordinal);
    }
}
