using Microsoft.Extensions.DependencyInjection;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>What networks, servers and operators do to the receiving side. The sending side is in <see cref="TelegramSenderTests"/>.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private LoopbackBotApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await LoopbackBotApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData(nameof(PlannedFault.ResetBefore))]
    [InlineData(nameof(PlannedFault.ResetAfter))]
    [InlineData(nameof(PlannedFault.Error500))]
    [InlineData(nameof(PlannedFault.Html502))]
    [InlineData(nameof(PlannedFault.HalfJson))]
    [InlineData(nameof(PlannedFault.TooFast))]
    public async Task A_poll_that_fails_loses_nothing_and_doubles_nothing(string fault)
    {
        _api.Plan("getUpdates", Enum.Parse<PlannedFault>(fault));
        _api.Person(1).Writes("one");
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "the update after the fault");
        _api.Plan("getUpdates", Enum.Parse<PlannedFault>(fault), Enum.Parse<PlannedFault>(fault));
        _api.Person(1).Writes("two");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 2 && _api.Updates.Pending == 0, "the next update");

        Assert.Equal(["one", "two"], _sink.Taken.Select(input => input.Words));
        Assert.Empty(_sink.Duplicates);
    }

    [Fact]
    public async Task Thirty_seconds_of_silence_end_the_poll_and_the_next_one_brings_everything()
    {
        var time = new ManualTime();
        _api.Plan("getUpdates", PlannedFault.Silence);
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);
        await LoopbackBotApi.UntilAsync(() => _api.Silenced == 1, "the silence");
        _api.Person(1).Writes("hello");

        time.Pass(TimeSpan.FromSeconds(TelegramPoller.PollSeconds + 15));
        await PassUntilAsync(time, () => _sink.Taken.Count == 1, "the update after the silence");
    }

    [Fact]
    public async Task A_send_that_meets_silence_is_in_doubt_after_twenty_seconds()
    {
        var time = new ManualTime();
        await using var bed = await TelegramBed.StartAsync(_api, _sink, TelegramReceive.Off, time);
        _api.Chats.Open[1] = true;
        _api.Plan("sendMessage", PlannedFault.Silence);

        var sending = bed.SendAsync(1, new Reply("x"));
        await LoopbackBotApi.UntilAsync(() => _api.Silenced == 1, "the silence");
        Assert.False(sending.IsCompleted);
        time.Pass(TimeSpan.FromSeconds(20));

        Assert.IsType<SendOutcome.Doubtful>(await sending);
    }

    [Fact]
    public async Task An_update_delivered_again_after_a_restart_is_known_by_its_id()
    {
        var first = await TelegramBed.StartAsync(_api, _sink);
        var id = _api.Person(1).Writes("hello");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "the update");
        await first.DisposeAsync();
        _api.Updates.Repeat(id);

        await using var second = await TelegramBed.StartAsync(_api, _sink);
        await LoopbackBotApi.UntilAsync(() => _sink.Duplicates.Count == 1 && _api.Updates.Pending == 0, "the second delivery to be known");

        Assert.Single(_sink.Taken);
    }

    [Fact]
    public async Task One_update_that_cannot_be_read_does_not_hold_up_those_behind_it()
    {
        _api.Updates.Add(id => $$$"""{"update_id":{{{id}}},"message":{"message_id":"seven","from":[],"chat":{"id":1} } }""");
        _api.Person(1).Writes("hello");
        _api.Updates.Add(id => $$$"""{"update_id":{{{id}}},"message":17}""");
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1 && _api.Updates.Pending == 0, "the readable one, and all confirmed");

        Assert.Contains(bed.Logs.Lines, line => line.Contains("could not be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_poller_is_explained_in_plain_words_and_polling_comes_back()
    {
        var time = new ManualTime();
        _api.Plan("getUpdates", PlannedFault.Conflict, PlannedFault.Conflict);
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);
        _api.Person(1).Writes("hello");

        int Explained() => bed.Logs.Lines.Count(line => line.Contains("Another program fetches this bot's messages with the same token", StringComparison.Ordinal));
        await LoopbackBotApi.UntilAsync(() => Explained() == 1, "the first explanation");
        await PassUntilAsync(time, () => _sink.Taken.Count == 1, "the update after the conflict");

        Assert.Equal(2, Explained());
    }

    [Fact]
    public async Task A_webhook_set_behind_our_back_is_explained_and_not_fought()
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        await LoopbackBotApi.UntilAsync(() => _api.Calls.Any(call => call.Method == "getUpdates"), "polling");

        _api.WebhookUrl = "https://elsewhere.example/hook";
        _api.Updates.EndPoll();

        await LoopbackBotApi.UntilAsync(() => bed.Logs.Lines.Any(line => line.Contains("Somebody has set a webhook for this bot", StringComparison.Ordinal)), "an explanation");
        Assert.DoesNotContain(bed.Logs.Lines, line => line.Contains("Another program fetches", StringComparison.Ordinal));
        Assert.DoesNotContain(_api.Calls, call => call.Method == "deleteWebhook");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_revoked_token_stops_Telegram_alone_with_a_clear_message(bool fromTheStart)
    {
        if (fromTheStart)
        {
            _api.RevokeToken();
        }

        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        if (!fromTheStart)
        {
            _api.Person(1).Writes("hello");
            await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "polling");
            _api.RevokeToken();
            _api.Updates.EndPoll();
        }

        await LoopbackBotApi.UntilAsync(
            () => bed.Logs.Lines.Any(line => line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains("BotFather", StringComparison.Ordinal) && line.Contains("other platforms go on", StringComparison.OrdinalIgnoreCase)),
            "the message");
        var outcome = Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(1, new Reply("x")));
        Assert.Equal(RetryScope.Platform, outcome.Scope);
        Assert.Single(bed.Logs.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_webhook_that_Telegram_does_not_take_right_now_is_offered_again_and_the_reason_is_told()
    {
        _api.Answer("setWebhook", 2, ApiReply.Failed(400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known"));
        var time = new ManualTime();
        var starting = TelegramBed.StartAsync(_api, _sink, TelegramReceive.Webhook, time);
        await LoopbackBotApi.UntilAsync(() => _api.AnswersLeft("setWebhook") == 1 && time.IsDueWithin(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(2)), "a pause");
        await PassUntilAsync(time, () => _api.WebhookUrl is not null, "the webhook to be registered");
        await using var bed = await starting;

        Assert.Single(bed.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("Failed to resolve host", StringComparison.Ordinal));
        Assert.DoesNotContain(bed.Logs.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
        _api.Person(1).Writes("hello");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "an update");
    }

    [Fact]
    public async Task Readiness_tells_why_a_webhook_is_refused()
    {
        _api.Answer("setWebhook", 1000, ApiReply.Failed(400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known"));
        _api.WebhookUrl = "https://bot.example/telegram";
        await using var bed = await TelegramBed.StartAsync(_api, _sink, TelegramReceive.Webhook);
        var state = bed.Services.GetRequiredService<TelegramState>();

        await LoopbackBotApi.UntilAsync(() => state.Trouble is not null, "trouble");

        Assert.Contains("Failed to resolve host", state.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_the_form_of_one_is_refused_although_Telegram_only_does_not_find_it()
    {
        _api.Answer("getMe", 1, ApiReply.Failed(404, "Not Found"));
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        await LoopbackBotApi.UntilAsync(() => bed.Services.GetRequiredService<TelegramState>().TokenRefused, "the token to be refused");
    }

    [Fact]
    public async Task A_server_that_is_gone_for_hours_is_found_again_and_was_not_hammered()
    {
        var time = new ManualTime();
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);
        await LoopbackBotApi.UntilAsync(() => _api.Calls.Any(call => call.Method == "getUpdates"), "polling");
        const int planned = 10_000;
        _api.Plan("getUpdates", [.. Enumerable.Repeat(PlannedFault.Html502, planned)]);
        _api.Updates.EndPoll();
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < TimeSpan.FromHours(2))
        {
            // A call that is under way has 45 s; what is due before that is the pause behind it.
            await LoopbackBotApi.UntilAsync(() => time.IsDueWithin(TimeSpan.Zero, TimeSpan.FromSeconds(30)), "a pause");
            time.Pass(TimeSpan.FromSeconds(10));
        }

        _api.Unplan("getUpdates", out var left);
        _api.Person(1).Writes("hello");
        await PassUntilAsync(time, () => _sink.Taken.Count == 1, "the first update after hours");

        // Every 15 to 30 seconds, and a few times more at the beginning.
        Assert.InRange(planned - left, 200, 490);

        // Once for the outage. While the test's clock runs ahead of the loopback's answers at the end, a poll may look silent once or twice more.
        Assert.InRange(bed.Logs.Lines.Count(line => line.Contains("cannot be asked for messages", StringComparison.Ordinal)), 1, 4);
    }

    [Fact]
    public async Task A_jump_of_the_wall_clock_changes_nothing()
    {
        var time = new ManualTime();
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);
        foreach (var jump in new[] { 4000, -8000, 4000 })
        {
            time.SetWall(TimeSpan.FromDays(jump));
            var taken = _sink.Taken.Count;
            _api.Person(1).Writes("hello");
            await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count > taken, "an update after a jump");
            Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(1, new Reply("x")));
        }
    }

    [Fact]
    public async Task A_callback_answer_that_is_cut_off_is_tried_again()
    {
        _api.ForgivesSecondAnswers = true;
        _api.Plan("answerCallbackQuery", PlannedFault.ResetBefore, PlannedFault.Html502);
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        _api.Person(1).PressRaw(5, "1.a");

        await _api.AssertKeptAsync();
        Assert.Single(_api.Chats.AnsweredCallbacks);
    }

    /// <summary>In small steps: the patience with a call that is under way must last for longer than a busy machine takes to answer it.</summary>
    private static Task PassUntilAsync(ManualTime time, Func<bool> holds, string what) => LoopbackBotApi.UntilAsync(
        () =>
        {
            time.Pass(TimeSpan.FromMilliseconds(100));
            return holds();
        },
        what);
}
