using System.Collections.Concurrent;
using System.Diagnostics;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>The token stands in every address that is called, so everything that could print an address is listened to.</summary>
public sealed class TokenTests
{
    private static readonly string _secret = LoopbackBotApi.Token.Split(':')[1];

    [Fact]
    public async Task The_token_appears_in_no_log_no_trace_no_event_and_no_metric_whatever_goes_wrong()
    {
        using var ears = new Ears();
        await using var api = await LoopbackBotApi.StartAsync();
        var logs = await RunThroughEverythingAsync(api);

        Assert.NotEmpty(logs);
        Assert.NotEmpty(ears.Heard);
        Assert.DoesNotContain(logs, line => line.Contains(_secret, StringComparison.Ordinal));
        Assert.DoesNotContain(_secret, string.Join('\n', ears.Heard), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_span_is_made_that_could_carry_the_address_away()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var api = await LoopbackBotApi.StartAsync();
        await using var bed = await TelegramBed.StartAsync(api, new RecordingSink(), TelegramReceive.Off);

        await bed.SendAsync(1, new Reply("x"));

        Assert.DoesNotContain(spans, span => span.TagObjects.Any(tag => $"{tag.Value}".Contains("/sendMessage", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_exception_says_the_token()
    {
        using var transport = new BotTransport(new Uri("http://127.0.0.1:1"), LoopbackBotApi.Token, TimeProvider.System);
        var result = await new BotApi(transport).GetMeAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(_secret, result.ToString(), StringComparison.Ordinal);

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BotApi(transport).GetMeAsync(cancelled.Token));
        Assert.DoesNotContain(_secret, thrown.ToString(), StringComparison.Ordinal);

        var options = new TelegramOptions { Token = LoopbackBotApi.Token, WebhookSecret = "hush" };
        Assert.DoesNotContain(_secret, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", $"{options}", StringComparison.Ordinal);
        var address = new SecretAddresses(new Uri("https://api.telegram.org"), LoopbackBotApi.Token).Of("getMe");
        Assert.DoesNotContain(_secret, $"{address} {address.Real} {address.Shown}", StringComparison.Ordinal);
        Assert.EndsWith($"/bot{LoopbackBotApi.Token}/getMe", address.Real.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-colon")]
    [InlineData("abc:def")]
    [InlineData("123:with space")]
    [InlineData("123:/../getMe")]
    public void A_fault_in_the_token_is_told_without_the_token(string token)
    {
        var fault = Assert.Single(new TelegramOptions { Token = token }.Faults());

        Assert.Equal("Telegram:Token", fault.Setting);
        Assert.True(token.Length == 0 || !fault.Rule.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_of_the_webhook_is_listed_at_once()
    {
        var faults = new TelegramOptions { Token = "1", Receive = TelegramReceive.Webhook, WebhookUrl = new Uri("https://bot.example:5080/telegram"), WebhookSecret = "ä" }.Faults();

        Assert.Equal(["Telegram:Token", "Telegram:WebhookUrl", "Telegram:WebhookSecret"], faults.Select(fault => fault.Setting));
    }

    private static async Task<IReadOnlyList<string>> RunThroughEverythingAsync(LoopbackBotApi api)
    {
        api.Plan("getMe", PlannedFault.Html502);
        api.Plan("getUpdates", PlannedFault.ResetBefore, PlannedFault.Conflict);
        api.Plan("sendMessage", PlannedFault.ResetAfter, PlannedFault.Error500, PlannedFault.TooFast);
        var sink = new RecordingSink();
        await using var bed = await TelegramBed.StartAsync(api, sink);
        api.Person(1).PressRaw(5, "1.a");
        await LoopbackBotApi.UntilAsync(() => sink.Taken.Count == 1, "the press");
        for (var i = 0; i < 5; i++)
        {
            await bed.SendAsync(1, new Reply("x") { Document = i == 4 ? new Document("a.txt", "text/plain", "x") : null });
        }

        api.RevokeToken();
        await bed.SendAsync(1, new Reply("x"));
        await bed.StopAsync();
        await api.DisposeAsync();
        await bed.SendAsync(2, new Reply("x"));
        return [.. bed.Logs.Lines];
    }
}
