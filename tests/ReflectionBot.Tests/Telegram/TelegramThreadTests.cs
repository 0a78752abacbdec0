using System.Text.Json;
using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Discussions in topics, and the bot's own place in a group.</summary>
public sealed class TelegramThreadTests : IAsyncLifetime
{
    private const long Forum = -1_001_999;
    private LoopbackBotApi _api = null!;
    private TelegramBed _bed = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await LoopbackBotApi.StartAsync();
        _bed = await TelegramBed.StartAsync(_api, new RecordingSink(), TelegramReceive.Off);
        _api.Chats.Open[Forum] = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_discussion_is_a_topic_of_its_own_and_is_closed_with_its_last_words()
    {
        _api.Chats.Topics[(Forum, 1)] = true;

        var opened = Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Forum, new ThreadOpening("t1", "What helps?", "Write here.") { Options = [new Option("!help", "Help")] }));
        var first = Assert.Single(_api.Chats.In(Forum));
        Assert.NotNull(first.Topic);
        Assert.Equal([$"{first.Topic}/{first.Id}"], opened.MessageIds);

        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Forum, new ThreadClosing("t1", "That was it."), [.. opened.MessageIds]));

        Assert.Equal(first.Topic, _api.Chats.In(Forum)[^1].Topic);
        Assert.Equal("That was it.", _api.Chats.In(Forum)[^1].Text);
        Assert.Empty(first.Rows);
        Assert.False(_api.Chats.Topics[(Forum, first.Topic.Value)]);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Everything_that_a_discussion_shows_in_a_group_counts_for_its_rate()
    {
        var time = new ManualTime();
        await using var bed = await TelegramBed.StartAsync(_api, new RecordingSink(), TelegramReceive.Off, time);
        _api.Chats.Topics[(Forum, 1)] = true;
        int Left() => Enumerable.Range(0, 100).TakeWhile(_ => bed.Sender.Pace(TelegramBed.AddressOf(Forum), Urgency.Reply) == Duration.Zero).Count();

        bed.Sender.Pace(TelegramBed.AddressOf(Forum), Urgency.Reply);
        var opened = Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(Forum, new ThreadOpening("t1", "What helps?", "Write here.") { Options = [new Option("!help", "Help")] }));
        Assert.Equal(3, Left());

        time.Pass(TimeSpan.FromMinutes(1));
        bed.Sender.Pace(TelegramBed.AddressOf(Forum), Urgency.Reply);
        await bed.SendAsync(Forum, new ThreadClosing("t1", "That was it."), [.. opened.MessageIds]);
        Assert.Equal(2, Left());

        time.Pass(TimeSpan.FromMinutes(1));
        bed.Sender.Pace(TelegramBed.AddressOf(Forum), Urgency.Reply);
        await bed.SendAsync(Forum, new Reply("x") { Thread = "17" });
        Assert.Equal(3, Left());
    }

    [Fact]
    public async Task A_group_without_topics_gets_an_ordinary_post()
    {
        var opened = Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Forum, new ThreadOpening("t1", "What helps?", "Write here.")));

        var post = Assert.Single(_api.Chats.In(Forum));
        Assert.Null(post.Topic);
        Assert.Equal("What helps?\n\nWrite here.", post.Text);
        Assert.Equal([$"{post.Id}"], opened.MessageIds);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Where_the_bot_may_not_open_topics_the_post_tells_which_right_is_missing()
    {
        _api.Chats.Topics[(Forum, 1)] = true;
        _api.Chats.WithoutTopics[Forum] = true;

        var opened = Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Forum, new ThreadOpening("t1", "What helps?", "Write here.")));

        Assert.Equal("telegram.right.topics", opened.Lacking);
        Assert.StartsWith("What helps?", Assert.Single(_api.Chats.In(Forum)).Text, StringComparison.Ordinal);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_topic_that_was_deleted_is_told_as_gone()
    {
        _api.Chats.Topics[(Forum, 1)] = true;
        var opened = Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Forum, new ThreadOpening("t1", "What helps?", "Write here.")));
        _api.Chats.Topics.TryRemove((Forum, _api.Chats.In(Forum)[0].Topic!.Value), out _);

        Assert.IsType<SendOutcome.ThreadGone>(await _bed.SendAsync(Forum, new ThreadClosing("t1", "That was it."), [.. opened.MessageIds]));
    }

    [Theory]
    [InlineData("""{"status":"kicked"}""", false, null)]
    [InlineData("""{"status":"left"}""", false, null)]
    [InlineData("""{"status":"restricted","is_member":false}""", false, null)]
    [InlineData("""{"status":"member"}""", false, "")]
    [InlineData("""{"status":"member"}""", true, "Threads")]
    [InlineData("""{"status":"administrator","can_manage_topics":true}""", true, "")]
    [InlineData("""{"status":"restricted","is_member":true,"can_send_messages":false}""", false, "Post")]
    public void The_bots_own_place_in_a_group_is_read_with_what_it_lacks_there(string member, bool forum, string? missing)
    {
        var update = JsonSerializer.Deserialize(
            $$"""{"update_id":5,"my_chat_member":{"chat":{"id":-5,"type":"supergroup","is_forum":{{(forum ? "true" : "false")}} },"from":{"id":42,"is_bot":false,"language_code":"es"},"date":1,"new_chat_member":{{member}} } }""",
            BotApiJson.Wire.Update)!;

        var input = Assert.IsType<Reading.ForBot>(UpdateReader.Read(update, "bot")).Input;

        Assert.Equal("telegram:-5", input.Address.Value);
        if (missing is null)
        {
            Assert.IsType<GroupLeftInput>(input);
        }
        else
        {
            var joined = Assert.IsType<GroupJoinedInput>(input);
            Assert.Equal(("telegram:42", "es", missing), (joined.By?.Value, joined.ClientLanguage, string.Join(',', joined.Missing)));
        }
    }

    [Fact]
    public void That_somebody_lets_the_bot_back_into_their_private_chat_moves_nothing() => Assert.IsType<Reading.Nothing>(InPrivate("member"));

    [Fact]
    public void That_somebody_stops_the_bot_in_private_closes_the_chat_for_what_comes_unasked() =>
        Assert.Equal("telegram:42", Assert.IsType<ClosedInput>(Assert.IsType<Reading.ForBot>(InPrivate("kicked")).Input).Address.Value);

    private static Reading InPrivate(string status) => UpdateReader.Read(
        JsonSerializer.Deserialize($$"""{"update_id":5,"my_chat_member":{"chat":{"id":42,"type":"private"},"from":{"id":42,"is_bot":false},"date":1,"new_chat_member":{"status":"{{status}}"} } }""", BotApiJson.Wire.Update)!, "bot");
}
