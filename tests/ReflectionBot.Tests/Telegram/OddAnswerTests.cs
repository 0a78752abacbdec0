using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Answers that Telegram never gives, and those of proxies that stand in its place: they end nothing and decide nothing.</summary>
public sealed class OddAnswerTests : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private LoopbackBotApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await LoopbackBotApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("[null]")]
    [InlineData("[5]")]
    [InlineData("[{}]")]
    [InlineData("null")]
    [InlineData("""[{"update_id":"7"}]""")]
    [InlineData("""[{"update_id":9223372036854775807}]""")]
    [InlineData("""[{"update_id":99999999999999999999}]""")]
    public async Task An_odd_answer_to_a_poll_is_asked_about_again_after_a_pause_and_ends_nothing(string result)
    {
        var time = new ManualTime();
        const int planned = 400;
        _api.Answer("getUpdates", planned, ApiReply.Done(result));
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);
        _api.Person(1).Writes("hello");

        // Each look may be two calls: all updates at once, then one by one.
        for (var pause = 1; pause <= 4; pause++)
        {
            await LoopbackBotApi.UntilAsync(() => time.IsDueWithin(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(8)), "a pause");
            Assert.InRange(planned - _api.AnswersLeft("getUpdates"), 1, 2 * pause);
            time.Pass(TimeSpan.FromSeconds(8));
        }

        Assert.False(bed.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        _api.Unanswer("getUpdates");
        await TimeUntilAsync(time, () => _sink.Taken.Count == 1 && _api.Updates.Pending == 0);
    }

    [Fact]
    public async Task A_hole_among_updates_keeps_nobody_waiting()
    {
        var id = _api.Updates.Add(number => $$$"""{"update_id":{{{number}}}}""");
        _api.Answer("getUpdates", 1, ApiReply.Done($$$"""[null,{"update_id":{{{id}}},"message":{"message_id":5,"from":{"id":1,"is_bot":false},"chat":{"id":1,"type":"private"},"text":"hello"} }]"""));
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1 && _api.Updates.Pending == 0, "the update beside the hole");
    }

    [Fact]
    public async Task Wait_no_time_at_all_is_not_taken_at_its_word()
    {
        var time = new ManualTime();
        _api.Answer("getUpdates", 100, ApiReply.Failed(429, "Too Many Requests: retry after 0", """{"retry_after":0}"""));
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);

        await LoopbackBotApi.UntilAsync(() => time.IsDueIn(TimeSpan.FromSeconds(1)), "a pause");

        Assert.Equal(99, _api.AnswersLeft("getUpdates"));
    }

    [Fact]
    public async Task A_bug_while_the_bot_introduces_itself_ends_nothing_and_it_begins_again()
    {
        var bugs = 1;
        await using var bed = await TelegramBed.StartAsync(
            _api, _sink, TelegramReceive.Webhook, pack: () => Interlocked.Decrement(ref bugs) >= 0 ? throw new InvalidOperationException("secret words") : TelegramBed.Content.Value);

        await LoopbackBotApi.UntilAsync(() => _api.Calls.Any(call => call.Method == "setMyCommands"), "the second try");

        Assert.False(bed.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Contains(bed.Logs.Lines, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(bed.Logs.Lines, line => line.Contains("secret words", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("5")]
    [InlineData("""{"update_id":"7"}""")]
    [InlineData("""{"update_id":99999999999999999999}""")]
    [InlineData("""{"update_id":7,"message":{"message_id":1,"from":{"id":1},"chat":{"id":1,"type":"private"},"text":"\ud800"}}""")]
    [InlineData("""{"update_id":7,"message":{"message_id":1,"from":{"id":1},"chat":{"id":1,"type":"\ud800"},"text":"x"}}""")]
    public async Task Something_odd_brought_to_the_webhook_does_not_come_for_ever(string body)
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink, TelegramReceive.Webhook);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _api.WebhookTarget) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(TelegramWebhook.SecretHeader, _api.WebhookSecret);

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task A_proxys_page_is_no_verdict_of_Telegram(int status)
    {
        _api.Answer("getMe", 1, ApiReply.Page(status));
        _api.Answer("getWebhookInfo", 1, ApiReply.Page(status));
        _api.Answer("getUpdates", 1, ApiReply.Page(status));
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        _api.Person(1).Writes("hello");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "the update after the pages");

        _api.Answer("sendMessage", 1, ApiReply.Page(status));
        Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(1, new Reply("x")));
        Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(1, new Reply("x")));
        Assert.DoesNotContain(bed.Logs.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JSON_that_is_not_of_the_Bot_API_is_no_verdict_either()
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink, TelegramReceive.Off);
        _api.Answer("sendMessage", 1, new ApiReply(403, """{"error":"blocked by policy"}"""));

        Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(1, new Reply("x")));
    }

    [Fact]
    public async Task A_proxy_that_finds_something_too_large_will_never_let_it_through()
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink, TelegramReceive.Off);
        _api.Answer("sendMessage", 1, ApiReply.Page(413));

        Assert.IsType<SendOutcome.Invalid>(await bed.SendAsync(1, new Reply("x")));
    }

    [Theory]
    [InlineData("Bad Request: message thread not found", "400 Bad Request: message thread not found")]
    [InlineData("Bad Request: TOPIC_CLOSED", "400 Bad Request: TOPIC_CLOSED")]
    [InlineData("Bad Request: can't parse entities: unsupported \"he hurts me\" in 7000001:AAE-x", "400 Bad Request: can't parse entities: unsupported … in …")]
    [InlineData("Bad Request: bad webhook: Failed to resolve host: Name or service not known", "400 Bad Request: bad webhook: Failed to resolve host: Name or service not known")]
    public void What_an_error_repeats_of_our_own_words_goes_no_further(string description, string reason) =>
        Assert.Equal(reason, ApiErrors.Read(400, description, parameters: null, retryAfterHeader: null).Reason);

    private static Task TimeUntilAsync(ManualTime time, Func<bool> holds) => LoopbackBotApi.UntilAsync(
        () =>
        {
            time.Pass(TimeSpan.FromMilliseconds(100));
            return holds();
        },
        "the update after the oddities");
}
