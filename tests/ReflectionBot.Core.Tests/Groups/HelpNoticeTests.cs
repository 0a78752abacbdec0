using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Where moderators want it, every round ends with the same line about help, and never with anything about a person.</summary>
public sealed class HelpNoticeTests
{
    private const string Line = "Help is there for everybody, at any time: press Help, or write /help to me in private. Nobody here learns who does, or whether anybody did.";

    [Fact]
    public void It_is_off_until_a_moderator_wants_it_and_the_log_says_who()
    {
        var stage = new GroupStage();
        stage.Open();
        stage.Answers(5);
        stage.Pass(Duration.FromDays(2));
        Assert.DoesNotContain(stage.Posts, post => post.Contains(Line, StringComparison.Ordinal));

        Switch(stage);
        Assert.Equal(ModeratorAction.HelpNoticeSet, stage.State.Log[^1].Action);
        stage.Press("mod", "Say no more that help is there");
        Assert.False(stage.State.HelpNotice);
    }

    [Theory]
    [InlineData("New, in own words", 5)]
    [InlineData("New, in own words", 2)]
    [InlineData("New, one tap", 0)]
    [InlineData("New discussion", 0)]
    public void Every_end_of_a_round_has_it_whether_or_not_anybody_was_helped(string kind, int answers)
    {
        foreach (var helped in (bool[])[false, true])
        {
            var stage = new GroupStage();
            Switch(stage);
            if (kind == "New discussion")
            {
                stage.Call("mod");
                stage.Press("mod", kind);
                stage.Press("mod", "In my own words");
                stage.Say("mod", "What helps?");
                stage.Press("mod", "One day");
                stage.Press("mod", "Open it");
            }
            else
            {
                stage.Open("What helps?", kind);
            }

            if (helped)
            {
                stage.Say("mia", GroupStage.Danger);
            }

            stage.Answers(answers);
            stage.Pass(Duration.FromDays(2));

            var last = stage.Sent.Last(one => one.To == GroupStage.Group).What;
            Assert.EndsWith($"\n\n{Line}", (last as Reply)?.Text ?? ((ThreadClosing)last).Text, StringComparison.Ordinal);
            Assert.DoesNotContain(stage.Notes, note => note.To.Local == "mod");
        }
    }

    [Fact]
    public void A_release_of_many_posts_has_it_once_and_no_post_becomes_too_long()
    {
        var stage = new GroupStage();
        Switch(stage);
        stage.Open();
        for (var i = 0; i < 12; i++)
        {
            stage.Answer($"p{i}", $"{i} " + new string('x', 580));
            stage.Press($"p{i}", "Put it in as it is");
        }

        stage.Pass(Duration.FromDays(2));

        var released = stage.Posts.Skip(1).ToList();
        Assert.True(released.Count > 3);
        Assert.All(released, post => Assert.InRange(post.Length, 1, 1900));
        Assert.Equal([released[^1]], released.Where(post => post.Contains(Line, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_release_keeps_it_when_an_answer_is_hidden_after_the_setting_was_changed()
    {
        var stage = new GroupStage();
        Switch(stage);
        stage.Open();
        stage.Answers(5);
        stage.Pass(Duration.FromDays(2));
        stage.Call("mod");
        stage.Press("mod", "Say no more that help is there");
        stage.Press("mod", "Released answers");
        stage.Press("mod", "Round 1");
        stage.Say("mod", "answer b");
        stage.Press("mod", "Hide it");

        Assert.EndsWith(Line, stage.Sent.Select(one => one.What).OfType<ReplyEdit>().Last(edit => edit.Key == "v1.0").Text, StringComparison.Ordinal);
    }

    private static void Switch(GroupStage stage)
    {
        stage.Call("mod");
        stage.Press("mod", "Say with each round that help is there");
    }
}
