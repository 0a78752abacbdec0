using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Groups;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Messages that one member of a group alone sees: used where they are taken, done without where they are not.</summary>
public sealed class EphemeralTests : IAsyncLifetime
{
    private const long Group = -7;
    private readonly RecordingSink _sink = new();
    private LoopbackBotApi _api = null!;
    private TelegramBed _bed = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await LoopbackBotApi.StartAsync();
        _bed = await TelegramBed.StartAsync(_api, _sink);
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_gives_a_command_in_a_group_alone_sees_the_way_into_private()
    {
        _api.Chats.Ephemerals = EphemeralKind.Taken;
        _api.Person(42).WritesInGroup(Group, "/reflect");
        await LoopbackBotApi.UntilAsync(() => Alone(42).Count == 1, "the line");

        Assert.Equal(TelegramBed.Content.Value.In("en").Text("telegram.group.text"), Alone(42)[0].Text);
        Assert.Equal("https://t.me/reflection_test_bot?start=reflect", Assert.Single(Alone(42)[0].Buttons).Url);
        Assert.Empty(_api.Chats.In(Group));
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Where_it_is_refused_the_line_stands_for_all_and_the_group_is_not_asked_again()
    {
        _api.Person(42).WritesInGroup(Group, "/reflect");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == 1, "the line");
        _api.Person(43).WritesInGroup(Group, "/help");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == 2, "help");

        Assert.Equal("https://t.me/reflection_test_bot?start=reflect", Assert.Single(_api.Chats.In(Group)[0].Buttons).Url);
        Assert.Single(_api.Calls, call => call.Parameters.TryGetProperty("ephemeral_message_parameters", out _));
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task A_server_that_shows_it_to_all_is_given_nothing_of_the_kind_again()
    {
        _api.Chats.Ephemerals = EphemeralKind.Unknown;
        _api.Person(42).WritesInGroup(Group, "/reflect");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(Group).Count == 1, "the line");
        _api.Person(43).WritesInGroup(-8, "/reflect");
        await LoopbackBotApi.UntilAsync(() => _api.Chats.In(-8).Count == 1, "the line in another group");

        Assert.Single(_api.Calls, call => call.Parameters.TryGetProperty("ephemeral_message_parameters", out _));
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Help_always_stands_there_for_all_and_for_its_caller_alone_besides()
    {
        _api.Chats.Ephemerals = EphemeralKind.Taken;
        _api.Person(42).WritesInGroup(Group, "/reflect");
        await LoopbackBotApi.UntilAsync(() => Alone(42).Count == 1, "the line");
        _api.Person(43).WritesInGroup(Group, "/help");
        await LoopbackBotApi.UntilAsync(() => Alone(43).Count == 1, "help");

        Assert.Equal(TelegramBed.Content.Value.In("en").Text("telegram.group.help"), Assert.Single(_api.Chats.In(Group)).Text);
        Assert.Contains("emergency number", Alone(43)[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("?start=help", Assert.Single(Alone(43)[0].Buttons).Url, StringComparison.Ordinal);
        await _api.AssertKeptAsync();
    }

    [Theory]
    [InlineData(EphemeralKind.Taken)]
    [InlineData(EphemeralKind.Refused)]
    [InlineData(EphemeralKind.Unknown)]
    public async Task That_a_tap_is_in_stands_where_it_was_tapped_or_in_private_and_never_for_all(EphemeralKind kind)
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        var chats = stage.Telegram.Api.Chats;
        chats.Ephemerals = kind;
        await GroupStory.OpenTapAsync(stage);
        stage.Person("p1").WritesInGroup(stage.Chat, "/reflect");
        await LoopbackBotApi.UntilAsync(() => chats.Alone.Count + stage.Group.Count == 2, "the line that shows what the server can do");
        var before = stage.Group.Count;

        await stage.TapAsync("p0", "Very");

        Assert.Equal(before, stage.Group.Count);
        var alone = chats.Alone.GetValueOrDefault((stage.Chat, stage.Person("p0").Id), []);
        var said = kind == EphemeralKind.Taken ? Assert.Single(alone) : stage.Person("p0").Sees.Last();
        Assert.StartsWith("It is in.", said.Text, StringComparison.Ordinal);
        if (kind == EphemeralKind.Taken)
        {
            Assert.Empty(stage.Of("p0"));
            Assert.All(said.Buttons, button => Assert.StartsWith("https://t.me/", button.Url, StringComparison.Ordinal));
        }
        else
        {
            Assert.Empty(alone);
        }

        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task What_stands_for_one_alone_goes_with_the_rest_when_everything_is_to_go()
    {
        _api.Chats.Ephemerals = EphemeralKind.Taken;
        _api.Person(42).WritesInGroup(Group, "/reflect");
        await LoopbackBotApi.UntilAsync(() => Alone(42).Count == 1, "the line");

        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(42, new ReplyRemoval([]), $"~{Group}/{Alone(42)[0].Id}"));

        Assert.True(Alone(42)[0].Deleted);
        await _api.AssertKeptAsync();
    }

    private System.Collections.Immutable.ImmutableList<LoopbackMessage> Alone(long person) => _api.Chats.Alone.GetValueOrDefault((Group, person), []);
}
