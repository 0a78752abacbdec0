using System.Text;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Crisis;

/// <summary>What must never happen after somebody was in trouble. What must never be said is in <see cref="CardTextTests"/>.</summary>
public sealed class MustNeverTests(ITestOutputHelper output)
{
    private const string Unsafe = "b2-quiet-between-us";
    private static readonly Instant Now = EveryState.Now;
    private static readonly Address Address = EveryState.Address;
    private static readonly Screening Passive = new(Tier.Ask, CrisisKinds.Suicide, ["t"]);
    private static readonly Screening Active = new(Tier.Card, CrisisKinds.Suicide, ["t"]);
    private static readonly Screening Control = new(Tier.Ask, CrisisKinds.PartnerViolence, ["t"]);
    private static readonly Screening Beaten = new(Tier.Card, CrisisKinds.PartnerViolence, ["t"]);

    [Theory]
    [InlineData(Tier.Ask, true)]
    [InlineData(Tier.Card, true)]
    [InlineData(Tier.Emergency, true)]
    [InlineData(Tier.Card, false)]
    public void After_violence_nothing_but_what_is_tagged_safe_is_reached_unless_brought_back_by_hand(Tier tier, bool met)
    {
        var after = Say(met ? InFlow(Unsafe) : new Conversation(Address), "x", Beaten with { Tier = tier });
        var bringBack = ShippedContent.Pack.Languages.Values.Select(messages => messages.Text("reflect.unrest")).ToHashSet();
        var misread = CardWriter.BuiltIn.Languages.Values.Select(texts => texts.Text("buttons.misread")).ToHashSet();
        var reached = EveryState.Walk(after.Conversation, statements: false, links: true, option => !bringBack.Contains(option.Label) && !misread.Contains(option.Label));

        Assert.All(reached, state => Assert.True(
            state.State.Run is not { } run || run.Frames.All(frame => ShippedContent.Pack.Flows[frame.FlowId].SafeAfterCard), state.Name));
        output.WriteLine($"{reached.Count} states after tier {(int)tier}{(met ? "" : " before consent")}, none in a reflection about the two of them");
        Assert.True(reached.Count > 40);
    }

    [Fact]
    public void A_reflection_that_was_paused_by_violence_comes_back_by_hand_with_its_answers()
    {
        var paused = Say(Say(InFlow(Unsafe), "the kettle", Screening.Clear).Conversation, "x", Beaten).Conversation;
        var list = Press(paused, "!continue");
        Assert.Null(list.Conversation.Run);

        var back = Press(list.Conversation, list.Outgoing.OfType<Reply>().Last().Options.Single(o => o.Label == "Bring the others back").Id);
        var resumed = Press(back.Conversation, "!continue").Conversation;

        Assert.Equal(Unsafe, resumed.Run!.Top.FlowId);
        Assert.Equal("the kettle", resumed.Run.Answers[0].Text);
    }

    [Fact]
    public void No_prompt_comes_inside_the_pause()
    {
        var asked = Say(InFlow(Unsafe), "x", Passive).Conversation;
        var onward = new[] { Commands.Start, Commands.Reflect, Commands.Continue, Commands.Skip, Commands.Back, Commands.Stop, Commands.CheckIn };
        foreach (var input in onward.SelectMany(command => new Input[]
                 {
                     new CommandInput("i", Address, command), new TextInput("i", Address, command), new OptionInput("i", Address, ["!" + command]),
                 }))
        {
            var result = EveryState.Take(asked, input);
            Assert.True(result.Outgoing.OfType<Reply>().Single().Kind == ReplyKind.Card, $"{input}");
            Assert.Null(result.Conversation.Run);
        }
    }

    [Fact]
    public void No_nudge_comes_inside_the_pause_or_while_prompts_rest()
    {
        var due = Now + Duration.FromMinutes(5);
        foreach (var screening in new[] { Passive, Control, Active, Beaten })
        {
            var said = Say(Met() with { Nudges = [Plan(due)] }, "x", screening).Conversation;
            var woken = EveryState.Take(said, WokenInput.For(Address, due), due);
            Assert.Empty(woken.Outgoing.OfType<Reply>());
        }

        var helped = EveryState.Take(Met() with { Nudges = [Plan(due)] }, new TextInput("i", Address, "help")).Conversation;
        Assert.Empty(EveryState.Take(helped, WokenInput.For(Address, due), due).Outgoing);
    }

