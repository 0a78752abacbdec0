using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Nudges;

/// <summary>What comes by itself and is no nudge: the hello, and what moderators are told.</summary>
public sealed class UnpromptedTests
{
    private static readonly Address Address = Address.Of("local", "ann");
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 18, 0);
    private static readonly NudgePreferences Watched = new() { Unsafe = [new HoursOfDay(new LocalTime(17, 0), new LocalTime(20, 0))] };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stop_ends_the_hello_too(bool hasPlan)
    {
        var stopped = Take(Met(hasPlan) with { Care = new CareState { CheckAt = Now + Duration.FromDays(1) } }, new TextInput("s", Address, "stop"));

        Assert.Equal(ShippedContent.Pack.In("en").Text("nudge.stopped"), stopped.Outgoing.OfType<Reply>().Single().Text);
        Assert.Null(stopped.Conversation.WakesAt);
    }

    [Fact]
    public void A_stop_with_nothing_to_come_says_so() =>
        Assert.Equal(ShippedContent.Pack.In("en").Text("stop.nothing"), Take(Met(hasPlan: false), new TextInput("s", Address, "stop")).Outgoing.OfType<Reply>().Single().Text);

    [Fact]
    public void Unsafe_hours_hold_when_nobody_knows_any_more_where_the_person_lives()
    {
        var noted = Met(hasPlan: false) with { Notes = [new Note("note.reported", Now, Now) { Number = 1 }] };
        Assert.Single(Wake(noted, Now).Outgoing.OfType<Reply>());

        var held = Wake(noted with { NudgePreferences = Watched }, Now);
        Assert.Empty(held.Outgoing);
        Assert.Empty(held.Conversation.Notes);
    }

    [Fact]
    public void Unsafe_hours_hold_in_the_zone_of_every_plan()
    {
        var noted = Met(hasPlan: true) with { Notes = [new Note("note.reported", Now, Now) { Number = 1 }], NudgePreferences = Watched with { Quiet = new HoursOfDay(LocalTime.Midnight, LocalTime.Midnight) } };
        var travels = noted with { Nudges = [Plan with { Zone = "Asia/Tokyo" }, Plan with { Id = "n2" }] };

        Assert.Empty(Wake(travels, Now).Outgoing);
        Assert.Single(Wake(travels with { Nudges = [Plan with { Zone = "Asia/Tokyo" }] }, Now).Outgoing.OfType<Reply>());
    }

    [Fact]
    public void Unsafe_hours_can_be_taken_back_when_no_plan_is_left()
    {
        var listed = Take(Met(hasPlan: false) with { NudgePreferences = Watched }, new CommandInput("r", Address, Commands.Reminders));
        Assert.Contains(listed.Outgoing.OfType<Reply>().Single().Options, option => option.Label == ShippedContent.Pack.In("en").Text("nudge.hours"));
    }

    [Theory]
    [InlineData(false, false, false, true)]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(true, false, true, false)]
    [InlineData(false, false, true, true)]
    public void A_hello_is_offered_and_promised_only_if_it_may_come(bool hasUnsafe, bool writesFirst, bool hasPlan, bool offered)
    {
        var person = Met(hasPlan) with { NudgePreferences = (hasUnsafe ? Watched : new NudgePreferences()) with { OnlyWhenIWriteFirst = writesFirst } };
        var helped = Take(person, new TextInput("t", Address, "x") { Screening = new Screening(Tier.Card, CrisisKinds.Suicide, ["t"]) });
        var subject = CardSubject.Of(HelpTopic.SelfHarm);
        var later = Press(helped.Conversation, CardButtons.Id(CardButtons.Later, subject));
        Assert.Equal(offered, later.Outgoing.OfType<Reply>().SelectMany(reply => reply.Options).Any(option => option.Label == "Yes, one hello"));

        var yes = Press(helped.Conversation, CardButtons.Id(CardButtons.CheckYes, subject));
        Assert.Equal(offered, yes.Conversation.Care.CheckAt is not null);
        Assert.Equal(offered, yes.Outgoing.OfType<Reply>().Single().Text.StartsWith(CardWriter.BuiltIn.In("en").Text("later.check-set"), StringComparison.Ordinal));
        var tomorrow = Wake(yes.Conversation with { Nudges = [.. yes.Conversation.Nudges.Select(plan => plan with { Resting = true })] }, Now + Duration.FromDays(1));
        Assert.Equal(offered, tomorrow.Outgoing.OfType<Reply>().Any());
    }

    [Fact]
    public void A_hello_is_offered_where_the_unsafe_hours_are_others()
    {
        var person = Met(hasPlan: true) with { NudgePreferences = new() { Unsafe = [new HoursOfDay(new LocalTime(6, 0), new LocalTime(8, 0))] } };
        Assert.NotNull(Press(person, CardButtons.Id(CardButtons.CheckYes, CardSubject.Of(HelpTopic.SelfHarm))).Conversation.Care.CheckAt);
    }

    private static NudgePlan Plan => new("n1", NudgeKind.CheckIn, new LocalTime(9, 0), Weekdays.EveryDay, "Etc/UTC") { Handled = new LocalDate(2026, 3, 2) };

    private static Conversation Met(bool hasPlan) => new(Address) { Consent = new Consent("1", Now), Nudges = hasPlan ? [Plan] : [] };

    private static TurnResult Take(Conversation conversation, Input input) => Turn.Take(conversation, input, ShippedContent.Pack, Now);

    private static TurnResult Press(Conversation conversation, string id) => Take(conversation, new OptionInput("o", Address, [id]));

    private static TurnResult Wake(Conversation conversation, Instant now) => Turn.Take(conversation, WokenInput.For(Address, now), ShippedContent.Pack, now);
}
