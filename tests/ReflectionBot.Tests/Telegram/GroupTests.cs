using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

public sealed class GroupTests : IAsyncLifetime
{
    private const long Group = -7;
    private readonly RecordingSink _sink = new();
    private LoopbackBotApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await LoopbackBotApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("/help", "en", "help")]
    [InlineData("/ayuda", "en", "help")]
    [InlineData("/ayuda@reflection_test_bot", "es", "help")]
    [InlineData("/reflect", "en", "reflect")]
    [InlineData("/whatever@reflection_test_bot", "fr", "reflect")]
    public async Task A_command_in_a_group_gets_one_general_line_with_a_way_into_the_private_chat(string text, string language, string payload)
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        _api.Person(42, language).WritesInGroup(Group, text);
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == 1, "the line");

        var line = _api.Chats.In(Group).Single();
        Assert.Equal($"https://t.me/reflection_test_bot?start={payload}", Assert.Single(line.Buttons).Url);
        Assert.Equal(TelegramBed.Content.Value.In(language).Text(payload == "help" ? "telegram.group.help" : "telegram.group.text"), line.Text);
        Assert.Empty(_sink.Offered);
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task The_line_does_not_fill_the_group_but_help_comes_every_time()
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        var ann = _api.Person(42);
        for (var i = 0; i < 5; i++)
        {
            ann.WritesInGroup(Group, "/reflect");
        }

        ann.WritesInGroup(Group, "/help");
        ann.WritesInGroup(Group, "/help");
        ann.Writes("afterwards");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1 && _api.Chats.In(Group).Count >= 3, "the lines");

        Assert.Equal(3, _api.Chats.In(Group).Count);
        await _api.AssertKeptAsync();
    }

    [Theory]
    [InlineData("/start@reflection_test_bot I am in danger", false, true)]
    [InlineData("/reflect danger", false, true)]
    [InlineData("danger, is anybody there?", true, true)]
    [InlineData("@Reflection_Test_Bot danger", false, true)]
    [InlineData("danger", false, false)]
    [InlineData("@another_bot danger", false, false)]
    [InlineData("thank you", true, false)]
    [InlineData("@reflection_test_bot thank you", false, false)]
    public async Task Danger_said_to_the_bot_in_a_group_gets_the_line_of_help_however_often_and_other_words_get_nothing(string text, bool answering, bool help)
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        var ann = _api.Person(42);
        ann.WritesInGroup(Group, text, toTheBot: answering);
        ann.WritesInGroup(Group, text, toTheBot: answering);
        ann.WritesInGroup(Group, "/help");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == (help ? 3 : 1), "the lines");

        Assert.All(_api.Chats.In(Group), line => Assert.Equal(TelegramBed.Content.Value.In("en").Text("telegram.group.help"), line.Text));
        Assert.Empty(_sink.Offered);
        await _api.AssertKeptAsync();
    }

    [Theory]
    [InlineData(nameof(PlannedFault.ResetBefore))]
    [InlineData(nameof(PlannedFault.ResetAfter))]
    [InlineData(nameof(PlannedFault.Error500))]
    [InlineData(nameof(PlannedFault.Html502))]
    [InlineData(nameof(PlannedFault.HalfJson))]
    [InlineData(nameof(PlannedFault.TooFast))]
    public async Task Help_in_a_group_comes_whatever_a_network_does(string fault)
    {
        _api.Plan("sendMessage", [.. Enumerable.Repeat(Enum.Parse<PlannedFault>(fault), 2)]);
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        _api.Person(42).WritesInGroup(Group, "/help");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == (fault is nameof(PlannedFault.ResetAfter) or nameof(PlannedFault.HalfJson) ? 3 : 1), "help");

        Assert.All(_api.Chats.In(Group), line => Assert.EndsWith("?start=help", Assert.Single(line.Buttons).Url, StringComparison.Ordinal));
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Help_in_a_group_comes_after_a_silence()
    {
        var time = new ManualTime();
        _api.Plan("sendMessage", PlannedFault.Silence);
        await using var bed = await TelegramBed.StartAsync(_api, _sink, time: time);

        _api.Person(42).WritesInGroup(Group, "/help");
        await LoopbackBotApi.UntilAsync(() => _api.Silenced == 1, "the silence");
        time.Pass(TimeSpan.FromSeconds(20));
        await LoopbackBotApi.UntilAsync(
            () =>
            {
                time.Pass(TimeSpan.FromMilliseconds(50));
                return _api.Chats.In(Group).Count == 1;
            },
            "help");
    }

    [Fact]
    public async Task Help_follows_a_group_that_became_a_supergroup()
    {
        const long supergroup = -1_000_000_000_007;
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        _api.Chats.MovedTo[Group] = supergroup;
        _api.Chats.Open[supergroup] = true;

        _api.Person(42).WritesInGroup(Group, "/help");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(supergroup).Count == 1, "help");

        await _api.AssertKeptAsync();
    }

    [Theory]
    [InlineData("/help")]
    [InlineData("/reflect")]
    public async Task When_a_topic_is_gone_its_group_is_answered(string command)
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);

        _api.Person(42).WritesInGroup(Group, command, topic: 17);
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == 1, "the line");

        Assert.Null(_api.Chats.In(Group)[0].Topic);
    }

    [Fact]
    public async Task Help_that_was_called_for_before_the_bot_knew_its_name_comes_once_it_knows()
    {
        await using var first = await TelegramBed.StartAsync(_api, _sink, TelegramReceive.Webhook);
        await first.StopAsync();
        _api.Plan("getMe", PlannedFault.Html502, PlannedFault.Html502);
        var starting = TelegramBed.StartAsync(_api, _sink, TelegramReceive.Webhook);

        _api.Person(42).WritesInGroup(Group, "/help");
        await using var bed = await starting;
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == 1, "help");
    }

    [Fact]
    public async Task A_command_that_the_bot_does_not_know_is_anothers()
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        var ann = _api.Person(42);

        ann.WritesInGroup(Group, "/ban 43");
        ann.Writes("afterwards");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "what was written in private");
        ann.WritesInGroup(Group, "/help");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Any(line => line.Buttons.Any(button => button.Url!.EndsWith("=help", StringComparison.Ordinal))), "help");

        Assert.Single(_api.Calls, call => call.Method == "sendMessage");
    }

    [Theory]
    [InlineData("we never talk any more")]
    [InlineData("I want to die")]
    [InlineData("/help@another_bot")]
    [InlineData("@reflection_test_bot hi")]
    public async Task What_is_not_addressed_to_the_bot_by_a_command_is_none_of_its_business(string text)
    {
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        var ann = _api.Person(42);

        ann.WritesInGroup(Group, text);
        ann.Writes("afterwards");
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 1, "what was written in private");

        Assert.Equal("afterwards", Assert.Single(_sink.Offered).Words);
        Assert.Empty(_api.Chats.In(Group));
    }
}
