using System.Net;
using System.Text;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private LoopbackBotApi _api = null!;
    private TelegramBed _bed = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await LoopbackBotApi.StartAsync();
        _bed = await TelegramBed.StartAsync(_api, _sink, TelegramReceive.Webhook);
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task It_registers_its_https_address_with_the_secret_and_the_kinds_it_wants()
    {
        var call = Assert.Single(_api.Calls, call => call.Method == "setWebhook").Parameters;

        Assert.Equal("https://bot.example/telegram", call.GetProperty("url").GetString());
        Assert.Equal("loopback-Secret_1", call.GetProperty("secret_token").GetString());
        Assert.Equal(4, call.GetProperty("allowed_updates").GetArrayLength());
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Updates_become_the_same_inputs_as_by_polling()
    {
        var id = _api.Person(42, "es").Writes("/start c3-start-small");

        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "the input");

        var input = Assert.IsType<CommandInput>(_sink.Taken.Single());
        Assert.Equal(($"telegram/{id}", "start", "c3-start-small", "es"), (input.Id, input.Command, input.Argument, input.ClientLanguage));
    }

    [Fact]
    public async Task Telegram_hears_200_only_when_the_turn_is_durable()
    {
        var durable = new TaskCompletionSource<Acceptance>();
        _sink.Decide = (_, _) => new ValueTask<Acceptance>(durable.Task);

        _api.Person(1).Writes("hello");
        await LoopbackBotApi.UntilAsync(() => _sink.Offered.Count == 1, "the offer");

        Assert.Equal(1, _api.Pump.Undelivered);
        durable.SetResult(Acceptance.Taken);
        await LoopbackBotApi.UntilAsync(() => _api.Pump.Undelivered == 0, "the 200");
    }

    [Theory]
    [InlineData(nameof(Acceptance.Unavailable), 503)]
    [InlineData(nameof(Acceptance.TooMany), 429)]
    public async Task What_cannot_be_taken_now_comes_again(string refusal, int status)
    {
        var refusals = 2;
        _sink.Decide = (_, _) => ValueTask.FromResult(Interlocked.Decrement(ref refusals) >= 0 ? Enum.Parse<Acceptance>(refusal) : Acceptance.Taken);

        _api.Person(1).Writes("hello");

        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "the update to come again");
        Assert.Equal([status, status], _api.Pump.Refusals);
    }

    [Fact]
    public async Task An_update_brought_twice_changes_nothing_the_second_time()
    {
        _api.Pump.DoubleNext = 1;
        _api.Person(1).PressRaw(5, "1.a");

        await LoopbackBotApi.UntilAsync(() => _sink.Duplicates.Count == 1, "the second delivery");

        Assert.Single(_sink.Taken);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_bug_over_an_update_does_not_lose_it()
    {
        var faults = 1;
        _sink.Decide = (_, _) => Interlocked.Decrement(ref faults) >= 0 ? throw new InvalidOperationException("bug") : ValueTask.FromResult(Acceptance.Taken);

        _api.Person(1).Writes("hello");

        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "the update to come again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_update_over_which_the_bot_always_fails_is_given_up_once_others_go_through(bool throws)
    {
        _sink.Decide = (input, _) => input.Words != "poison" ? ValueTask.FromResult(Acceptance.Taken)
            : throws ? throw new InvalidOperationException("secret words") : ValueTask.FromResult(Acceptance.Unavailable);
        _api.Person(1).Writes("poison");
        _api.Person(1).Writes("behind");

        var others = 0;
        await LoopbackBotApi.UntilAsync(
            () =>
            {
                if (_api.Pump.Undelivered <= 2)
                {
                    _api.Person(2).Writes($"{others++}");
                }

                return _sink.Taken.Any(input => input.Words == "behind");
            },
            "the one behind it");

        Assert.DoesNotContain(_bed.Logs.Lines, line => line.Contains("secret words", StringComparison.Ordinal) || line.Contains("poison", StringComparison.Ordinal));
        Assert.Single(_bed.Logs.Lines, line => line.Contains("is given up", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("loopback-Secret_2", HttpStatusCode.Unauthorized)]
    [InlineData("loopback-Secret_1 ", HttpStatusCode.OK)]
    [InlineData("loopback-Secret_1", HttpStatusCode.OK)]
    public async Task Only_who_knows_the_secret_is_heard(string secret, HttpStatusCode expected)
    {
        using var answer = await PostAsync("""{"update_id":5}""", secret);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("{\"update_id\":5,", HttpStatusCode.BadRequest)]
    [InlineData("<html>", HttpStatusCode.BadRequest)]
    [InlineData("{\"update_id\":5,\"message\":\"odd\"}", HttpStatusCode.OK)]
    [InlineData("{\"update_id\":5,\"kind_of_2030\":{}}", HttpStatusCode.OK)]
    public async Task What_is_no_JSON_is_refused_and_what_is_not_understood_does_not_come_for_ever(string body, HttpStatusCode expected)
    {
        using var answer = await PostAsync(body, "loopback-Secret_1");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(_sink.Offered);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using var answer = await PostAsync(new string(' ', TelegramWebhook.MaxBody + 1), "loopback-Secret_1");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string secret)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _api.WebhookTarget) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(TelegramWebhook.SecretHeader, secret);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
