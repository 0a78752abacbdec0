using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Moderators read answers before they come out, without names.</summary>
public sealed class ReviewTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void The_group_is_told_before_anybody_answers()
    {
        SwitchOn();
        _stage.Open();

        Assert.Contains("The moderators read the answers before they come out", _stage.Posts.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_comes_out_before_it_was_read_and_what_was_left_out_never_does()
    {
        Close(5);
        Assert.Single(_stage.Posts);
        Assert.Contains(_stage.Notes, note => note is { Key: "note.review", Number: 1 });

        Read(words => words.Contains("answer c", StringComparison.Ordinal) ? "Leave it out" : "It may be shown", count: 5);
        _stage.Press("mod", "Release them");
        _stage.Pass(Duration.FromSeconds(1));

        Assert.Contains("Fewer than 5 answers can be shown", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.DoesNotContain(_stage.Posts, post => post.Contains("answer c", StringComparison.Ordinal));
    }

    [Fact]
    public void With_enough_left_the_rest_comes_out()
    {
        Close(6);
        Read(words => words.Contains("answer c", StringComparison.Ordinal) ? "Leave it out" : "It may be shown", count: 6);
        _stage.Press("mod", "Release them");
        _stage.Pass(Duration.FromSeconds(1));

        var release = _stage.Posts.Last();
        Assert.Equal(5, release.Split("• ").Length - 1);
        Assert.DoesNotContain("answer c", release, StringComparison.Ordinal);
        Assert.DoesNotContain("answer c", _stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
        Assert.Empty(_stage.Vaults[_stage.State.Released[0].Id].Words);
    }

    [Fact]
    public void What_a_moderator_read_goes_from_their_chat()
    {
        Close(5);
        Read(_ => "It may be shown", count: 5);

        var shown = _stage.SaidTo("mod").Where(reply => reply.Text.Contains("“answer ", StringComparison.Ordinal)).Select(reply => reply.Key!).ToList();
        Assert.Equal(5, shown.Count);
        Assert.Equal(shown, _stage.Sent.Where(one => one.To.Local == "mod").Select(one => one.What).OfType<ReplyRemoval>().SelectMany(removal => removal.Keys).Intersect(shown));
        Assert.DoesNotContain("answer ", _stage.StateOf("mod"), StringComparison.Ordinal);
    }

    [Fact]
    public void Below_the_minimum_there_is_nothing_to_read()
    {
        Close(4);

        Assert.Contains("Fewer than 5 people answered", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.Empty(_stage.Notes);
        Assert.Empty(_stage.Vaults);
    }

    [Fact]
    public void Unread_for_three_days_it_ends_and_nothing_is_shown()
    {
        Close(5);
        _stage.Pass(Duration.FromDays(3));

        Assert.Contains("Nobody came to read the answers", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.Empty(_stage.Vaults);
        Assert.Empty(_stage.State.Rounds);
    }

    [Fact]
    public void Somebody_who_does_not_moderate_any_more_reads_nothing()
    {
        Close(5);
        Begin();
        _stage.Lose("mod");
        _stage.Press("mod", "It may be shown");

        Assert.Equal("Only those who moderate this group can do that.", _stage.SaidTo("mod")[^1].Text);
    }

    [Fact]
    public void The_author_of_a_voice_is_muted_and_nobody_learns_who_it_is()
    {
        Close(6);
        Read(words => words.Contains("answer c", StringComparison.Ordinal) ? "Leave it out, mute its author" : "It may be shown", count: 6);
        _stage.Press("mod", "Release them");
        _stage.Pass(Duration.FromSeconds(1));
        Assert.DoesNotContain("p2", _stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
        Assert.DoesNotContain(_stage.SaidTo("mod"), reply => reply.Text.Contains("p2", StringComparison.Ordinal));

        var next = _stage.Open();
        _stage.Press("p2", "Answer privately");
        Assert.Contains("do not take your answers until", _stage.SaidTo("p2")[^1].Text, StringComparison.Ordinal);
        _stage.Say("p2", "still here");
        Assert.Empty(_stage.Vaults[next.Id].Words);

        _stage.Answer("p1", "a walk");
        Assert.Single(_stage.Vaults[next.Id].Words);
    }

    [Fact]
    public void A_mute_ends_after_thirty_days_or_when_all_are_lifted()
    {
        Close(6);
        Read(words => words.Contains("answer c", StringComparison.Ordinal) ? "Leave it out, mute its author" : "It may be shown", count: 6);
        _stage.Call("mod");
        _stage.Press("mod", "Lift all mutes");
        var round = _stage.Open();
        _stage.Answer("p2", "a walk");

        Assert.Single(_stage.Vaults[round.Id].Words);
    }

    [Fact]
    public void Beside_a_worrying_one_stands_what_helps_a_moderator()
    {
        Close(5);
        Begin();
        var words = _stage.SaidTo("mod")[^1].Text;
        _stage.Press("mod", "This one worries me");

        var said = _stage.SaidTo("mod")[^1];
        foreach (var part in (string[])["speak to everybody", "Leave this be", "Hand over", "And you: what do you need now", words])
        {
            Assert.Contains(part, said.Text, StringComparison.Ordinal);
        }

        Assert.Contains(said.Options, option => option.Id == "!help");
    }

    [Fact]
    public void Taken_out_of_the_group_the_bot_destroys_what_waits_to_be_read()
    {
        Close(5);
        _stage.Take(new GroupLeftInput("l", GroupStage.Group));

        Assert.Empty(_stage.Vaults);
    }

    private void SwitchOn()
    {
        _stage.Call("mod");
        _stage.Press("mod", "Read answers before release");
    }

    private void Close(int answers)
    {
        SwitchOn();
        _stage.Open();
        _stage.Answers(answers);
        _stage.Pass(Duration.FromHours(25));
    }

    private void Begin()
    {
        _stage.Call("mod");
        _stage.Press("mod", "Read round 1");
        _stage.Press("mod", "Begin reading");
    }

    private void Read(Func<string, string> verdict, int count)
    {
        Begin();
        for (var i = 0; i < count; i++)
        {
            _stage.Press("mod", verdict(_stage.SaidTo("mod")[^1].Text));
        }
    }
}
