using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>A group's schedule of Rounds, from the talk in which it is made to the Rounds it opens.</summary>
public sealed class ProgrammeTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void It_opens_its_rounds_at_its_hour_on_its_days_in_its_zone()
    {
        Make();
        _stage.Pass(Duration.FromDays(8));

        // Monday 2 March, 18:00 UTC: the first is Thursday at eight in Berlin.
        Assert.Equal(
            [Instant.FromUtc(2026, 3, 5, 7, 0), Instant.FromUtc(2026, 3, 9, 7, 0)],
            Opened().Select(one => one.At));
        Assert.All(Opened(), one => Assert.Null(one.Post.MentionRole));
    }

    [Fact]
    public void Nothing_comes_while_it_is_switched_off()
    {
        Make();
        _stage.Press("mod", "Switch it off");
        _stage.Pass(Duration.FromDays(20));

        Assert.Empty(Opened());
        Assert.Contains("It is switched off.", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void On_days_off_nothing_comes()
    {
        Make();
        _stage.Press("mod", "Days off");
        _stage.Say("mod", "2026-03-05\n2026-03-08 2026-03-13");
        _stage.Pass(Duration.FromDays(15));

        Assert.Equal([Instant.FromUtc(2026, 3, 16, 7, 0)], Opened().Select(one => one.At));
    }

    [Theory]
    [InlineData("tomorrow", 1)]
    [InlineData("2026-03-05\n2026-13-01", 2)]
    [InlineData("2026-03-05 2026-03-01", 1)]
    [InlineData("2026-03-05\n\n2026-03-05 2028-03-01", 3)]
    public void A_line_of_days_off_that_cannot_be_read_is_named_and_changes_nothing(string lines, int bad)
    {
        Make();
        _stage.Press("mod", "Days off");
        _stage.Say("mod", lines);

        Assert.Contains($"I cannot read line {bad}.", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
        Assert.Empty(_stage.State.Programmes[0].Holidays);
    }

    [Fact]
    public void A_new_zone_moves_it()
    {
        Make();
        _stage.Press("mod", "Zone");
        _stage.Say("mod", "New York");
        Choose("America/New_York");
        _stage.Pass(Duration.FromDays(4));

        Assert.Equal([Instant.FromUtc(2026, 3, 5, 13, 0)], Opened().Select(one => one.At));
    }

    [Fact]
    public void The_groups_own_questions_come_first_in_their_order_and_none_twice_before_all_were_asked()
    {
        AddQuestions("One?\nTwo?\nThree?");
        Make(days: "Every day", theme: "the group's own only");
        _stage.Pass(Duration.FromDays(8));

        Assert.Equal(["One?", "Two?", "Three?", "One?", "Two?", "Three?", "One?", "Two?"], Opened().Select(one => one.Post.Text.Split('\n')[0]));
    }

    [Fact]
    public void With_the_library_behind_them_every_question_of_the_pool_comes_once_before_any_comes_again()
    {
        AddQuestions("One?\nTwo?");
        Make(days: "Every day");
        var pool = ShippedContent.Pack.GroupPrompts.Length + 2;
        _stage.Pass(Duration.FromDays(pool * 2));

        var texts = Opened().Select(one => one.Post.Text.Split('\n')[0]).ToList();
        Assert.Equal(["One?", "Two?"], texts.Take(2));
        Assert.Equal(pool, texts.Take(pool).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(texts.Take(pool), texts.Skip(pool).Take(pool));
    }

    [Fact]
    public void A_question_that_is_switched_off_is_passed_over()
    {
        AddQuestions("One?\nTwo?");
        _stage.Press("mod", "Question 1");
        _stage.Press("mod", "Switch it off");
        Make(days: "Every day", theme: "the group's own only");
        _stage.Pass(Duration.FromDays(2));

        Assert.All(Opened(), one => Assert.StartsWith("Two?", one.Post.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_question_nothing_is_opened_and_that_is_counted()
    {
        Make(days: "Every day", theme: "the group's own only");
        Assert.Contains("There is no question for it yet.", string.Concat(_stage.SaidTo("mod").Select(reply => reply.Text)), StringComparison.Ordinal);

        _stage.Pass(Duration.FromDays(3));

        Assert.Empty(Opened());
        Assert.Equal(3, _stage.NudgesDropped.Count(reason => reason == NudgeReason.RoundSkipped));
    }

    [Fact]
    public void Where_as_many_are_open_as_may_be_it_opens_none_and_that_is_counted()
    {
        for (var i = 0; i < Core.Groups.Group.MaxOpen; i++)
        {
            _stage.Open(time: "One week");
        }

        Make(days: "Every day");
        _stage.Pass(Duration.FromDays(2));

        Assert.Equal(2, _stage.NudgesDropped.Count(reason => reason == NudgeReason.RoundSkipped));
    }

    [Fact]
    public void Late_by_more_than_its_window_it_is_dropped_and_counted()
    {
        Make(days: "Every day");
        _stage.PassAsleep(Duration.FromDays(3) + Duration.FromHours(1));
        _stage.Pass(Duration.FromSeconds(1));

        Assert.Empty(Opened());
        Assert.Equal(3, _stage.NudgesDropped.Count(reason => reason == NudgeReason.RoundLate));
    }

    [Fact]
    public void A_role_named_with_the_command_is_mentioned_and_nobody_else()
    {
        _stage.Call("mod", new GroupRole("77", "Circle"));
        Make();
        _stage.Press("mod", "Mention");
        _stage.Press("mod", "Circle");
        _stage.Pass(Duration.FromDays(4));

        Assert.Equal("77", Assert.Single(Opened()).Post.MentionRole);
    }

    [Fact]
    public void A_topic_in_which_the_command_was_given_can_be_where_its_rounds_are_posted()
    {
        _stage.Call("mod", thread: "t5");
        Make(call: false);
        _stage.Press("mod", "Where");
        _stage.Press("mod", "where I was called");
        _stage.Pass(Duration.FromDays(4));

        Assert.Equal("t5", Assert.Single(Opened()).Post.Thread);
    }

    [Fact]
    public void Several_programmes_go_side_by_side()
    {
        Make();
        Make();
        _stage.Pass(Duration.FromDays(4));

        Assert.Equal(2, Opened().Count);
        Assert.Equal(2, Opened().Select(one => one.Post.Text).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void No_more_than_five_and_a_deleted_one_makes_place()
    {
        for (var i = 0; i < Programme.Max; i++)
        {
            Make();
        }

        _stage.Call("mod");
        _stage.Press("mod", "Programmes");
        _stage.Press("mod", "New programme");
        Assert.Contains("There are 5 programmes already.", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);

        _stage.Press("mod", "Programme 2");
        _stage.Press("mod", "Delete it");
        Assert.Equal([1, 3, 4, 5], _stage.State.Programmes.Select(programme => programme.Number));
    }

    [Fact]
    public void After_its_bot_came_back_it_goes_on_with_what_is_still_to_come()
    {
        Make(days: "Every day");
        _stage.Take(new GroupLeftInput("left", GroupStage.Group));
        _stage.Pass(Duration.FromDays(10));
        Assert.Empty(Opened());

        _stage.Take(new GroupJoinedInput("back", GroupStage.Group));
        _stage.Pass(Duration.FromDays(1));

        Assert.Single(Opened());
        Assert.Empty(_stage.NudgesDropped);
    }

    private void Make(string days = "mon, thu", string theme = "all", bool call = true)
    {
        if (call)
        {
            _stage.Call("mod");
        }

        _stage.Press("mod", "Programmes");
        _stage.Press("mod", "New programme");
        _stage.Press("mod", "08:00");
        _stage.Say("mod", "Berlin");
        Choose("Europe/Berlin");
        _stage.Say("mod", days);
        _stage.Press("mod", "Questions");
        _stage.Press("mod", theme);
        _stage.Press("mod", "Switch it on");
    }

    private void AddQuestions(string lines)
    {
        _stage.Call("mod");
        _stage.Press("mod", "Own questions");
        _stage.Press("mod", "Add questions");
        _stage.Say("mod", lines);
    }

    private void Choose(string zone) =>
        _stage.PressId("mod", _stage.SaidTo("mod")[^1].Options.Single(option => option.Label.StartsWith(zone, StringComparison.Ordinal)).Id);

    private List<(Instant At, Reply Post)> Opened() =>
        [.. _stage.Sent.Where(one => one.To == GroupStage.Group).Select(one => (one.At, Post: one.What as Reply)).Where(one => one.Post is { Key: ['r', ..] }).Select(one => (one.At, one.Post!))];
}
