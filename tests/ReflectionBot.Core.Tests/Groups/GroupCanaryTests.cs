using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Acceptance 4 for every place in a group's talks where somebody can write: what the screen stops is in nobody's chat and in no state.</summary>
public sealed class GroupCanaryTests
{
    private const string Canary = "canary";

    [Theory]
    [InlineData("p0", "Answer privately")]
    [InlineData("mod", "/round", "New, in own words", "In my own words")]
    [InlineData("mod", "/round", "New, one tap")]
    [InlineData("mod", "/round", "New discussion", "In my own words")]
    [InlineData("mod", "/round", "Own questions", "Add questions")]
    [InlineData("mod", "/round", "Own questions", "Question 1", "Change the words")]
    [InlineData("mod", "/round", "Programmes", "New programme")]
    [InlineData("mod", "/round", "Programmes", "New programme", "18:00")]
    [InlineData("mod", "/round", "Suggestions", "Suggestion 1", "Take it in other words")]
    [InlineData("mod", "/round", "Suggestions", "Suggestion 1", "Not this one")]
    [InlineData("mod", "/round", "Released answers", "Round 1")]
    [InlineData("p0", "Report an answer")]
    [InlineData("p0", "/suggest")]
    public void What_the_screen_stops_goes_nowhere(string person, params string[] steps)
    {
        foreach (var word in (string[])[GroupStage.Danger, GroupStage.Doubt])
        {
            var stage = Prepared();
            foreach (var step in steps)
            {
                Do(stage, person, step);
            }

            var before = stage.StateOf(GroupStage.Group);
            stage.Say(person, $"{Canary} {word}");

            Assert.Equal(before, stage.StateOf(GroupStage.Group));
            Assert.Contains(stage.SaidTo(person), reply => reply.Urgency == Urgency.Help);
            foreach (var who in (string[])["p0", "p1", "mod"])
            {
                Assert.DoesNotContain(Canary, stage.StateOf(who), StringComparison.Ordinal);
                Assert.DoesNotContain(stage.SaidTo(who), reply => reply.Text.Contains(Canary, StringComparison.Ordinal));
            }

            Assert.DoesNotContain(stage.Posts, post => post.Contains(Canary, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(GroupStage.Danger)]
    [InlineData(GroupStage.Doubt)]
    public void Behind_a_command_too(string word)
    {
        var stage = Prepared();
        var before = stage.StateOf(GroupStage.Group);
        stage.Suggest("p0", $"{Canary} {word}");

        Assert.Equal(before, stage.StateOf(GroupStage.Group));
        Assert.DoesNotContain(Canary, stage.StateOf("p0"), StringComparison.Ordinal);
        Assert.Contains(stage.SaidTo("p0"), reply => reply.Urgency == Urgency.Help);
        Assert.Equal("What you wrote was not passed on to the group.", stage.SaidTo("p0")[^1].Text);
    }

    [Fact]
    public void Words_that_are_believed_are_no_suggestion_either()
    {
        var stage = Prepared();
        stage.Say("p0", GroupStage.Doubt);
        stage.Say("p0", "no");
        stage.Suggest("p0", $"{Canary} {GroupStage.Doubt}");

        Assert.DoesNotContain(Canary, stage.StateOf("p0"), StringComparison.Ordinal);
        Assert.DoesNotContain(stage.SaidTo("p0"), reply => reply.Text.Contains(Canary, StringComparison.Ordinal));
    }

    /// <summary>A group with something of everything.</summary>
    private static GroupStage Prepared()
    {
        var stage = new GroupStage();
        stage.Open();
        stage.Answers(5);
        stage.Pass(NodaTime.Duration.FromHours(25));
        stage.Suggest("p1");
        stage.Say("p1", "What did you learn late?");
        stage.Press("p1", "Hand it on");
        foreach (var step in (string[])["/round", "Own questions", "Add questions"])
        {
            Do(stage, "mod", step);
        }

        stage.Say("mod", "What rests you?");
        stage.Open();
        return stage;
    }

    private static void Do(GroupStage stage, string person, string step)
    {
        switch (step)
        {
            case "/round":
                stage.Call(person);
                break;
            case "/suggest":
                stage.Suggest(person);
                break;
            default:
                stage.Press(person, step);
                break;
        }
    }
}
