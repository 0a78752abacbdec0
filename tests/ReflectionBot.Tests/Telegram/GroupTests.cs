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
