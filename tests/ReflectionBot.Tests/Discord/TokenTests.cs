using ReflectionBot.Adapters.Discord;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

/// <summary>Neither the bot's token nor those of interactions, which stand in the addresses that are called, are ever told to anybody.</summary>
public sealed class TokenTests
{
    private static readonly string _secret = LoopbackDiscord.Token.Split('.')[2];

    [Fact]
    public async Task No_token_appears_in_a_log_a_trace_an_event_or_a_metric_whatever_goes_wrong()
    {
        using var ears = new Ears();
        await using var discord = await LoopbackDiscord.StartAsync();
        discord.ForgivesLateAnswers = true;
        var logs = await RunThroughEverythingAsync(discord);

        Assert.NotEmpty(logs);
        Assert.NotEmpty(ears.Heard);
        foreach (var secret in new[] { _secret, LoopbackDiscord.InteractionSecret })
        {
            Assert.DoesNotContain(logs, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(ears.Heard, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_exception_and_no_value_says_a_token()
    {
        using var transport = new RestTransport(new Uri("http://127.0.0.1:1/api/v10"), LoopbackDiscord.Token, new RestLimits(TimeProvider.System), TimeProvider.System);
        var key = new InteractionKey("1", "2", LoopbackDiscord.InteractionSecret);
        var result = await new DiscordApi(transport).GetOriginalAsync(key, TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DiscordApi(transport).GetOriginalAsync(key, cancelled.Token));

        Assert.IsType<RestFailure.Unreachable>(result.Failure);
        var options = new DiscordOptions { Token = LoopbackDiscord.Token };
        foreach (var said in new[] { result.ToString(), thrown.ToString(), $"{options}", $"{key}", $"{Route.Callback(key)}" })
        {
            Assert.DoesNotContain(_secret, said, StringComparison.Ordinal);
            Assert.DoesNotContain(LoopbackDiscord.InteractionSecret, said, StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<string>> RunThroughEverythingAsync(LoopbackDiscord discord)
    {
        discord.Plan("GET applications/@me", PlannedFault.Html502);
        discord.Plan("POST interactions/{}/{}/callback", PlannedFault.ResetAfter, PlannedFault.Error500);
        discord.Plan("POST webhooks/{}/{}", PlannedFault.TooFast, PlannedFault.HalfJson);
        discord.Plan("POST channels/{}/messages", PlannedFault.ResetAfter, PlannedFault.Forbidden);
        var sink = new RecordingSink();
        await using var bed = await DiscordBed.StartAsync(discord, sink);
        discord.Person(1).Uses("help");
        await LoopbackDiscord.UntilAsync(() => sink.Taken.Count == 1, "the command");
        for (var i = 0; i < 5; i++)
        {
            await bed.SendAsync(1, new Reply("x") { Document = i == 4 ? new Document("a.txt", "text/plain", "x") : null });
            await bed.SendAsync(2, new Reply("y"));
        }

        discord.RevokeToken();
        await bed.SendAsync(3, new Reply("x"));
        discord.Publish("INTERACTION_CREATE", new System.Text.Json.Nodes.JsonObject { ["token"] = LoopbackDiscord.InteractionSecret, ["id"] = new System.Text.Json.Nodes.JsonArray() });
        await LoopbackDiscord.UntilAsync(() => discord.Gateway is { Waiting: 0, Open: 0 }, "the last event");
        return [.. bed.Logs.Lines];
    }
}
