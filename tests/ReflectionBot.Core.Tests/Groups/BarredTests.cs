using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>What cannot be posted for want of a right waits in the group, as what it is by then.</summary>
public sealed class BarredTests
{
    private const string Right = "discord.right.send";

    [Fact]
    public void Moderators_are_told_once_which_right_is_missing()
    {
        var stage = new GroupStage();
        stage.Open();
        Lose(stage, Latest(stage), "discord.right.view");
        Lose(stage, new Reply("another") { Key = "v9.1" }, "discord.right.view");
        Lose(stage, new Reply("another") { Key = "v9.2" });

        Assert.Equal([("note.barred", "discord.right.view"), ("note.barred", Right)], stage.Notes.Select(note => (note.Key, note.Right!)));
        stage.Call("mod");
        Assert.EndsWith("• View Channel\n• Send Messages", stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_round_is_posted_as_it_is_by_then_and_with_its_mention()
    {
        var stage = new GroupStage();
        stage.Open();
        Lose(stage, (Reply)Latest(stage) with { MentionRole = "77", Thread = "5" });
        stage.Call("mod");
        stage.Press("mod", "Round 1");
        stage.Press("mod", "One day more");
        PostWhatWaits(stage);

        var post = Assert.IsType<Reply>(Latest(stage));
        Assert.Equal(("r1", "77"), (post.Key, post.MentionRole));
        Assert.Contains("Open until 4 Mar, 18:00", post.Text, StringComparison.Ordinal);
        Assert.Equal(stage.State.Rounds[0].ClosesAt, post.UsefulUntil);
        Assert.Empty(stage.State.Barred);
        Assert.Equal(ModeratorAction.PostedAfterAll, stage.State.Log[^1].Action);
    }

    [Fact]
    public void A_round_that_is_over_by_then_is_not_posted()
    {
        var stage = new GroupStage();
        stage.Open();
        Lose(stage, Latest(stage));
        stage.Pass(Duration.FromDays(2));
        var before = stage.Posts.Count();
        PostWhatWaits(stage);

        Assert.Equal(before, stage.Posts.Count());
        Assert.Contains(stage.SaidTo("mod"), reply => reply.Text.StartsWith("What waited is over by now.", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_hidden_meanwhile_stays_hidden_and_stands_nowhere_in_what_waits()
    {
        var stage = new GroupStage();
        stage.Open();
        stage.Answers(5);
        stage.Pass(Duration.FromDays(2));
        Lose(stage, Latest(stage));
        stage.Call("mod");
        stage.Press("mod", "Released answers");
        stage.Press("mod", "Round 1");
        stage.Say("mod", "answer b");
        stage.Press("mod", "Hide it");
        Assert.DoesNotContain("answer b", stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
        PostWhatWaits(stage);

        var post = Assert.IsType<Reply>(Latest(stage));
        Assert.DoesNotContain("answer b", post.Text, StringComparison.Ordinal);
        Assert.Contains("answer a", post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hiding_that_did_not_reach_the_post_is_done_again()
    {
        var stage = new GroupStage();
        stage.Open();
        stage.Answers(5);
        stage.Pass(Duration.FromDays(2));
        Lose(stage, new ReplyEdit("v1.0", "without it", []));
        PostWhatWaits(stage);

        var edit = Assert.IsType<ReplyEdit>(Latest(stage));
        Assert.Equal("v1.0", edit.Key);
        Assert.Contains("answer a", edit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_life_of_its_own_is_posted_as_it_was()
    {
        var stage = new GroupStage();
        stage.Open("How rested?", "New, one tap");
        Lose(stage, new Reply("Very: 5") { Thread = "5", UsefulUntil = stage.Now });
        PostWhatWaits(stage);

        Assert.Equal(new Reply("Very: 5") { Thread = "5" }.ToString(), Latest(stage).ToString());
    }

    [Fact]
    public void It_waits_for_a_week_and_no_longer_than_the_bot_is_in_the_group()
    {
        var stage = new GroupStage();
        stage.Open();
        Lose(stage, new Reply("a chart"));
        stage.Pass(BarredPost.Kept + Duration.FromMinutes(1));
        Assert.Empty(stage.State.Barred);

        Lose(stage, new Reply("a chart"));
        stage.Take(new GroupLeftInput("left", GroupStage.Group));
        Assert.Empty(stage.State.Barred);
        Lose(stage, new Reply("a chart"));
        Assert.Empty(stage.State.Barred);
    }

    [Fact]
    public void A_private_chat_is_never_made_a_group_by_it()
    {
        var stage = new GroupStage();
        stage.Say("p0", "hello");
        var before = stage.StateOf("p0");
        stage.Take(new PostLostInput("lost", Address.Of("local", "p0"), new Reply("x"), Right));

        Assert.Null(stage.Of("p0").Group);
        Assert.Equal(before, stage.StateOf("p0"));
    }

    private static void Lose(GroupStage stage, Outgoing what, string right = Right) =>
        stage.Take(new PostLostInput($"lost/{Guid.NewGuid():n}", GroupStage.Group, what, right));

    private static Outgoing Latest(GroupStage stage) => stage.Sent.Last(one => one.To == GroupStage.Group).What;

    private static void PostWhatWaits(GroupStage stage)
    {
        stage.Call("mod");
        stage.Press("mod", "Post what waits");
    }
}
