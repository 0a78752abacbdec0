using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>What the screen stops stays with its author.</summary>
public sealed class HeldWordsTests
{
    private readonly GroupStage _stage = new();

    [Theory]
    [InlineData(GroupStage.Danger)]
    [InlineData(GroupStage.Doubt)]
    public void Its_author_is_helped_and_told_and_the_round_sees_nothing(string word)
    {
        var round = _stage.Open();
        var before = _stage.StateOf(GroupStage.Group);
        var posts = _stage.Sent.Count(one => one.To == GroupStage.Group);

        _stage.Answer("p0", $"canary {word}");

        var said = _stage.SaidTo("p0");
        Assert.Contains(said, reply => reply.Urgency == Urgency.Help && reply.Kind is ReplyKind.Card or ReplyKind.Question);
        Assert.StartsWith("What you wrote was not passed on.", said[^1].Text, StringComparison.Ordinal);
        Assert.Equal(Urgency.Help, said[^1].Urgency);
        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.Equal(before, _stage.StateOf(GroupStage.Group));
        Assert.Equal(posts, _stage.Sent.Count(one => one.To == GroupStage.Group));
        Assert.DoesNotContain("canary", _stage.StateOf("p0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_are_believed_are_not_passed_on_either()
    {
        var round = _stage.Open();
        _stage.Answer("p0", GroupStage.Doubt);
        _stage.Say("p0", "no");
        _stage.Press("p0", "Write something else for the group");

        _stage.Say("p0", $"{GroupStage.Doubt} once more");

        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.StartsWith("What you wrote was not passed on.", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_words_can_be_put_in_afterwards()
    {
        var round = _stage.Open();
        _stage.Answer("p0", GroupStage.Danger);
        _stage.Press("p0", "Write something else for the group");
        _stage.Say("p0", "a walk in the rain");

        Assert.Equal("a walk in the rain", Assert.Single(_stage.Vaults[round.Id].Words).Value);
    }

    [Fact]
    public void A_held_change_leaves_the_answer_that_was_in()
    {
        var round = _stage.Open();
        _stage.Answer("p0", "a walk");
        _stage.Press("p0", "Change it");
        _stage.Say("p0", GroupStage.Danger);

        Assert.Equal("a walk", Assert.Single(_stage.Vaults[round.Id].Words).Value);
    }

    [Fact]
    public void A_prompt_of_a_moderators_own_is_screened_too()
    {
        _stage.Call("mod");
        _stage.Press("mod", "New, in own words");
        _stage.Press("mod", "In my own words");
        _stage.Say("mod", GroupStage.Danger);

        Assert.Contains(_stage.SaidTo("mod"), reply => reply.Kind == ReplyKind.Card);
        Assert.Equal("What you wrote was not passed on to the group.", _stage.SaidTo("mod")[^1].Text);
        Assert.DoesNotContain(_stage.Sent, one => one.To == GroupStage.Group);
    }

    [Fact]
    public void Help_answers_while_an_answer_is_asked_for()
    {
        _stage.Open();
        _stage.Press("p0", "Answer privately");
        _stage.Say("p0", "help");
        Assert.Contains(_stage.SaidTo("p0"), reply => reply is { Kind: ReplyKind.Card, Urgency: Urgency.Help });

        _stage.Press("p1", "Help");
        Assert.Contains(_stage.SaidTo("p1"), reply => reply is { Kind: ReplyKind.Card, Urgency: Urgency.Help });
    }
}
