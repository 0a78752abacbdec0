using NodaTime;

namespace ReflectionBot.Tests.Groups;

/// <summary>What changes around a round: rights, roles, threads, and whether the bot is there at all.</summary>
internal static partial class GroupStory
{
    public static async Task DiscussionAsync(IGroupStage stage)
    {
        await OpenDiscussionAsync(stage);
        var opened = Assert.Single(stage.Discussion);
        Assert.Contains("under your name", opened.Text, StringComparison.Ordinal);
        Assert.Equal(["Help"], opened.Buttons);

        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Round 1");
        Assert.DoesNotContain("Post it again", stage.Of(Mod)[^1].Buttons);
        await stage.PressAsync(Mod, "One day more");
        Assert.NotEqual(opened.Text, Assert.Single(stage.Discussion).Text);
        await stage.PressAsync(Mod, "Round 1");
        await stage.PressAsync(Mod, "Close it now");

        Assert.Equal("This discussion is over. What was written stays here. Thank you.", stage.Discussion[^1].Text);
        await stage.CallAsync(Mod);
        Assert.DoesNotContain("Round 1", stage.Of(Mod)[^1].Buttons);
        AssertNotKept(stage, Question);
    }

    public static async Task ThreadDeletedAsync(IGroupStage stage)
    {
        await OpenDiscussionAsync(stage);
        await stage.DeleteThreadAsync();

        // Discord tells of it, Telegram only when something is said there.
        await stage.CallAsync(Mod);
        if (stage.Of(Mod)[^1].Buttons.Contains("Round 1"))
        {
            await stage.PressAsync(Mod, "Round 1");
            await stage.PressAsync(Mod, "Close it now");
        }
        else
        {
            await stage.PassAsync(Duration.FromMinutes(1));
            Assert.Contains(stage.Of(Mod), seen => seen.Text.Contains("the thread or topic of round 1 is gone", StringComparison.Ordinal));
        }

        await OpenAsync(stage, "And now?");
        Assert.StartsWith("And now?", stage.Group[^1].Text, StringComparison.Ordinal);
        await stage.CallAsync(Mod);
        Assert.Equal(["Round 2"], stage.Of(Mod)[^1].Buttons.Where(label => label.StartsWith("Round ", StringComparison.Ordinal)));
    }

    public static async Task KickedAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        for (var i = 0; i < 5; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
        }

        await stage.RemoveBotAsync();
        await stage.PassAsync(Duration.FromHours(2));
        await stage.AddBotAsync();
        await stage.PassAsync(Duration.FromHours(25));
        Assert.DoesNotContain(stage.Group, seen => seen.Text.Contains("answer a", StringComparison.Ordinal));
        AssertNotKept(stage, "answer a");

        await stage.CallAsync(Mod);

        Assert.Contains("New, in own words", stage.Of(Mod)[^1].Buttons);
        await stage.PressAsync(Mod, "New, in own words");
        await stage.PressAsync(Mod, "In my own words");
        await stage.WriteAsync(Mod, "And now?");
        await stage.PressAsync(Mod, "One day");
        await stage.PressAsync(Mod, "Open it");
        Assert.StartsWith("And now?", stage.Group[^1].Text, StringComparison.Ordinal);
    }

    public static async Task BarredReleaseAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        for (var i = 0; i < 5; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
        }

        var right = stage.Bar(true);
        await stage.PassAsync(Duration.FromHours(26));
        Assert.Single(stage.Group);
        Assert.Single(stage.Of(Mod), seen => seen.Text.Contains($"because I lack a permission there: {right}.", StringComparison.Ordinal));

        stage.Bar(false);
        await stage.CallAsync(Mod);
        Assert.EndsWith($"• {right}", stage.Of(Mod)[^1].Text, StringComparison.Ordinal);
        await stage.PressAsync(Mod, "Post what waits");

        Assert.Equal(5, stage.Group[^1].Text.Split("\n\n• ").Length - 1);
        Assert.Equal(2, stage.Group.Count);
        await stage.CallAsync(Mod);
        Assert.DoesNotContain("Post what waits", stage.Of(Mod)[^1].Buttons);
    }

    public static async Task BarredOpeningAsync(IGroupStage stage)
    {
        await MeetAsync(stage);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "New, in own words");
        await stage.PressAsync(Mod, "In my own words");
        await stage.WriteAsync(Mod, Question);
        await stage.PressAsync(Mod, "One day");
        var right = stage.Bar(true);
        await stage.PressAsync(Mod, "Open it");
        await stage.PassAsync(Duration.FromHours(1));
        Assert.Empty(stage.Group);
        Assert.Contains(stage.Of(Mod), seen => seen.Text.Contains($"because I lack a permission there: {right}.", StringComparison.Ordinal));

        stage.Bar(false);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Post what waits");

        Assert.StartsWith(Question, Assert.Single(stage.Group).Text, StringComparison.Ordinal);
        await stage.AnswerAsync("p0", "a walk");
        Assert.StartsWith("It is in.", stage.Of("p0")[^1].Text, StringComparison.Ordinal);
    }

    public static async Task RoleLostBeforeOpeningAsync(IGroupStage stage)
    {
        await MeetAsync(stage);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "New, in own words");
        await stage.PressAsync(Mod, "In my own words");
        await stage.WriteAsync(Mod, Question);
        await stage.PressAsync(Mod, "One day");
        stage.Moderate("other");

        await stage.PressAsync(Mod, "Open it");

        Assert.Empty(stage.Group);
        Assert.Contains("Only those who moderate this group can do that.", stage.Of(Mod)[^1].Text, StringComparison.Ordinal);
    }

    public static async Task RoleLostAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Round 1");
        stage.Moderate("other");

        await stage.PressAsync(Mod, "Close it now");

        Assert.Single(stage.Group);
        Assert.Contains("Answer privately", stage.Group[0].Buttons);
        await stage.CallAsync(Mod);
        Assert.DoesNotContain("New, in own words", stage.Of(Mod)[^1].Buttons);
        await stage.MeetAsync("other");
        await stage.CallAsync("other");
        Assert.Contains("Round 1", stage.Of("other")[^1].Buttons);
    }
}
