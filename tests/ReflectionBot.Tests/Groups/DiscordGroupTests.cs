using System.Text.Json.Nodes;
using NodaTime;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Tests.Groups;

/// <summary>Groups at the loopback Discord, the whole bot behind it.</summary>
public sealed class DiscordGroupTests
{
    private static readonly Address Server = Address.Of(DiscordOptions.Platform, $"g{LoopbackServer.Id}");

    public static TheoryData<string> Stories => [.. GroupStory.Elsewhere.Keys];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task In_Discord(string story)
    {
        await using var stage = await DiscordGroupStage.StartAsync();

        await GroupStory.Elsewhere[story](stage);

        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task Everything_a_moderator_reads_in_a_server_is_for_their_eyes_alone()
    {
        await using var stage = await DiscordGroupStage.StartAsync();

        await GroupStory.OpenAsync(stage);

        Assert.All(stage.Person("mod").Sees, message => Assert.True(message.Ephemeral, message.Text));
        Assert.Single(stage.Posts);
        await stage.AssertKeptAsync();
    }

    [Theory]
    [InlineData(1UL << 10, "Send Messages")]
    [InlineData(0UL, "View Channel")]
    public async Task Where_the_bot_may_not_post_a_moderator_is_told_exactly_what_is_missing(ulong rights, string named)
    {
        await using var stage = await DiscordGroupStage.StartAsync();
        stage.Moderate("mod");
        await stage.MeetAsync("mod");
        stage.Whole.Discord.Server.RightsOfBot = $"{rights}";

        await stage.CallAsync("mod");
        await LoopbackDiscord.UntilAsync(() => stage.Of("mod").Count > 0, "an answer");

        Assert.Contains($"• {named}", stage.Of("mod")[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("New, in own words", stage.Of("mod")[^1].Buttons);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task Whoever_bears_a_chosen_role_moderates_until_it_is_taken_away()
    {
        await using var stage = await WithRoleAsync();
        stage.Whole.Discord.Server.Given[stage.Person("helper").Id] = Role;
        await stage.CallAsync("helper");
        Assert.DoesNotContain("Who moderates", stage.Of("helper")[^1].Buttons);
        await stage.PressAsync("helper", "New, in own words");
        await stage.PressAsync("helper", "In my own words");
        stage.Person("helper").Writes("What made you laugh?"); // In the private chat: there Discord is asked for the roles.
        await stage.Whole.QuietAsync();
        await stage.PressAsync("helper", "One day");

        stage.Whole.Discord.Server.Given.Clear();
        await stage.PressAsync("helper", "Open it");

        Assert.Empty(stage.Group);
        Assert.StartsWith("Only those who moderate", stage.Of("helper")[^1].Text, StringComparison.Ordinal);
        await stage.CallAsync("helper");
        Assert.DoesNotContain("New, in own words", stage.Of("helper")[^1].Buttons);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task A_role_that_is_chosen_no_more_gives_nothing()
    {
        await using var stage = await WithRoleAsync();
        stage.Whole.Discord.Server.Given[stage.Person("helper").Id] = Role;
        await stage.CallAsync("helper");
        Assert.Contains("New, in own words", stage.Of("helper")[^1].Buttons);

        await stage.PressAsync("mod", "✓ Helpers");
        await stage.PressAsync("helper", "New, in own words");

        Assert.StartsWith("Only those who moderate", stage.Of("helper")[^1].Text, StringComparison.Ordinal);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task The_role_that_everybody_has_cannot_be_named()
    {
        await using var stage = await DiscordGroupStage.StartAsync();
        stage.Moderate("mod");
        await stage.MeetAsync("mod");
        stage.Person("mod").NamesRole("round", LoopbackServer.Id, "@everyone");
        await stage.Whole.QuietAsync();
        await stage.PressAsync("mod", "Who moderates");

        Assert.Equal(["To the overview", "Continue in private"], stage.Of("mod")[^1].Buttons);
    }

    [Fact]
    public async Task Whoever_goes_on_in_private_finds_the_way_back_to_the_server_and_to_the_post()
    {
        await using var stage = await DiscordGroupStage.StartAsync();
        await GroupStory.OpenAsync(stage);
        var post = stage.Posts.Single();
        stage.Person("new").Presses(post, "Answer privately");
        var field = stage.Whole.Discord.Chats.ByToken.Values.Last(interaction => interaction.Person == stage.Person("new").Id);
        await LoopbackDiscord.UntilAsync(() => field.Modal is not null, "a field");
        stage.Person("new").FillsIn(field, "not yet");
        await stage.Whole.QuietAsync();
        await stage.PressAsync("new", "Continue in private");
        var hello = stage.Person("new").Sees.Single(message => message.Labels.Contains("Back to the server"));
        Assert.Equal($"https://discord.com/channels/{LoopbackServer.Id}/{LoopbackServer.Channel}", hello.Component("Back to the server").Url);

        await stage.PressAsync("new", "Yes, let us begin");
        stage.Person("new").Writes("a walk in the rain");
        await stage.Whole.QuietAsync();

        var told = stage.Person("new").Sees.Last();
        Assert.StartsWith("It is in.", told.Text, StringComparison.Ordinal);
        Assert.Equal($"https://discord.com/channels/{LoopbackServer.Id}/{LoopbackServer.Channel}/{post.Id}", told.Component("Back to the group").Url);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task What_a_programme_opens_calls_the_role_it_was_given_and_nobody_else()
    {
        await using var stage = await WithRoleAsync();
        var group = await stage.Whole.ReadAsync(Server);
        var programme = new Programme(1, "Etc/UTC", new LocalTime(20, 0), Weekdays.EveryDay)
        {
            IsOn = true,
            OpenMinutes = 60,
            Theme = Programme.OwnQuestions,
            Thread = LoopbackServer.Channel,
            Mention = new GroupRole(Role, "Helpers"),
            Handled = new LocalDate(2000, 1, 1),
        };
        await stage.Whole.PutAsync(group with
        {
            Group = group.Group! with { LastProgramme = 1, LastQuestion = 1, Queue = [new QueuedQuestion(1, "What helps, @everyone?")], Programmes = [programme.StartingAt(GroupStory.Begin)] },
        });
        await stage.PassAsync(Duration.FromHours(3));

        var post = stage.Whole.Discord.Calls.First(call => call.Body is { ValueKind: System.Text.Json.JsonValueKind.Object } body && body.TryGetProperty("content", out var said) && said.GetString()!.Contains("What helps", StringComparison.Ordinal)).Body!.Value;
        Assert.StartsWith($"<@&{Role}>\n", post.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal($$"""{"parse":[],"roles":["{{Role}}"]}""", post.GetProperty("allowed_mentions").GetRawText());
        await stage.AssertKeptAsync();
    }

    private const string Role = "5000000000042";

    /// <summary>The server's manager chose a role whose bearers moderate.</summary>
    private static async Task<DiscordGroupStage> WithRoleAsync()
    {
        var stage = await DiscordGroupStage.StartAsync();
        stage.Moderate("mod");
        await stage.MeetAsync("mod", "helper");
        stage.Person("mod").NamesRole("round", Role, "@Helpers");
        await stage.Whole.QuietAsync();
        await stage.PressAsync("mod", "Who moderates");
        await stage.PressAsync("mod", "Helpers");
        Assert.Contains("✓ Helpers", stage.Of("mod")[^1].Buttons);
        return stage;
    }

    [Fact]
    public async Task A_server_that_discord_cannot_reach_has_not_been_left()
    {
        await using var stage = await DiscordGroupStage.StartAsync();
        await GroupStory.OpenAsync(stage);

        stage.Whole.Discord.Publish("GUILD_DELETE", LoopbackServer.Deleted(unavailable: true));
        stage.Whole.Discord.Publish("GUILD_CREATE", new JsonObject { ["id"] = LoopbackServer.Id, ["unavailable"] = true });
        await stage.Whole.QuietAsync();

        Assert.Null((await stage.Whole.ReadAsync(Server)).Group!.LeftAt);
    }

    [Fact]
    public async Task A_deleted_channel_loses_its_round_and_the_server_goes_on()
    {
        await using var stage = await DiscordGroupStage.StartAsync();
        await GroupStory.OpenAsync(stage);
        stage.Whole.Discord.Server.DeletedChannels[LoopbackServer.Channel] = true;

        await stage.PassAsync(Duration.FromHours(25));

        Assert.Empty((await stage.Whole.ReadAsync(Server)).Group!.Rounds);
        stage.Whole.Discord.Server.DeletedChannels.Clear();
        await GroupStory.OpenAsync(stage, "And now?");
        Assert.StartsWith("And now?", stage.Group[^1].Text, StringComparison.Ordinal);
        await stage.AssertKeptAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task For_what_a_moderator_writes_in_the_private_chat_discord_is_asked_about_their_rights(bool still)
    {
        await using var stage = await DiscordGroupStage.StartAsync();
        stage.Moderate("mod");
        await stage.MeetAsync("mod");
        await stage.CallAsync("mod");
        await stage.PressAsync("mod", "New, in own words");
        await stage.PressAsync("mod", "In my own words");
        stage.Moderate(still ? "mod" : "other");

        stage.Person("mod").Writes("What made you laugh?");
        await stage.Whole.QuietAsync();

        Assert.Equal(still, stage.Of("mod")[^1].Buttons.Contains("One day"));
        Assert.Single(stage.Whole.Discord.Calls, call => call.Route == "GET guilds/{}/members/{}");
        await stage.AssertKeptAsync();
    }
}
