using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>What the screen stops stays with its author.</summary>
public sealed class HeldWordsTests
{
    private static readonly NudgePlan Plan = new("n1", NudgeKind.Question, new LocalTime(9, 0), default, "Europe/Berlin") { Handled = new LocalDate(2026, 3, 2) };

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

    [Theory]
    [InlineData("stop")]
    [InlineData("skip")]
    [InlineData("/about")]
    [InlineData("/privacy")]
    [InlineData("/continue")]
    public void What_is_written_after_a_command_is_no_answer_for_the_group(string command)
    {
        var round = _stage.Open();
        _stage.Meet(_stage.Of("p0") with { Nudges = [Plan] });
        _stage.Press("p0", "Answer privately");
        _stage.Say("p0", command);

        _stage.Say("p0", "meant for nobody");

        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.Single(_stage.Of("p0").Nudges);
    }

    [Fact]
    public void What_is_written_an_hour_later_is_no_answer_for_the_group()
    {
        var round = _stage.Open();
        _stage.Press("p0", "Answer privately");
        _stage.Pass(Duration.FromMinutes(61));

        _stage.Say("p0", "meant for nobody");

        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.Null(_stage.Of("p0").Open);
    }

    [Fact]
    public void A_reflection_that_was_under_way_can_be_taken_up_after_the_answer()
    {
        _stage.Open();
        _stage.Meet(_stage.Of("p0"));
        _stage.Say("p0", "/start c3-start-small");
        _stage.Answer("p0", "a walk");

        Assert.Contains(_stage.SaidTo("p0")[^1].Options, option => option.Id == "!continue");
    }

    [Theory]
    [InlineData]
    [InlineData("New, in own words")]
    [InlineData("New, in own words", "Care")]
    [InlineData("New, in own words", "Care", "1")]
    [InlineData("New, in own words", "Care", "1", "One day")]
    [InlineData("New, in own words", "In my own words")]
    [InlineData("New, one tap")]
    [InlineData("How many must answer")]
    [InlineData("Round 1")]
    public void Help_answers_at_every_step_of_a_moderators_talk(params string[] presses)
    {
        foreach (var plea in (string[])["help", "ayuda", GroupStage.Danger])
        {
            var stage = new GroupStage();
            stage.Open();
            stage.Call("mod");
            foreach (var label in presses)
            {
                stage.Press("mod", label);
            }

            var said = stage.Say("mod", plea);
            Assert.Contains(said.Outgoing, one => one is Reply { Kind: ReplyKind.Card, Urgency: Urgency.Help });
        }
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
