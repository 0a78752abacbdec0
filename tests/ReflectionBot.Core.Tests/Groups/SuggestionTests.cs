using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Members suggest questions; moderators decide and see nobody; authors hear of it in private.</summary>
public sealed class SuggestionTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void A_suggestion_reaches_the_moderators_without_anything_of_its_author()
    {
        Suggest("p7", "What did you learn late?");
        Look();

        Assert.Contains("1. What did you learn late?", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("p7", _stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
        Assert.DoesNotContain(_stage.Sent, one => one.To == GroupStage.Group);
    }

    [Fact]
    public void It_may_stand_behind_the_command_and_is_shown_before_it_is_handed_on()
    {
        _stage.Suggest("p0", "Write to me at a.b@example.org?");

        Assert.Contains("a number, an address or a link", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
        Assert.Contains("“Write to me at a.b@example.org?”", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
        Assert.False(_stage.Knows(GroupStage.Group));
    }

    [Theory]
    [InlineData(GroupStage.Danger)]
    [InlineData(GroupStage.Doubt)]
    public void A_held_one_is_seen_by_nobody_else(string word)
    {
        _stage.Suggest("p0");
        _stage.Say("p0", $"canary {word}");

        Assert.False(_stage.Knows(GroupStage.Group));
        Assert.DoesNotContain("canary", _stage.StateOf("p0"), StringComparison.Ordinal);
        Assert.Equal("What you wrote was not passed on to the group.", _stage.SaidTo("p0")[^1].Text);
        Assert.Contains(_stage.SaidTo("p0"), reply => reply.Urgency == Urgency.Help);
    }

    [Fact]
    public void Accepted_it_joins_the_queue_and_its_author_is_told_within_the_hour()
    {
        Suggest("p0", "What did you learn late?");
        Decide("Take it");

        Assert.Equal("What did you learn late?", Assert.Single(_stage.State.Queue).Text);
        Assert.Empty(_stage.State.Suggestions);
        _stage.Pass(Duration.FromHours(1));
        Assert.Equal("The question you suggested to a group was taken.", _stage.SaidTo("p0")[^1].Text);
        Assert.Empty(_stage.Of("p0").Suggested);
    }

    [Fact]
    public void Edited_it_joins_the_queue_in_the_moderators_words()
    {
        Suggest("p0", "What did you learn too late?");
        Decide("Take it in other words");
        _stage.Say("mod", "What did you learn late?");
        _stage.Pass(Duration.FromHours(1));

        Assert.Equal("What did you learn late?", Assert.Single(_stage.State.Queue).Text);
        Assert.Contains("in slightly other words", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It does not fit this group.", true)]
    [InlineData("We had that one in May.", false)]
    public void Declined_its_author_reads_the_reason(string reason, bool known)
    {
        Suggest("p0", "What did you learn late?");
        Decide("Not this one");
        if (known)
        {
            _stage.Press("mod", reason);
        }
        else
        {
            _stage.Say("mod", reason);
        }

        _stage.Pass(Duration.FromHours(1));

        Assert.EndsWith($"The moderators say: {reason}", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
        Assert.Empty(_stage.State.Queue);
    }

    [Fact]
    public void A_reason_that_the_screen_stops_is_passed_on_to_nobody()
    {
        Suggest("p0", "What did you learn late?");
        Decide("Not this one");
        _stage.Say("mod", GroupStage.Danger);

        Assert.Single(_stage.State.Suggestions);
        Assert.Empty(_stage.State.Decided);
    }

    [Fact]
    public void Decided_days_later_its_author_still_hears_of_it()
    {
        Suggest("p0", "What did you learn late?");
        _stage.Pass(Duration.FromDays(9));
        Decide("Take it");
        _stage.Pass(Duration.FromDays(1));

        Assert.Contains("was taken", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_hears_only_after_writing_first_is_not_told()
    {
        Suggest("p0", "What did you learn late?");
        _stage.Meet(_stage.Of("p0") with { NudgePreferences = new NudgePreferences { OnlyWhenIWriteFirst = true } });
        var said = _stage.SaidTo("p0").Count;
        Decide("Take it");
        _stage.Pass(Duration.FromDays(70));

        Assert.Equal(said, _stage.SaidTo("p0").Count);
        Assert.Empty(_stage.Of("p0").Suggested);
    }

    [Fact]
    public void At_night_it_waits_for_the_morning_of_whoever_has_a_zone()
    {
        Suggest("p0", "What did you learn late?");
        _stage.Meet(_stage.Of("p0") with { Nudges = [new NudgePlan("n1", NudgeKind.Question, new LocalTime(20, 0), Weekdays.None, "Asia/Tokyo") { Handled = new LocalDate(2026, 3, 3) }] });
        Decide("Take it");
        _stage.Pass(Duration.FromDays(1));

        // One hour after the suggestion it is four in the morning in Tokyo.
        var told = _stage.Sent.Last(one => one.To == _stage.Of("p0").Address && one.What is Reply);
        Assert.Equal(7, told.At.InZone(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).Hour);
    }

    [Fact]
    public void Three_of_one_person_wait_at_once()
    {
        for (var i = 0; i < Suggestion.MaxOfOne; i++)
        {
            Suggest("p0", $"Question {i}?");
        }

        _stage.Suggest("p0");

        Assert.Contains("Three of your questions wait", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_erases_everything_leaves_no_trace_in_the_group()
    {
        Suggest("p7", "What did you learn late?");

        Assert.DoesNotContain("p7", _stage.StateOf(GroupStage.Group), StringComparison.Ordinal);
    }

    [Fact]
    public void Moderators_hear_in_private_that_a_topic_is_gone()
    {
        _stage.Open();
        _stage.Take(new ThreadGoneInput("g", GroupStage.Group, "") { Key = "r1" });

        Assert.Equal([new GroupNote(Address.Of("local", "mod"), "note.thread-gone", 1)], _stage.Notes);
        var told = NoteTurn.With(_stage.Of("mod"), _stage.Notes[0], _stage.Now);
        var result = Turn.Take(told, WokenInput.For(told.Address, _stage.Now), ShippedContent.Pack, _stage.Now);
        Assert.Contains("round 1 is gone", Assert.Single(result.Outgoing.OfType<Reply>()).Text, StringComparison.Ordinal);
        Assert.Empty(result.Conversation.Notes);
    }

    private void Suggest(string person, string text)
    {
        _stage.Suggest(person);
        _stage.Say(person, text);
        _stage.Press(person, "Hand it on");
    }

    private void Look()
    {
        _stage.Call("mod");
        _stage.Press("mod", "Suggestions");
    }

    private void Decide(string how)
    {
        Look();
        _stage.Press("mod", "Suggestion 1");
        _stage.Press("mod", how);
    }
}
