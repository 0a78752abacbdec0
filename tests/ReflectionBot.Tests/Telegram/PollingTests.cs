using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

public sealed class PollingTests : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private LoopbackBotApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await LoopbackBotApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task An_update_is_confirmed_only_when_its_turn_is_durable()
    {
        var durable = new TaskCompletionSource<Acceptance>();
        _sink.Decide = (_, _) => new ValueTask<Acceptance>(durable.Task);
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        _api.Person(1).Writes("hello");
        await LoopbackBotApi.UntilAsync(() => _sink.Offered.Count == 1, "the input to be offered");
        var polls = Polls();
        await LoopbackBotApi.UntilAsync(() => Polls() > polls, "another poll while the turn is under way");

        Assert.Equal(1, _api.Updates.Pending);
        durable.SetResult(Acceptance.Taken);
        await LoopbackBotApi.UntilAsync(() => _api.Updates.Pending == 0, "the update to be confirmed");
        Assert.Single(_sink.Offered);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_chat_keeps_its_order_and_a_slow_one_holds_up_nobody_else()
    {
        var slow = new TaskCompletionSource();
        _sink.Decide = async (input, _) =>
        {
            if (input.Address == TelegramBed.AddressOf(1))
            {
                await slow.Task;
            }

            return Acceptance.Taken;
        };
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        var (slowPerson, quick) = (_api.Person(1), _api.Person(2));

        foreach (var i in Enumerable.Range(0, 20))
        {
            slowPerson.Writes($"{i}");
            quick.Writes($"{i}");
        }

        await LoopbackBotApi.UntilAsync(() => Texts(2).Count() == 20, "the quick chat to be done");
        quick.Writes("later");
        await LoopbackBotApi.UntilAsync(() => Texts(2).Count() == 21, "a later update behind the slow one");
        Assert.Empty(Texts(1));
        slow.SetResult();
        await LoopbackBotApi.UntilAsync(() => Texts(1).Count() == 20, "the slow chat to be done");

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), Texts(1));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}").Append("later"), Texts(2));
        Assert.Empty(_sink.Duplicates);
    }

    [Fact]
    public async Task Ids_that_start_anew_at_a_lower_number_are_taken_all_the_same()
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        _api.Person(1).Writes("before");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1 && _api.Updates.Pending == 0, "the first");

        _api.Updates.RestartAt(17);
        _api.Person(1).Writes("after");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 2, "the one with the lower id");
        _api.Person(1).Writes("and on");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 3 && _api.Updates.Pending == 0, "the next");

        Assert.Equal(["before", "after", "and on"], Texts(1));
    }

    [Fact]
    public async Task While_storage_is_gone_everybody_is_still_seen_and_afterwards_nothing_is_missing_or_out_of_order()
    {
        var gone = true;
        _sink.Decide = (_, _) => ValueTask.FromResult(Volatile.Read(ref gone) ? Acceptance.Unavailable : Acceptance.Taken);
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        foreach (var i in Enumerable.Range(0, 400))
        {
            _api.Person(1 + (i % 40)).Writes($"{i}");
        }

        await LoopbackBotApi.UntilAsync(() => _sink.Offered.Concat(_sink.LookedAt.Select(looked => looked.Input)).Select(input => input.Id).Distinct().Count() == 400, "every one of 400 to be offered or looked at, that is to be screened");
        Volatile.Write(ref gone, false);
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 400 && _api.Updates.Pending == 0, "all to be taken");

        Assert.All(Enumerable.Range(1, 40), chat => Assert.Equal(Texts(chat).Select(int.Parse).Order(), Texts(chat).Select(int.Parse)));
    }

    [Fact]
    public async Task Nothing_is_taken_before_what_was_written_before_it()
    {
        var hiccups = 1;
        _sink.Decide = (input, _) => ValueTask.FromResult(input.Words == "one" && Interlocked.Decrement(ref hiccups) >= 0 ? Acceptance.Unavailable : Acceptance.Taken);
        _api.Person(1).Writes("one");
        _api.Person(1).Writes("two");
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        // Storage is back at once, and the first still rests.
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 2, "both to be taken");
        Assert.Equal("two", Assert.Single(_sink.LookedAt).Input.Words);
        Assert.Equal(["one", "two"], Texts(1));
    }

    [Fact]
    public async Task What_waits_behind_a_turn_that_hangs_is_looked_at_for_help()
    {
        _sink.Decide = async (input, token) =>
        {
            await (input.Words == "slow" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask);
            return Acceptance.Taken;
        };
        _api.Person(1).Writes("slow");
        _api.Person(1).Writes("in danger");
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        await LoopbackBotApi.UntilAsync(() => !_sink.LookedAt.IsEmpty, "the second to be looked at");
        Assert.Equal(("in danger", false), (_sink.LookedAt.Single().Input.Words, _sink.LookedAt.Single().TurnedAway));
        Assert.Single(_sink.Offered);
    }

    [Fact]
    public async Task An_update_over_which_the_bot_fails_is_given_up_once_others_go_through()
    {
        _sink.Decide = (input, _) => input.Words == "poison" ? throw new InvalidOperationException("secret words") : ValueTask.FromResult(Acceptance.Taken);
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: null);
        _api.Person(1).Writes("poison");
        _api.Person(1).Writes("behind");

        foreach (var i in Enumerable.Range(0, 4000))
        {
            if (Texts(1).Any())
            {
                break;
            }

            _api.Person(2).Writes($"{i}");
            var taken = _sink.Taken.Count;
            await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count > taken, "the others to go on", seconds: 60);
        }

        Assert.Equal(["behind"], Texts(1));
        Assert.DoesNotContain(bed.Logs.Lines, line => line.Contains("secret words", StringComparison.Ordinal) || line.Contains("poison", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_is_offered_again_in_order()
    {
        var refusals = 3;
        _sink.Decide = (_, _) => ValueTask.FromResult(Interlocked.Decrement(ref refusals) >= 0 ? Acceptance.TooMany : Acceptance.Taken);
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        _api.Person(1).Writes("one");

        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1 && _api.Updates.Pending == 0, "the update");
    }

    [Fact]
    public async Task Every_pressed_button_is_answered_once_before_its_turn_is_done()
    {
        var durable = new TaskCompletionSource<Acceptance>();
        _sink.Decide = (_, _) => new ValueTask<Acceptance>(durable.Task);
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        _api.Person(1).Writes("hello");
        _api.Person(1).PressRaw(5, "1.a");
        _api.Person(2).PressRaw(5, "1.a", chatOfMessage: 99);

        await LoopbackBotApi.UntilAsync(() => _api.Chats.UnansweredCallbacks.Count <= 1, "the forged press to be answered");
        durable.SetResult(Acceptance.Taken);
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 2, "both inputs of the first person");

        Assert.All(_sink.Taken, input => Assert.Equal(TelegramBed.AddressOf(1), input.Address));
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_press_behind_a_turn_that_never_ends_is_answered()
    {
        _sink.Decide = async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return Acceptance.Taken;
        };
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        _api.Person(1).Writes("hello");
        await LoopbackBotApi.UntilAsync(() => _sink.Offered.Count == 1, "the turn that never ends");

        _api.Person(1).PressRaw(5, "1.a");
        await _api.AssertKeptAsync();

        Assert.Single(_api.Chats.AnsweredCallbacks);
    }

    [Fact]
    public async Task A_tap_in_a_group_behind_a_turn_that_never_ends_is_answered_in_time_and_its_words_go_to_the_private_chat()
    {
        const long group = -7;
        var slow = new TaskCompletionSource();
        _sink.Decide = async (_, _) =>
        {
            await slow.Task;
            return Acceptance.Taken;
        };
        var time = new ManualTime();
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);
        _api.Chats.Open[1] = true;
        _api.Person(3).ChangesTheBot(group, "member");
        await LoopbackBotApi.UntilAsync(() => _sink.Offered.OfType<GroupJoinedInput>().Any(), "the turn that never ends");

        var tap = _api.Person(1).PressesInGroup(group, 5, Tap);
        await LoopbackBotApi.UntilAsync(
            () =>
            {
                time.Pass(TimeSpan.FromMilliseconds(50));
                return time.IsDueWithin(TimeSpan.FromSeconds(1), GroupTaps.Patience);
            },
            "the tap to be seen");
        Assert.False(_api.Chats.AnsweredCallbacks.ContainsKey(tap));
        time.Pass(GroupTaps.Patience);
        await _api.AssertKeptAsync();

        slow.SetResult();
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.OfType<OptionInput>().Any(), "its turn");
        Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(1, new Reply("It is in.") { Kind = ReplyKind.Notice }));
        Assert.Equal((null, null), _api.Chats.CallbackWords[tap]);
        Assert.Contains(_api.Chats.In(1), message => message.Text == "It is in.");
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_webhook_left_behind_is_removed_before_polling()
    {
        _api.WebhookUrl = "https://old.example/hook";
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        await LoopbackBotApi.UntilAsync(() => _api.WebhookUrl is null, "the webhook to be removed");
        _api.Person(1).Writes("hello");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "the update");
    }

    [Fact]
    public async Task It_asks_for_the_few_kinds_it_understands()
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        await LoopbackBotApi.UntilAsync(() => Polls() > 0, "a poll");

        var call = _api.Calls.First(call => call.Method == "getUpdates");
        Assert.Equal("""["message","edited_message","callback_query","my_chat_member"]""", call.Parameters.GetProperty("allowed_updates").GetRawText());
        Assert.False(call.Parameters.TryGetProperty("offset", out _));
    }

    /// <summary>A button of a Round under a post in a group.</summary>
    private static string Tap => $"{VoiceButtons.Answer("0123456789abcdef")}/2";

    private int Polls() => _api.Calls.Count(call => call.Method == "getUpdates");

    private IEnumerable<string> Texts(long chat) => _sink.Taken.OfType<TextInput>().Where(input => input.Address == TelegramBed.AddressOf(chat)).Select(input => input.Text);
}