    [Fact]
    public void After_violence_nothing_comes_unprompted_even_weeks_later_until_it_is_asked_for()
    {
        var later = Now + Duration.FromDays(30);
        var said = Say(Met() with { Nudges = [Plan(later)] }, "x", Beaten).Conversation;
        Assert.Empty(EveryState.Take(said, WokenInput.For(Address, later), later).Outgoing);
    }

    [Fact]
    public void Nothing_follows_a_card_that_nobody_asked_for()
    {
        foreach (var screening in EveryState.Statements.Where(s => s.Tier >= Tier.Card))
        {
            var said = Say(InFlow(Unsafe), "x", screening).Conversation;
            Assert.Null(said.WakesAt);
            Assert.Empty(EveryState.Take(said, WokenInput.For(Address, Now), Now + Duration.FromDays(1)).Outgoing);
        }
    }

    [Fact]
    public void After_violence_no_hello_is_offered_and_one_asked_for_before_does_not_come()
    {
        var hello = Say(Met(), "x", Active).Conversation with { };
        hello = hello with { Care = hello.Care with { CheckAt = Now + Duration.FromDays(1) } };
        var beaten = Say(hello, "y", Beaten);
        Assert.Null(beaten.Conversation.WakesAt);

        var later = Press(beaten.Conversation, Button(beaten, "Carry on later"));
        Assert.DoesNotContain(later.Outgoing.OfType<Reply>().SelectMany(r => r.Options), o => o.Label == "Yes, one hello");
    }

    [Fact]
    public void Nothing_a_person_wrote_is_blocked_or_deleted()
    {
        var before = Say(InFlow(Unsafe), "the kettle", Screening.Clear).Conversation with
        {
            Journal = [new EntryNote("e1", Unsafe, "t", Now)],
        };
        foreach (var screening in EveryState.Statements)
        {
            var result = Say(before, "x", screening);
            Assert.Empty(result.Dropped);
            Assert.False(result.Forget);
            Assert.DoesNotContain(result.Outgoing, o => o is ReplyRemoval);
            Assert.Equal(before.Journal, result.Conversation.Journal);
            Assert.Contains(new[] { result.Conversation.Run }.Concat(result.Conversation.Left), run => run?.Answers[0].Text == "the kettle");
        }
    }

