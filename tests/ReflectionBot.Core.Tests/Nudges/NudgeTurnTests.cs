using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Nudges;

public sealed class NudgeTurnTests
{
    private static readonly Address Address = Address.Of("local", "ann");
    private static readonly Instant Monday = Instant.FromUtc(2026, 3, 2, 0, 0);

    [Fact]
    public void A_nudge_comes_at_its_hour_and_the_next_one_a_day_later()
    {
        var due = Monday + Duration.FromHours(18);

        var result = Wake(With(At(18)), due);

        var nudge = Assert.Single(result.Outgoing.OfType<Reply>());
        Assert.Equal(Urgency.Nudge, nudge.Urgency);
        Assert.NotNull(nudge.UsefulUntil);
        Assert.Equal(due + Duration.FromDays(1), result.Conversation.WakesAt);
    }

    [Fact]
    public void A_wake_up_that_comes_twice_or_early_changes_nothing()
    {
        var due = Monday + Duration.FromHours(18);
        var sent = Wake(With(At(18)), due).Conversation;

        Assert.Empty(Wake(sent, due).Outgoing);
        Assert.Empty(Wake(With(At(18)), due - Duration.FromSeconds(1)).Outgoing);
    }

    [Fact]
    public void A_chat_that_is_closed_lets_the_plans_rest_and_changes_nothing_else()
    {
        var conversation = With(At(18)) with { LastHeard = Monday };

        var result = Turn.Take(conversation, new ClosedInput("closed/1", Address), ShippedContent.Pack, Monday + Duration.FromHours(18));

        Assert.Empty(result.Outgoing);
        Assert.True(Assert.Single(result.Conversation.Nudges).Resting);
        Assert.Null(result.Conversation.WakesAt);
        Assert.Equal(Monday, result.Conversation.LastHeard);
    }

    [Fact]
    public void A_clock_that_was_set_back_sends_nothing_again()
    {
        var sent = Wake(With(At(18)), Monday + Duration.FromHours(18)).Conversation;

        Assert.Empty(Wake(sent, Monday + Duration.FromHours(17)).Outgoing);
        Assert.Empty(Wake(sent, Monday + Duration.FromHours(18)).Outgoing);
    }

    [Fact]
    public void A_nudge_due_in_quiet_hours_waits_until_they_end()
    {
        var conversation = With(At(6)) with { NudgePreferences = new NudgePreferences { Quiet = new HoursOfDay(new LocalTime(22, 0), new LocalTime(7, 0)) } };

        var result = Wake(conversation, Monday + Duration.FromHours(6));

        Assert.Empty(result.Outgoing);
        Assert.Equal(Monday + Duration.FromHours(7), result.Conversation.WakesAt);
        Assert.Single(Wake(result.Conversation, Monday + Duration.FromHours(7)).Outgoing.OfType<Reply>());
    }

    [Fact]
    public void A_nudge_due_in_unsafe_hours_is_dropped_not_queued()
    {
        var conversation = With(At(18)) with { NudgePreferences = new NudgePreferences { Unsafe = [new HoursOfDay(new LocalTime(17, 0), new LocalTime(19, 0))] } };

        var result = Wake(conversation, Monday + Duration.FromHours(18));

        Assert.Empty(result.Outgoing);
        Assert.Equal([NudgeReason.UnsafeHours], result.NudgesDropped);
        Assert.Equal(Monday + Duration.FromDays(1) + Duration.FromHours(18), result.Conversation.WakesAt);
    }

    [Fact]
    public void After_an_outage_of_three_days_nothing_bursts()
    {
        var result = Wake(With(At(18)), Monday + Duration.FromDays(3) + Duration.FromHours(12));

        Assert.Empty(result.Outgoing);
        Assert.Equal([NudgeReason.Late, NudgeReason.Late, NudgeReason.Late], result.NudgesDropped);
        Assert.Equal(Monday + Duration.FromDays(3) + Duration.FromHours(18), result.Conversation.WakesAt);
    }

    [Fact]
    public void Late_by_less_than_the_window_it_still_comes() =>
        Assert.Single(Wake(With(At(18)), Monday + Duration.FromHours(19)).Outgoing.OfType<Reply>());

    [Fact]
    public void After_a_card_nothing_comes_while_prompts_rest()
    {
        var conversation = With(At(18)) with { Care = new CareState { RestUntil = Monday + Duration.FromDays(2) } };

        Assert.Equal([NudgeReason.CrisisPause], Wake(conversation, Monday + Duration.FromHours(18)).NudgesDropped);
    }

