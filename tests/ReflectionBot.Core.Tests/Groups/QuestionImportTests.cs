using ReflectionBot.Core.Groups;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Many questions at once: every bad line is named, the good ones come in.</summary>
public sealed class QuestionImportTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void Lines_come_in_in_their_order_without_the_marks_of_a_list()
    {
        var (good, bad) = Read("What helps?\n\n- What rests you?\r\n3. What do you miss?\n• 5 minutes alone: what would you do?");

        Assert.Equal(["What helps?", "What rests you?", "What do you miss?", "5 minutes alone: what would you do?"], good.Select(question => question.Text));
        Assert.Equal([1, 2, 3, 4], good.Select(question => question.Number));
        Assert.Empty(bad);
    }

    [Theory]
    [InlineData("question,theme,kind\n\"Who, or what, helps?\",care,\n\"She said \"\"stay\"\". And you?\",,tap")]
    [InlineData("pregunta;tema;tipo\nWho, or what, helps?;care;palabras\n\"She said \"\"stay\"\". And you?\";;toque")]
    [InlineData("kind\ttheme\tQuestion\nwords\tcare\tWho, or what, helps?\npulse\t\tShe said \"stay\". And you?")]
    public void A_table_names_its_columns(string table)
    {
        var (good, bad) = Read(table);

        Assert.Empty(bad);
        Assert.Equal([("Who, or what, helps?", "care", false), ("She said \"stay\". And you?", null, true)], good.Select(question => (question.Text, question.Theme, question.IsPulse)));
    }

    [Fact]
    public void Every_bad_line_is_named_with_its_number_and_its_fault()
    {
        var (good, bad) = Read($"question,theme,kind\nGood one?,,\n{new string('x', Round.MaxText + 1)},,\nWrite to me: a.b@example.org,,\ngood one,,\nX?,nowhere,\nY?,,song\n\"Z?,,\nA?,,,,\n,,\nLast?,,");

        Assert.Equal(["Good one?", "Last?"], good.Select(question => question.Text));
        Assert.Equal(
            [(3, LineFault.TooLong), (4, LineFault.Contact), (5, LineFault.Twice), (6, LineFault.Theme), (7, LineFault.Kind), (8, LineFault.Quote), (9, LineFault.Fields), (10, LineFault.Empty)],
            bad.Select(line => (line.Number, line.Fault)));
    }

    [Fact]
    public void What_does_not_fit_any_more_is_named_too()
    {
        var (good, bad) = QuestionImport.Read(
            "One?\nTwo?\nThree?", new Group { Queue = [.. Enumerable.Range(1, QueuedQuestion.Max - 1).Select(i => new QueuedQuestion(i, $"Q{i}?"))] }, []);

        Assert.Single(good);
        Assert.Equal([(2, LineFault.Full), (3, LineFault.Full)], bad.Select(line => (line.Number, line.Fault)));
    }

    [Fact]
    public void Moderators_read_which_lines_were_left_out()
    {
        Add($"One?\n{new string('x', 301)}\nTwo?\none?");

        var said = string.Concat(_stage.SaidTo("mod").Select(reply => reply.Text));
        Assert.Contains("Added: 2.", said, StringComparison.Ordinal);
        Assert.Contains("Line 2: It is longer than 300 characters.\nLine 4: It is there already.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_pointed_out_and_come_in_all_the_same()
    {
        Add("What would Marta say?");

        Assert.Contains("It seems to name somebody: Marta.", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
        Assert.Single(_stage.State.Queue);
    }

    [Fact]
    public void An_import_that_the_screen_stops_comes_in_nowhere()
    {
        Add($"One?\nTwo {GroupStage.Danger}");

        Assert.Equal("What you wrote was not passed on to the group.", _stage.SaidTo("mod")[^1].Text);
        Assert.False(_stage.Knows(GroupStage.Group));
    }

    [Fact]
    public void The_order_is_the_moderators()
    {
        Add("One?\nTwo?\nThree?");
        _stage.Press("mod", "Question 3");
        _stage.Press("mod", "To the top");
        _stage.Press("mod", "Question 1");
        _stage.Press("mod", "Down");

        Assert.Equal(["Three?", "Two?", "One?"], _stage.State.Queue.Select(question => question.Text));
    }

    [Fact]
    public void Its_words_can_be_changed_and_it_can_be_deleted()
    {
        Add("One?\nTwo?");
        _stage.Press("mod", "Question 1");
        _stage.Press("mod", "Change the words");
        _stage.Say("mod", "First?");
        _stage.Call("mod");
        _stage.Press("mod", "Own questions");
        _stage.Press("mod", "Question 2");
        _stage.Press("mod", "Delete it");

        Assert.Equal("First?", Assert.Single(_stage.State.Queue).Text);
    }

    private static (IReadOnlyList<QueuedQuestion> Good, IReadOnlyList<BadLine> Bad) Read(string text)
    {
        var (good, bad) = QuestionImport.Read(text, new Group(), ["care", "time"]);
        return (good, bad);
    }

    private void Add(string lines)
    {
        _stage.Call("mod");
        _stage.Press("mod", "Own questions");
        _stage.Press("mod", "Add questions");
        _stage.Say("mod", lines);
    }
}
