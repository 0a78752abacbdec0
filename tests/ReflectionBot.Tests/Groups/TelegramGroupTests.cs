using NodaTime;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Groups;

/// <summary>Groups at the loopback Telegram, the whole bot behind it.</summary>
public sealed class TelegramGroupTests
{
    public static TheoryData<string> Stories => [.. GroupStory.Elsewhere.Keys];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task In_Telegram(string story)
    {
        await using var stage = await TelegramGroupStage.StartAsync();

        await GroupStory.Elsewhere[story](stage);

        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task A_group_that_becomes_a_supergroup_in_the_middle_of_a_round_keeps_it()
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        await GroupStory.OpenAsync(stage);
        for (var i = 0; i < 3; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {i}");
        }

        var old = stage.Chat;
        stage.Person("mod").TurnsGroupIntoSupergroup(old, -1_001_777);
        await stage.Telegram.QuietAsync();
        stage.Chat = -1_001_777;
        stage.Moderate("mod");
        foreach (var name in (string[])["p3", "p4"])
        {
            // The post stands in the old group, and its button goes on working.
            stage.Person(name).Follows(stage.Telegram.Api.Chats.In(old)[0].Buttons.First(button => button.Label == "Answer privately").Url!);
            await stage.Telegram.QuietAsync();
            await stage.WriteAsync(name, $"answer {name}");
        }

        await stage.CallAsync("mod");
        await stage.PressAsync("mod", "Round 1");
        await stage.PressAsync("mod", "Close it now");
        await stage.PassAsync(Duration.FromSeconds(2));

        Assert.Equal(5, Assert.Single(stage.Group).Text.Split("\n\n• ").Length - 1);
        await stage.AssertKeptAsync();
    }

    [Theory]
    [InlineData(-1_001_777_000_111L, "https://t.me/c/1777000111/")]
    [InlineData(-777L, null)]
    public async Task Whoever_answered_in_private_finds_the_way_back_where_telegram_has_links(long chat, string? link)
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        stage.Chat = chat;
        await GroupStory.OpenAsync(stage);
        await stage.AnswerAsync("p0", "a walk");

        var post = stage.Telegram.Api.Chats.In(chat)[0];
        var back = stage.Person("p0").Sees.Last().Buttons.SingleOrDefault(button => button.Label == "Back to the group");
        Assert.Equal(link is null ? null : $"{link}{post.Id}", back?.Url);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task A_round_of_a_topic_stays_there_and_comes_out_in_the_group_when_the_topic_is_deleted()
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        stage.Chat = -1_001_888;
        stage.Topic = 77;
        stage.Telegram.Api.Chats.Topics[(stage.Chat, 77)] = true;
        await GroupStory.OpenAsync(stage);
        Assert.Equal(77, Assert.Single(stage.Telegram.Api.Chats.In(stage.Chat)).Topic);
        for (var i = 0; i < 5; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {i}");
        }

        stage.Telegram.Api.Chats.Topics.TryRemove((stage.Chat, 77), out _);
        await stage.PassAsync(Duration.FromHours(25));

        var released = stage.Telegram.Api.Chats.In(stage.Chat)[^1];
        Assert.Null(released.Topic);
        Assert.Contains("• answer 4", released.Text, StringComparison.Ordinal);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task An_anonymous_administrator_is_shown_the_way_into_private_and_is_known_there()
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        stage.Moderate("ann", "mod");
        await stage.MeetAsync("mod");

        stage.Person("mod").WritesInGroup(stage.Chat, "/round", anonymously: true);
        await stage.Telegram.QuietAsync();
        await LoopbackAsync(() => stage.Group.Count == 1, "the way");

        var line = stage.Telegram.Api.Chats.In(stage.Chat).Single();
        Assert.Equal(TelegramBed.Content.Value.In("en").Text("telegram.group.anonymous"), line.Text);
        stage.Person("mod").Follows(Assert.Single(line.Buttons).Url!);
        await stage.Telegram.QuietAsync();
        Assert.Contains("New, in own words", stage.Of("mod")[^1].Buttons);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task Whoever_follows_that_way_without_being_an_administrator_is_told_no()
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        stage.Moderate("mod");
        await stage.MeetAsync("p0");

        stage.Person("p0").Follows($"https://t.me/reflection_test_bot?start=g_round_{stage.Chat}");
        await stage.Telegram.QuietAsync();

        Assert.DoesNotContain("New, in own words", stage.Of("p0").SelectMany(seen => seen.Buttons));
        Assert.Empty(stage.Group);
    }

    [Fact]
    public async Task A_moderator_whose_private_chat_was_never_opened_is_shown_the_way_there()
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        stage.Moderate("mod");

        await stage.CallAsync("mod");
        await LoopbackAsync(() => stage.Group.Count == 1, "the way");

        var line = stage.Telegram.Api.Chats.In(stage.Chat).Single();
        Assert.Equal(TelegramBed.Content.Value.In("en").Text("telegram.group.round"), line.Text);
        Assert.EndsWith($"?start=g_round_{stage.Chat}", Assert.Single(line.Buttons).Url, StringComparison.Ordinal);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task A_tap_of_somebody_the_bot_never_met_opens_the_private_chat_and_counts_from_there()
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        await GroupStory.OpenTapAsync(stage);

        var press = await stage.Person("new").PressesInGroupAsync(stage.Chat, "Very");
        await stage.Telegram.QuietAsync();
        var url = stage.Telegram.Api.Chats.CallbackWords[press!].Url;

        Assert.NotNull(url);
        Assert.Empty(stage.Of("new"));
        stage.Person("new").Follows(url);
        await stage.Telegram.QuietAsync();
        await stage.PressAsync("new", "Yes, let us begin");
        await stage.PressAsync("new", "Very");
        Assert.StartsWith("It is in.", stage.Of("new")[^1].Text, StringComparison.Ordinal);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task What_was_typed_for_a_round_is_deleted_from_the_private_chat_when_it_is_in()
    {
        await using var stage = await TelegramGroupStage.StartAsync();
        await GroupStory.OpenAsync(stage);
        await stage.AnswerAsync("p0", "a walk in the rain");

        Assert.Single(stage.Telegram.Api.Chats.DeletedOfPeople, deleted => deleted.Key.Chat == stage.Person("p0").Id);
        Assert.DoesNotContain(stage.Of("p0"), seen => seen.Text.Contains("rain", StringComparison.Ordinal));
        await stage.AssertKeptAsync();
    }

    private static Task LoopbackAsync(Func<bool> holds, string what) => Telegram.Loopback.LoopbackBotApi.UntilAsync(holds, what);
}