    [Fact]
    public void During_a_reflection_it_waits_until_that_ends_or_the_window_closes()
    {
        var due = Monday + Duration.FromHours(18);
        var flow = ShippedContent.Pack.Flows["c3-start-small"];
        var conversation = With(At(18)) with
        {
            LastHeard = due - Duration.FromMinutes(5),
            Run = new Run(1) { Frames = [new Frame(flow.Id, flow.Revision, flow.Start)] },
        };

        var waiting = Wake(conversation, due);
        Assert.Empty(waiting.Outgoing);
        Assert.Equal(due + Duration.FromMinutes(5), waiting.Conversation.WakesAt);
        Assert.Single(Wake(waiting.Conversation with { Run = null }, due + Duration.FromMinutes(5)).Outgoing.OfType<Reply>());

        var talking = waiting.Conversation;
        while (talking.WakesAt is { } at && at <= due + NudgePlan.Window)
        {
            talking = Wake(talking with { LastHeard = at }, at).Conversation;
        }

        Assert.Equal(due + Duration.FromDays(1), talking.WakesAt);
    }

    [Fact]
    public void Two_plans_in_the_same_minute_come_as_one()
    {
        var two = At(18) with { Id = "n2", Kind = NudgeKind.Question };

        var result = Wake(With(At(18), two), Monday + Duration.FromHours(18));

        Assert.Single(result.Outgoing.OfType<Reply>());
        Assert.Equal(Monday + Duration.FromDays(1) + Duration.FromHours(18), result.Conversation.WakesAt);
    }

    [Fact]
    public void After_three_unanswered_it_asks_once_whether_to_rest_and_then_rests_in_silence()
    {
        var conversation = With(At(18));
        for (var day = 0; day < NudgePlan.UnansweredBeforeRest; day++)
        {
            conversation = Wake(conversation, conversation.WakesAt!.Value).Conversation;
        }

        var asked = Wake(conversation, conversation.WakesAt!.Value);

        Assert.Equal(ShippedContent.Pack.In("en").Text("nudge.rest"), Assert.Single(asked.Outgoing.OfType<Reply>()).Text);
        Assert.Null(asked.Conversation.WakesAt);
        var kept = Press(asked.Conversation, "go-on", asked.Conversation.LastHeard + Duration.FromDays(5));
        Assert.NotNull(kept.Conversation.WakesAt);
    }

    [Fact]
    public void A_cover_line_gives_nothing_away_and_the_question_comes_after_a_tap()
    {
        var conversation = With(At(18) with { Look = NudgeLook.Cover, CoverLine = "Your list is ready." });

        var covered = Wake(conversation, Monday + Duration.FromHours(18));
        Assert.Equal("Your list is ready.", Assert.Single(covered.Outgoing.OfType<Reply>()).Text);

        var opened = Press(covered.Conversation, "open", Monday + Duration.FromHours(20));
        Assert.Equal(Urgency.Reply, opened.Outgoing.OfType<Reply>().Single().Urgency);
        Assert.NotEqual("Your list is ready.", opened.Outgoing.OfType<Reply>().Single().Text);
    }

    [Fact]
    public void Later_moves_this_one_only()
    {
        var sent = Wake(With(At(18)), Monday + Duration.FromHours(18)).Conversation;
        var asked = Press(sent, "later", Monday + Duration.FromHours(18)).Conversation;
        var snoozed = Press(asked, "in-1", Monday + Duration.FromHours(18)).Conversation;

        Assert.Equal(Monday + Duration.FromHours(20), snoozed.WakesAt);
        var came = Wake(snoozed, Monday + Duration.FromHours(20));
        Assert.Single(came.Outgoing.OfType<Reply>());
        Assert.Equal(Monday + Duration.FromDays(1) + Duration.FromHours(18), came.Conversation.WakesAt);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("STOP.")]
    [InlineData("/stop")]
    public void One_stop_ends_all_at_once(string word)
    {
        var conversation = With(At(18), At(9) with { Id = "n2" });

        var stopped = Turn.Take(conversation, new TextInput("s", Address, word), ShippedContent.Pack, Monday).Conversation;

        Assert.Empty(stopped.Nudges);
        Assert.Null(stopped.WakesAt);
    }

