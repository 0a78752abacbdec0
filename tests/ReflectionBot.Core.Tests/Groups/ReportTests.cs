using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>A released answer is reported by a member, and hidden by a moderator.</summary>
public sealed class ReportTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void A_report_reaches_the_moderators_without_whoever_made_it()
    {
        Release(5);
        _stage.Press("p3", "Report an answer");
        _stage.Press("p3", "answer b");

        Assert.Contains("do not know who asked", _stage.SaidTo("p3")[^1].Text, StringComparison.Ordinal);
        Assert.Equal([new GroupNote(Address.Of("local", "mod"), "note.reported", 1)], _stage.Notes);
        Assert.DoesNotContain("p3", _stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
        Assert.Equal("answer b", Assert.Single(_stage.State.Released[0].Shown, voice => voice.Reported).Words);
    }

    [Fact]
    public void Reported_twice_the_moderators_are_told_once()
    {
        Release(5);
        foreach (var person in (string[])["p3", "p4"])
        {
            _stage.Press(person, "Report an answer");
            _stage.Press(person, "answer b");
        }

        Assert.Single(_stage.Notes);
        Assert.Contains("do not know who asked", _stage.SaidTo("p4")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_are_many_it_is_found_by_its_words()
    {
        Release(24);
        _stage.Press("p3", "Report an answer");
        Assert.Single(_stage.SaidTo("p3")[^1].Options);
        _stage.Say("p3", "answer");
        Assert.Contains("I cannot tell which one", _stage.SaidTo("p3")[^1].Text, StringComparison.Ordinal);

        _stage.Say("p3", "• answer q");

        Assert.Equal("answer q", Assert.Single(_stage.State.Released[0].Shown, voice => voice.Reported).Words);
    }

    [Fact]
    public void A_hidden_one_goes_from_its_post_and_from_what_is_stored()
    {
        Release(5);
        Hide("answer b");

        var edit = _stage.Sent.Where(one => one.To == GroupStage.Group).Select(one => one.What).OfType<ReplyEdit>().Last();
        Assert.Equal("v1.0", edit.Key);
        Assert.Equal(2, edit.Options.Length);
        Assert.DoesNotContain("answer b", edit.Text, StringComparison.Ordinal);
        Assert.Contains("(taken out by the moderators)", edit.Text, StringComparison.Ordinal);
        Assert.Contains("answer a", edit.Text, StringComparison.Ordinal);
        Assert.Contains("mod hid an answer of round 1", Log(), StringComparison.Ordinal);
        Assert.DoesNotContain("answer b", _stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reported_one_is_shown_to_moderators_with_what_helps_them()
    {
        Release(5);
        _stage.Press("p3", "Report an answer");
        _stage.Press("p3", "answer b");
        _stage.Call("mod");
        _stage.Press("mod", "Released answers");
        _stage.Press("mod", "Round 1: reported");
        Assert.Equal("answer b", _stage.SaidTo("mod")[^1].Options[0].Label);
        _stage.Press("mod", "answer b");

        Assert.Contains("When an answer worries you", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
        Assert.Contains(_stage.SaidTo("mod")[^1].Options, option => option.Id == "!help");
        _stage.Press("mod", "It may stay");
        Assert.DoesNotContain(_stage.State.Released[0].Shown, voice => voice.Reported);
    }

    [Fact]
    public void After_seven_days_nothing_is_kept_of_a_release()
    {
        Release(5);
        _stage.Pass(Duration.FromDays(7));

        Assert.Empty(_stage.State.Released);
        Assert.Empty(_stage.Vaults);
        Assert.DoesNotContain("answer ", _stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
        _stage.Press("p3", "Report an answer");
        Assert.Contains("cannot be reported any more", _stage.SaidTo("p3")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_posts_only_the_one_with_the_hidden_answer_changes()
    {
        _stage.Open();
        for (var i = 0; i < 20; i++)
        {
            _stage.Answer($"p{i}", $"{i:00} {new string((char)('a' + i), 250)}");
        }

        _stage.Pass(Duration.FromHours(25));
        var posts = _stage.Sent.Select(one => one.What).OfType<Reply>().Where(reply => reply.Key is ['v', ..]).ToList();
        var before = posts.Single(post => post.Text.Contains("• 07 ", StringComparison.Ordinal));
        _stage.Call("mod");
        _stage.Press("mod", "Released answers");
        _stage.Press("mod", "Round 1");
        _stage.Say("mod", "07 hhhh");
        _stage.Press("mod", "Hide it");

        var edit = _stage.Sent.Select(one => one.What).OfType<ReplyEdit>().Last();
        Assert.Equal(before.Key, edit.Key);
        Assert.Equal(before.Options.Select(option => option.Id), edit.Options.Select(option => option.Id));
        Assert.Equal(before.Text.Replace($"07 {new string('h', 250)}", "(taken out by the moderators)", StringComparison.Ordinal), edit.Text);
    }

    private void Release(int answers)
    {
        _stage.Open();
        _stage.Answers(answers);
        _stage.Pass(Duration.FromHours(25));
    }

    private void Hide(string words)
    {
        _stage.Call("mod");
        _stage.Press("mod", "Released answers");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", words);
        _stage.Press("mod", "Hide it");
    }

    private string Log()
    {
        _stage.Press("mod", "What moderators did");
        return _stage.SaidTo("mod")[^1].Text;
    }
}
