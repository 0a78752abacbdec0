using Microsoft.Extensions.Logging.Abstractions;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;

namespace ReflectionBot.Tests.Discord.Gateway;

/// <summary>What a process leaves to the next one.</summary>
public sealed class SessionFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rb-sessions-").FullName;

    private string File => Path.Combine(_folder, "discord-sessions.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_next_process_goes_on_behind_the_last_event_that_was_done_with()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using (var first = Bed(gateway))
        {
            first.Handler = async (one, stop) =>
            {
                if (one.Name == "CUT_SHORT")
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }
            };
            first.Start();
            var line = await gateway.SessionAsync();
            await line.EventAsync("DONE", "{}");
            await line.EventAsync("CUT_SHORT", "{}");
            await line.EventAsync("BEHIND", "{}");
            await first.EventAsync("BEHIND");
            var stopped = first.StopAsync();
            Assert.Equal(4000, await line.ClosedByBotAsync());
            await stopped;
        }

        await using var second = Bed(gateway).Start();
        var (again, session, sequence) = await gateway.ResumedAsync();
        Assert.Equal((ScriptedGateway.ResumePath, "session-1", 2L), (again.Path, session, sequence));
        await again.EventAsync("CUT_SHORT", "{}");
        await again.EventAsync("BEHIND", "{}");
        await again.EventAsync("RESUMED", "{}");
        await second.EventAsync("RESUMED");
        Assert.Equal(["CUT_SHORT", "BEHIND", "RESUMED"], second.Names);
        Assert.Equal(GatewayPhase.Resumed, second.Statuses.Last().Phase);
    }

    [Fact]
    public async Task A_session_is_on_disk_before_its_first_event_is_handed_over()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = Bed(gateway).Start();
        await gateway.SessionAsync();
        await bed.EventAsync("READY");

        var kept = new SessionFile(File, NullLogger.Instance).Load(SessionFile.OwnerOf(bed.Options, 1));

        Assert.Equal(new StoredSession("session-1", gateway.ResumeUrl, 1), kept[0]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Theory]
    [InlineData("intents")]
    [InlineData("shards")]
    [InlineData("token")]
    public async Task Sessions_of_another_bot_or_with_other_wishes_are_not_resumed(string changed)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var options = Bed(gateway).Options;
        Keep(SessionFile.OwnerOf(changed switch
        {
            "intents" => options with { Intents = GatewayIntents.Guilds },
            "token" => options with { Token = "MjAwMA.another.token" },
            _ => options,
        }, changed == "shards" ? 2 : 1), gateway.ResumeUrl);
        await using var bed = Bed(gateway).Start();

        await gateway.SessionAsync();

        await bed.EventAsync("READY");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"owner\":\"MTAwMA/4096/1\"")]
    [InlineData("{\"owner\":\"MTAwMA/4096/1\",\"shards\":null}")]
    [InlineData("{\"owner\":\"MTAwMA/4096/1\",\"shards\":[{\"id\":0,\"session\":null}]}")]
    [InlineData("{\"owner\":\"MTAwMA/4096/1\",\"shards\":[null]}")]
    public async Task A_file_that_cannot_be_read_costs_a_new_session_and_no_more(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, TestContext.Current.CancellationToken);
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = Bed(gateway).Start();

        await gateway.SessionAsync();

        await bed.EventAsync("READY");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_once_and_stops_nothing()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway);
        bed.Options = bed.Options with { SessionFile = Path.Combine(_folder, "no-such-folder", "sessions.json") };
        bed.Start();
        var line = await gateway.SessionAsync();
        await line.EventAsync("A", "{}");
        await bed.EventAsync("A");
        var stopped = bed.StopAsync();
        await line.ClosedByBotAsync();
        await stopped;

        Assert.Single(bed.Logs.Lines, one => one.Contains("cannot be kept", StringComparison.Ordinal));
    }

    [Fact]
    public void A_kept_address_that_is_less_safe_is_not_used()
    {
        Keep("owner", new Uri("ws://elsewhere.example"));

        var kept = new SessionFile(File, NullLogger.Instance).Load("owner")[0];

        Assert.Null(GatewayAddress.OfResume(kept.ResumeUrl!.OriginalString, new Uri("wss://gateway.discord.gg")));
    }

    private GatewayBed Bed(ScriptedGateway gateway)
    {
        var bed = new GatewayBed(gateway);
        bed.Options = bed.Options with { SessionFile = File };
        return bed;
    }

    private void Keep(string owner, Uri resumeUrl) =>
        new SessionFile(File, NullLogger.Instance)
            .Save(owner, new Dictionary<int, StoredSession> { [0] = new("kept", resumeUrl, 7) });
}