    [Fact]
    public void What_led_to_a_card_is_nowhere_in_what_is_remembered_or_sent()
    {
        const string canary = "zebra-canary-7731";
        foreach (var screening in EveryState.Statements.Where(s => s.Tier >= Tier.Card))
        {
            foreach (var state in new[] { new Conversation(Address), Met(), InFlow(Unsafe) })
            {
                var result = Say(state, canary, screening);
                Assert.DoesNotContain(canary, Encoding.UTF8.GetString(ConversationJson.Write(result.Conversation)), StringComparison.Ordinal);
                Assert.All(result.Outgoing, o => Assert.DoesNotContain(canary, Encoding.UTF8.GetString(ConversationJson.Write(o)), StringComparison.Ordinal));
                Assert.DoesNotContain(canary, $"{result}{result.Conversation}", StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void What_was_asked_about_is_forgotten_when_it_leads_to_a_card()
    {
        const string canary = "zebra-canary-7731";
        var tried = 0;
        foreach (var screening in EveryState.Statements.Where(s => s.Tier == Tier.Ask))
        {
            var before = Say(InFlow(Unsafe), "the kettle", Screening.Clear).Conversation;
            var asked = Say(before, canary, screening);
            var buttons = asked.Outgoing.OfType<Reply>().Single().Options.Where(o => o.Label is not ("No" or "Not now"));
            var calm = asked.Conversation.Care.Asked is null;
            Input[] onward =
            [
                .. buttons.Select(option => new OptionInput("i", Address, [option.Id])),
                new TextInput("i", Address, "yes"),
                new TextInput("i", Address, "y") { Screening = Active },
                new TextInput("i", Address, "y") { Screening = Active with { Monitored = true } },
                .. calm ? Array.Empty<Input>() :
                [
                    new TextInput("i", Address, "y") { Screening = Passive }, WokenInput.For(Address, Now), new TextInput("i", Address, "help"),
                    new CommandInput("i", Address, Commands.Stop), new CommandInput("i", Address, Commands.Skip),
                ],
            ];
            foreach (var input in onward)
            {
                var helped = EveryState.Take(asked.Conversation, input, Now + CareState.Silence).Conversation;
                Assert.DoesNotContain(canary, Encoding.UTF8.GetString(ConversationJson.Write(helped)), StringComparison.Ordinal);
                var left = Assert.Single(helped.Left);
                Assert.Equal(["the kettle"], left.Answers.Select(answer => answer.Text));
                Assert.Equal(before.Run! with { Answers = left.Answers, Trail = left.Trail, Frames = left.Frames, Flags = left.Flags }, left);
                Assert.Equal(before.Run.Trail.Length, left.Trail.Length);
                Assert.Equal(before.Run.Top, left.Top);
                tried++;
            }
        }

        Assert.True(tried > 20, $"{tried}");
    }

    [Fact]
    public void What_was_believed_is_an_answer_and_stays_when_a_card_comes_later()
    {
        var believed = Say(Say(InFlow(Unsafe), "the kettle", Passive).Conversation, "no", Screening.Clear).Conversation;
        Assert.Equal("the kettle", Assert.Single(Say(believed, "x", Active).Conversation.Left).Answers[0].Text);
    }

    [Fact]
    public void A_fault_of_the_screen_is_never_treated_as_fine()
    {
        var asked = Say(InFlow(Unsafe), "x", Screening.Faulted);
        Assert.Contains("in danger?", asked.Outgoing.OfType<Reply>().Single().Text, StringComparison.Ordinal);
        Assert.Contains(
            EveryState.Take(asked.Conversation, WokenInput.For(Address, Now), Now + CareState.Silence).Outgoing,
            o => o is Reply { Kind: ReplyKind.Card });
    }

    [Fact]
    public void Nothing_stands_beside_a_card()
    {
        foreach (var (name, state) in EveryState.All)
        {
            foreach (var screening in new[] { Active, Beaten })
            {
                var replies = Say(state, "x", screening).Outgoing.OfType<Reply>().ToList();
                Assert.True(replies is [{ Kind: ReplyKind.Card }], name);
                Assert.Null(replies[0].Document);
            }
        }
    }

    [Fact]
    public void Help_is_not_shortened_for_somebody_who_asks_again()
    {
        var state = Met();
        for (var i = 0; i < 20; i++)
        {
            var result = EveryState.Take(state, new TextInput("i", Address, "help"));
            Assert.True(result.Outgoing.OfType<Reply>().Single().Text.Split('\n').Length > 4);
            state = result.Conversation;
        }
    }

    [Fact]
    public void A_settings_question_does_not_make_the_silence_forgotten()
    {
        var asked = Say(InFlow(Unsafe), "x", Passive).Conversation;
        var elsewhere = Press(asked, "!settings").Conversation;
        Assert.Equal(Now + CareState.Silence, elsewhere.WakesAt);
        Assert.Contains(
            EveryState.Take(elsewhere, WokenInput.For(Address, Now), Now + CareState.Silence).Outgoing,
            o => o is Reply { Kind: ReplyKind.Card });
    }

    [Fact]
    public void A_card_for_silence_does_not_come_hours_late_or_in_unsafe_hours_but_when_the_person_is_back()
    {
        var asked = Say(InFlow(Unsafe), "x", Passive).Conversation;
        var evening = new NudgePreferences { Unsafe = [new HoursOfDay(new LocalTime(17, 0), new LocalTime(20, 0))] };
        var silent = Now + CareState.Silence;
        foreach (var (state, woken) in new[]
                 {
                     (asked, silent + NudgePlan.Window + Duration.FromSeconds(1)),
                     (asked with { NudgePreferences = evening, Nudges = [Plan(Now + Duration.FromDays(9))] }, silent),
                     (asked with { NudgePreferences = evening }, silent),
                 })
        {
            var held = EveryState.Take(state, WokenInput.For(Address, woken), woken);
            Assert.Empty(held.Outgoing);
            Assert.DoesNotContain(WakesFor(held.Conversation), at => at <= woken);

            Assert.Contains(EveryState.Take(held.Conversation, new TextInput("t", Address, "hm"), woken).Outgoing, o => o is Reply { Kind: ReplyKind.Card });
            Assert.DoesNotContain(EveryState.Take(held.Conversation, new TextInput("t", Address, "no"), woken).Outgoing, o => o is Reply { Kind: ReplyKind.Card });
            var elsewhere = EveryState.Take(held.Conversation, new OptionInput("o", Address, ["!settings"]), woken).Conversation;
            Assert.Equal(woken + CareState.Silence, elsewhere.Care.AskedUntil);
        }

        Assert.Contains(
            EveryState.Take(asked, WokenInput.For(Address, silent), silent + NudgePlan.Window).Outgoing,
            o => o is Reply { Kind: ReplyKind.Card });

        static IEnumerable<Instant> WakesFor(Conversation conversation) => conversation.WakesAt is { } at ? [at] : [];
    }

    [Fact]
    public void Nothing_waits_after_the_table_was_cleared()
    {
        var asked = Say(InFlow(Unsafe) with { Preferences = new Preferences { TidyWord = "blue curtain" } }, "x", Passive).Conversation;
        var tidy = EveryState.Take(asked, new TextInput("i", Address, "Blue curtain"));
        Assert.Null(tidy.Conversation.WakesAt);
        Assert.Null(tidy.Conversation.Care.Asked);
    }

    [Fact]
    public void A_hello_does_not_come_in_unsafe_hours()
    {
        var due = Now + Duration.FromDays(1);
        var met = Met() with
        {
            Nudges = [Plan(Now + Duration.FromDays(9))],
            NudgePreferences = new NudgePreferences { Unsafe = [new HoursOfDay(new LocalTime(17, 0), new LocalTime(20, 0))] },
            Care = new CareState { CheckAt = due },
        };
        Assert.Empty(EveryState.Take(met, WokenInput.For(Address, due), due).Outgoing.OfType<Reply>());
        Assert.Single(EveryState.Take(met with { NudgePreferences = new() }, WokenInput.For(Address, due), due).Outgoing.OfType<Reply>());
    }

    [Fact]
    public void The_offer_of_a_hello_takes_words_and_is_not_taken_for_the_plain_question()
    {
        var helped = Say(Met(), "x", Active);
        var offered = Press(helped.Conversation, Button(helped, "Carry on later")).Conversation;
        Assert.Equal(Now + Duration.FromDays(1), Say(offered, "yes", Screening.Clear).Conversation.Care.CheckAt);
        var declined = Say(offered, "no thanks", Screening.Clear);
        Assert.Null(declined.Conversation.Care.CheckAt);
        Assert.DoesNotContain(declined.Outgoing, o => o is Reply { Kind: ReplyKind.Card });
    }

    [Fact]
    public void Buttons_of_a_card_can_be_written_out()
    {
        var helped = Say(Met(), "x", Active).Conversation;
        Assert.Contains("Ways to reach", Say(helped with { Country = "NZ" }, "more ways", Screening.Clear).Outgoing.OfType<Reply>().Single().Text, StringComparison.Ordinal);
        Assert.NotNull(Say(helped, "Ground me", Screening.Clear).Conversation.Run);
        Assert.Null(Say(helped, "you misread me", Screening.Clear).Conversation.Care.RestUntil);
    }

    [Fact]
    public void A_card_in_another_language_keeps_it_for_its_buttons()
    {
        var helped = Say(Met(), "x", Active with { Language = "es" });
        var more = Press(helped.Conversation, Button(helped, "Más formas")).Outgoing.OfType<Reply>().Single();
        Assert.Contains("en muchos países", more.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Asking_for_a_reminder_is_asking_for_something_unprompted() =>
        Assert.True(new CareState { NothingUnprompted = true }.StaysQuietAt(Now));

    private static Conversation Met() => new(Address) { Consent = new Consent("1", Now) };

    private static Conversation InFlow(string flow) => EveryState.Take(Met(), new CommandInput("s", Address, Commands.Start, flow)).Conversation;

    private static TurnResult Say(Conversation conversation, string text, Screening screening) =>
        EveryState.Take(conversation, new TextInput("t", Address, text) { Screening = screening });

    private static TurnResult Press(Conversation conversation, string id) => EveryState.Take(conversation, new OptionInput("o", Address, [id]));

    private static string Button(TurnResult result, string label) => result.Outgoing.OfType<Reply>().Last().Options.Single(o => o.Label == label).Id;

    private static NudgePlan Plan(Instant due) => new NudgePlan("n1", NudgeKind.CheckIn, due.InUtc().TimeOfDay, Weekdays.EveryDay, "UTC")
    {
        Consent = new Consent("1", Now),
        Handled = due.InUtc().Date.PlusDays(-1),
    };
}
