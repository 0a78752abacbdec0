using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

public sealed class TelegramSenderTests : IAsyncLifetime
{
    private const long Ann = 42;
    private readonly ManualTime _time = new();
    private LoopbackBotApi _api = null!;
    private TelegramBed _bed = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await LoopbackBotApi.StartAsync();
        _bed = await TelegramBed.StartAsync(_api, new RecordingSink(), TelegramReceive.Off, _time);
        _api.Chats.Open[Ann] = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Where_Telegram_asked_for_quiet_nothing_is_shown_as_typing_either()
    {
        _api.Plan("sendChatAction", PlannedFault.TooFast);
        await _bed.Sender.ShowTypingAsync(TelegramBed.AddressOf(Ann), TestContext.Current.CancellationToken);
        Assert.True(_bed.Sender.Pace(TelegramBed.AddressOf(Ann), Urgency.Reply) > Duration.Zero);

        await _bed.Sender.ShowTypingAsync(TelegramBed.AddressOf(Ann), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(_api.Calls, call => call.Method == "sendChatAction");
    }

    [Fact]
    public async Task What_a_person_wrote_is_never_taken_for_markup()
    {
        const string text = "<b>1 < 2 & 3</b> *a* _b_ [c](d) `e` <script>";

        var sent = await SendAsync(new Reply(text));

        Assert.Equal(text, sent.Text);
        Assert.True(sent.PreviewOff);
        Assert.False(sent.Silent);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_split_at_sentences_with_the_buttons_under_the_last_part()
    {
        var text = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"This is sentence number {i} 😀."));

        var outcome = Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new Reply(text) { Options = [new("!help", "Help")] }));

        var parts = _api.Chats.In(Ann);
        Assert.True(parts.Count >= 3);
        Assert.Equal(parts.Select(part => $"{part.Id}"), outcome.MessageIds);
        Assert.Equal(text, string.Join(' ', parts.Select(part => part.Text)));
        Assert.All(parts.SkipLast(1), part => Assert.EndsWith(".", part.Text, StringComparison.Ordinal));
        Assert.Equal("Help", Assert.Single(parts[^1].Buttons).Label);
        Assert.All(parts.SkipLast(1), part => Assert.Empty(part.Rows));
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task After_a_429_between_two_parts_the_first_is_not_sent_again()
    {
        var reply = new Reply(new string('a', 4000) + ". " + new string('b', 4000));
        var delivery = new Delivery("same", TelegramBed.AddressOf(Ann), reply, []);
        _api.Plan("sendMessage", PlannedFault.TooFast);
        Assert.IsType<SendOutcome.RetryAfter>(await _bed.Sender.SendAsync(delivery, TestContext.Current.CancellationToken));
        _time.Pass(TimeSpan.FromSeconds(1));
        _api.OnCall = (method, _) =>
        {
            if (method == "sendMessage" && _api.Chats.In(Ann).Count == 0)
            {
                _api.Plan("sendMessage", PlannedFault.TooFast);
            }
        };
        Assert.IsType<SendOutcome.RetryAfter>(await _bed.Sender.SendAsync(delivery, TestContext.Current.CancellationToken));
        _time.Pass(TimeSpan.FromSeconds(1));

        var outcome = Assert.IsType<SendOutcome.Sent>(await _bed.Sender.SendAsync(delivery, TestContext.Current.CancellationToken));

        Assert.Equal(2, outcome.MessageIds.Count);
        Assert.Equal(2, _api.Chats.In(Ann).Count);
    }

    [Fact]
    public async Task A_discreet_reply_makes_no_sound_and_cannot_be_forwarded()
    {
        var sent = await SendAsync(new Reply("x") { Silent = true, Protect = true });

        Assert.True(sent.Silent);
        Assert.True(sent.Protected);
    }

    [Fact]
    public async Task A_reply_without_words_still_carries_its_buttons() =>
        Assert.Single((await SendAsync(new Reply(" ") { Options = [new("!help", "Help")] })).Buttons);

    [Fact]
    public async Task Ticks_stand_alone_short_labels_share_a_row_quiet_ones_come_below()
    {
        var sent = await SendAsync(new Reply("?")
        {
            PickSeveral = true,
            Options =
            [
                new("1.a", "Silence", OptionLook.Picked), new("1.b", "Walking off", OptionLook.Unpicked), new("1.~done", "Done", OptionLook.Primary),
                new("!skip", "Skip", OptionLook.Quiet), new("!stop", "Stop here", OptionLook.Quiet), new("!help", "Help", OptionLook.Quiet),
            ],
        });

        Assert.Equal(["☑ Silence", "☐ Walking off", "Done", "Skip|Stop here|Help"], sent.Rows.Select(row => string.Join('|', row.Select(button => button.Label))));
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_tick_changes_the_buttons_and_leaves_the_words()
    {
        var sent = await SendAsync(new Reply("Which?") { Options = [new("1.a", "A", OptionLook.Unpicked)] });

        var outcome = await _bed.SendAsync(Ann, new ReplyEdit("q1", null, [new("1.a", "A", OptionLook.Picked)]), $"{sent.Id}");

        Assert.IsType<SendOutcome.Sent>(outcome);
        Assert.Equal("☑ A", Assert.Single(sent.Buttons).Label);
        Assert.Equal("Which?", sent.Text);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_and_one_of_a_message_that_is_gone_are_as_wished()
    {
        var sent = await SendAsync(new Reply("Same"));

        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyEdit("q1", "Same", []), $"{sent.Id}"));
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyRetirement("q1", null), $"{sent.Id}"));
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyEdit("q1", "New", []), "1"));
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyEdit("q1", "New", [])));
    }

    [Fact]
    public async Task A_question_that_is_over_loses_its_buttons()
    {
        var sent = await SendAsync(new Reply("?") { Options = [new("1.a", "A")] });

        await _bed.SendAsync(Ann, new ReplyRetirement("q1", null), $"{sent.Id}");

        Assert.Empty(sent.Buttons);
        Assert.Equal("?", sent.Text);
    }

    [Fact]
    public async Task What_was_chosen_stays_visible_under_a_question_that_is_over()
    {
        var sent = await SendAsync(new Reply("?") { Options = [new("1.a", "Something said"), new("1.b", "Silence")] });
        var over = new ReplyRetirement("q1", "Silence");

        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, over, $"{sent.Id}"));
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, over, $"{sent.Id}"));

        Assert.Equal("✓ Silence", Assert.Single(sent.Buttons).Label);
        Assert.Equal("?", sent.Text);
        Assert.Equal(1, sent.Edits);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Many_chosen_things_are_cut_to_a_button()
    {
        var sent = await SendAsync(new Reply("?") { Options = [new("1.a", "A")] });

        await _bed.SendAsync(Ann, new ReplyRetirement("q1", string.Concat(Enumerable.Repeat("😀 and more, ", 20))), $"{sent.Id}");

        var label = Assert.Single(sent.Buttons).Label;
        Assert.InRange(label.Length, 40, 64);
        Assert.EndsWith("…", label, StringComparison.Ordinal);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Tidying_deletes_by_hundreds_and_one_message_that_is_too_old_keeps_no_other()
    {
        var ids = new List<string>();
        for (var i = 0; i < 230; i++)
        {
            var message = new LoopbackMessage { Id = _api.Chats.NextMessageId(), Text = $"{i}", Old = i == 3 };
            _api.Chats.Add(Ann, message);
            ids.Add($"{message.Id}");
        }

        var outcome = await _bed.SendAsync(Ann, new ReplyRemoval([]), [.. ids, "999999"]);

        Assert.IsType<SendOutcome.Sent>(outcome);
        Assert.Equal("3", Assert.Single(_api.Chats.In(Ann), message => !message.Deleted).Text);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Behind_several_messages_that_are_too_old_the_older_ones_are_left_alone()
    {
        var ids = new List<string>();
        for (var i = 0; i < 500; i++)
        {
            var message = new LoopbackMessage { Id = _api.Chats.NextMessageId(), Text = $"{i}", Old = i < 450 };
            _api.Chats.Add(Ann, message);
            ids.Add($"{message.Id}");
        }

        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyRemoval([]), [.. ids]));

        Assert.Equal(450, _api.Chats.In(Ann).Count(message => !message.Deleted));
        Assert.InRange(_api.Calls.Count(call => call.Method.StartsWith("deleteMessage", StringComparison.Ordinal)), 1, 60);
    }

    [Theory]
    [InlineData(200, 1)]
    [InlineData(1500, 2)]
    public async Task A_document_goes_with_its_words_as_caption_where_they_fit(int length, int messages)
    {
        var text = string.Concat(Enumerable.Repeat("abcd. ", length / 6)).TrimEnd();

        var outcome = await _bed.SendAsync(Ann, new Reply(text) { Document = new Document("journal.txt", "text/plain", "Ünïcode 😀\nline two"), Options = [new("!help", "Help")], Silent = true });

        Assert.Equal(messages, Assert.IsType<SendOutcome.Sent>(outcome).MessageIds.Count);
        var last = _api.Chats.In(Ann)[^1];
        Assert.Equal(("journal.txt", "Ünïcode 😀\nline two"), (last.FileName, last.FileText));
        Assert.True(last.Silent);
        Assert.Single(last.Buttons);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_chat_that_blocked_the_bot_and_one_that_never_was_are_refusals()
    {
        _api.Chats.Open[Ann] = false;

        Assert.IsType<SendOutcome.Refused>(await _bed.SendAsync(Ann, new Reply("x")));
        Assert.IsType<SendOutcome.Refused>(await _bed.SendAsync(4711, new Reply("x")));
        Assert.IsType<SendOutcome.Refused>(await _bed.SendAsync(Ann, new ReplyRemoval([]), "5"));
    }

    [Fact]
    public async Task A_group_with_a_new_id_is_said_to_have_moved()
    {
        _api.Chats.Open[-5] = true;
        _api.Plan("sendMessage", PlannedFault.Migrated);

        var outcome = Assert.IsType<SendOutcome.Migrated>(await _bed.SendAsync(-5, new Reply("x")));

        Assert.Equal("telegram:-1001234567890", outcome.To.Value);
    }

    [Fact]
    public async Task A_429_is_obeyed_for_that_chat_and_nothing_is_tried_there_meanwhile()
    {
        _api.Chats.Open[43] = true;
        _api.Plan("sendMessage", PlannedFault.TooFast);

        var outcome = Assert.IsType<SendOutcome.RetryAfter>(await _bed.SendAsync(Ann, new Reply("x")));
        var calls = _api.Calls.Count;

        Assert.Equal((Duration.FromSeconds(1), RetryScope.Address), (outcome.Delay, outcome.Scope));
        Assert.All(Enum.GetValues<Urgency>(), urgency => Assert.Equal(Duration.FromSeconds(1), _bed.Sender.Pace(TelegramBed.AddressOf(Ann), urgency)));
        Assert.Equal(calls, _api.Calls.Count);
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(43, new Reply("x")));
    }

    [Theory]
    [InlineData(nameof(PlannedFault.ResetBefore))]
    [InlineData(nameof(PlannedFault.ResetAfter))]
    [InlineData(nameof(PlannedFault.Error500))]
    [InlineData(nameof(PlannedFault.Html502))]
    [InlineData(nameof(PlannedFault.HalfJson))]
    public async Task Where_nobody_knows_whether_it_arrived_the_sender_says_so(string fault)
    {
        await SendAsync(new Reply("first, so that the connection is a used one"));
        _api.Plan("sendMessage", Enum.Parse<PlannedFault>(fault));

        Assert.IsType<SendOutcome.Doubtful>(await _bed.SendAsync(Ann, new Reply("x")));
        Assert.Equal(fault is nameof(PlannedFault.ResetAfter) or nameof(PlannedFault.HalfJson) ? 2 : 1, _api.Chats.In(Ann).Count);
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new Reply("y")));
    }

    [Fact]
    public async Task A_server_that_is_not_there_has_surely_not_got_it()
    {
        await _api.DisposeAsync();

        var outcome = Assert.IsType<SendOutcome.RetryAfter>(await _bed.SendAsync(Ann, new Reply("x")));

        Assert.Equal(RetryScope.Platform, outcome.Scope);
    }

    [Fact]
    public async Task Typing_is_shown_and_its_trouble_is_nobodys()
    {
        _api.Plan("sendChatAction", PlannedFault.Error500);

        await _bed.Sender.ShowTypingAsync(TelegramBed.AddressOf(Ann), TestContext.Current.CancellationToken);
        await _bed.Sender.ShowTypingAsync(TelegramBed.AddressOf(Ann), TestContext.Current.CancellationToken);

        Assert.Equal("typing", Assert.Single(_api.Calls, call => call.Method == "sendChatAction").Parameters.GetProperty("action").GetString());
    }

    [Fact]
    public async Task An_option_id_that_does_not_fit_is_our_fault_and_goes_nowhere()
    {
        ImmutableArray<Option> options = [new(new string('é', 33), "x")];

        Assert.IsType<SendOutcome.Invalid>(await _bed.SendAsync(Ann, new Reply("x") { Options = options }));
        Assert.Empty(_api.Chats.In(Ann));
    }

    private async Task<LoopbackMessage> SendAsync(Reply reply)
    {
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, reply));
        return _api.Chats.In(Ann)[^1];
    }
}
