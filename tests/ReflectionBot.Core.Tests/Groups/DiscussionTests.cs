using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>A Round of the kind that is talked over in the group, in a thread or topic.</summary>
public sealed class DiscussionTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void It_is_opened_by_name_with_help_and_without_private_answers()
    {
        Open(new string('a', 60) + " " + new string('b', 60));

        var opening = Assert.Single(_stage.Sent.Select(one => one.What).OfType<ThreadOpening>());
        Assert.Equal(new string('a', 60) + "…", opening.Name);
        Assert.Equal("!help", Assert.Single(opening.Options).Id);
        Assert.Contains("stands under your name", opening.Text, StringComparison.Ordinal);
        Assert.Empty(_stage.Vaults);
    }

    [Fact]
    public void It_ends_with_last_words_at_its_time()
    {
        Open("What helps?");
        _stage.Pass(Duration.FromHours(25));

        Assert.Equal("r1", Assert.Single(_stage.Sent.Select(one => one.What).OfType<ThreadClosing>()).Key);
        Assert.Empty(_stage.State.Rounds);
        Assert.Empty(_stage.Posts);
    }

    [Theory]
    [InlineData("Close it now")]
    [InlineData("Call it off")]
    public void It_can_be_ended_before(string how)
    {
        Open("What helps?");
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", how);
        _stage.Pass(Duration.FromDays(3));

        Assert.Single(_stage.Sent.Select(one => one.What).OfType<ThreadClosing>());
    }

    [Fact]
    public void It_can_be_given_a_day_more()
    {
        Open("What helps?");
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", "One day more");

        var edit = Assert.Single(_stage.Sent.Select(one => one.What).OfType<ReplyEdit>());
        Assert.Equal("!help", Assert.Single(edit.Options).Id);
        Assert.Contains("stands under your name", edit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void When_its_topic_is_gone_it_is_over()
    {
        Open("What helps?");
        _stage.Take(new ThreadGoneInput("g", GroupStage.Group, "9") { Key = "r1" });
        _stage.Pass(Duration.FromDays(3));

        Assert.Empty(_stage.State.Rounds);
        Assert.Empty(_stage.Sent.Select(one => one.What).OfType<ThreadClosing>());
    }

    [Fact]
    public void A_round_posted_again_has_its_buttons_at_the_end_alone()
    {
        _stage.Open();
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", "Post it again");

        Assert.Equal(["r1", "r1.1"], _stage.Sent.Select(one => one.What).OfType<Reply>().Where(reply => reply.Key is ['r', ..]).Select(reply => reply.Key));
        Assert.Contains(_stage.Sent, one => one.What is ReplyRetirement { Key: "r1" });
        _stage.Answers(5);
        _stage.Pass(Duration.FromHours(25));
        Assert.Contains(_stage.Sent, one => one.What is ReplyRetirement { Key: "r1.1" });
    }

    private void Open(string prompt)
    {
        _stage.Call("mod");
        _stage.Press("mod", "New discussion");
        _stage.Press("mod", "In my own words");
        _stage.Say("mod", prompt);
        _stage.Press("mod", "One day");
        _stage.Press("mod", "Open it");
    }
}