    [Theory]
    [InlineData("delete", true)]
    [InlineData("pause-7", true)]
    [InlineData("look", false)]
    public void Deleting_or_pausing_one_of_several_plans_takes_back_what_is_on_its_way(string key, bool withdrawn)
    {
        var listed = Turn.Take(With(At(18), At(9) with { Id = "n2" }), new CommandInput("r", Address, Commands.Reminders), ShippedContent.Pack, Monday).Conversation;
        var shown = Press(listed, "n1", Monday);
        Assert.False(shown.WithdrawNudges);

        Assert.Equal(withdrawn, Press(shown.Conversation, key, Monday).WithdrawNudges);
    }

    [Fact]
    public void A_tender_date_brings_nothing()
    {
        var conversation = With(At(18)) with { NudgePreferences = new NudgePreferences { Tender = [new AnnualDate(3, 2)] } };

        Assert.Equal([NudgeReason.Tender], Wake(conversation, Monday + Duration.FromHours(18)).NudgesDropped);
    }

    [Fact]
    public void Only_when_i_write_first_means_nothing_comes()
    {
        var conversation = With(At(18)) with { NudgePreferences = new NudgePreferences { OnlyWhenIWriteFirst = true } };

        Assert.Equal([NudgeReason.OnlyWhenIWriteFirst], Wake(conversation, Monday + Duration.FromHours(18)).NudgesDropped);
    }

    [Fact]
    public void A_reflection_that_offers_a_reminder_goes_on_when_there_is_room_for_none()
    {
        var (flow, step) = ShippedContent.Pack.Flows.Values
            .SelectMany(flow => flow.Steps.Values.OfType<OfferStep>().Where(step => step.Reminder).Select(step => (flow, step))).First();
        var conversation = With(Plans(NudgePlan.MaxPlans)) with
        {
            Run = new Run(1) { Frames = [new Frame(flow.Id, flow.Revision, step.Id)] },
            Open = new Question(1, Desk.Step, step.Id, [new Choice("~remind", "Remind me then")]),
            LastQuestion = 1,
        };

        var told = Press(conversation, "~remind", Monday);

        Assert.Contains(Full, Assert.Single(told.Outgoing.OfType<Reply>()).Text, StringComparison.Ordinal);
        Assert.Null(told.Conversation.NudgeDraft);
        Assert.NotEqual(Desk.NudgeTalk, told.Conversation.Open?.Desk);
    }

    [Fact]
    public void No_more_plans_are_agreed_to_than_there_is_room_for()
    {
        var asked = Turn.Take(With(Plans(1)) with { LastNudge = 1 }, new CommandInput("r", Address, "reminders"), ShippedContent.Pack, Monday).Conversation;
        foreach (var key in (string[])["~new", "checkin", "08-00", "127", "z0", "open"])
        {
            asked = Press(asked, key, Monday).Conversation;
        }

        Assert.Equal(2, Press(asked, "yes", Monday).Conversation.Nudges.Length);
        var told = Press(asked with { Nudges = [.. Plans(NudgePlan.MaxPlans)], LastNudge = 9, NudgeDraft = asked.NudgeDraft! with { Id = "n10" } }, "yes", Monday);
        Assert.Contains(Full, Assert.Single(told.Outgoing.OfType<Reply>()).Text, StringComparison.Ordinal);
        Assert.Equal(NudgePlan.MaxPlans, told.Conversation.Nudges.Length);
    }

    private static string Full => ShippedContent.Pack.In("en").Text("nudge.too-many").Replace("{max}", $"{NudgePlan.MaxPlans}", StringComparison.Ordinal);

    private static NudgePlan[] Plans(int count) => [.. Enumerable.Range(1, count).Select(i => At(18) with { Id = $"n{i}" })];

    private static NudgePlan At(int hour) => new("n1", NudgeKind.CheckIn, new LocalTime(hour, 0), Weekdays.EveryDay, "Etc/UTC") { Handled = new LocalDate(2026, 3, 1) };

    private static Conversation With(params NudgePlan[] plans) => new(Address)
    {
        Consent = new Consent("1", Monday),
        Nudges = [.. plans],
        NudgePreferences = new NudgePreferences { Quiet = new HoursOfDay(LocalTime.Midnight, LocalTime.Midnight) },
    };

    private static TurnResult Wake(Conversation conversation, Instant now) =>
        Turn.Take(conversation, WokenInput.For(Address, now), ShippedContent.Pack, now);

    private static TurnResult Press(Conversation conversation, string key, Instant now) =>
        Turn.Take(conversation, new OptionInput($"p/{now}/{key}", Address, [conversation.Open!.OptionId(key)]), ShippedContent.Pack, now);
}
