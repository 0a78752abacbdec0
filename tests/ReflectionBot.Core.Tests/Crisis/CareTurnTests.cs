using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Crisis;

public sealed class CareTurnTests
{
    private static readonly Address Address = Address.Of("local", "ann");
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 18, 0);
    private static readonly Screening Passive = new(Tier.Ask, CrisisKinds.Suicide, ["t"]);
    private static readonly Screening Control = new(Tier.Ask, CrisisKinds.PartnerViolence, ["t"]);
    private static readonly Screening Active = new(Tier.Card, CrisisKinds.Suicide, ["t"]);
    private static readonly Screening Beaten = new(Tier.Card, CrisisKinds.PartnerViolence, ["t"]);
    private static readonly Screening Plan = new(Tier.Emergency, CrisisKinds.Suicide, ["t"]);

    [Fact]
    public void A_passive_wish_is_met_with_one_plain_question_and_the_prompt_pauses()
    {
        var asked = Say(InFlow(), "x", Passive);

        var question = Assert.Single(asked.Outgoing.OfType<Reply>());
        Assert.Equal(Urgency.Help, question.Urgency);
        Assert.Contains("killing yourself", question.Text, StringComparison.Ordinal);
        Assert.Equal(Now + CareState.Silence, asked.Conversation.WakesAt);
        Assert.NotNull(asked.Conversation.Run);
    }

    [Fact]
    public void No_is_believed_and_what_was_written_counts_as_the_answer()
    {
        var asked = Say(InFlow(), "the words", Passive).Conversation;

        var believed = Say(asked, "No.", Screening.Clear);
        Assert.DoesNotContain(believed.Outgoing, o => o is Reply { Kind: ReplyKind.Card });
        Assert.Null(believed.Conversation.Care.RestUntil);

        var onward = Press(believed.Conversation, "!continue");
        Assert.Equal("the words", onward.Conversation.Run!.Answers[0].Text);
        Assert.NotEqual(Text(asked, "unsaid"), onward.Outgoing.OfType<Reply>().Last().Text);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("i dont know")]
    [InlineData("why do you ask")]
    public void Yes_or_anything_that_is_not_a_no_leads_to_the_card(string answer) =>
        Assert.Contains(Say(Say(InFlow(), "x", Passive).Conversation, answer, Screening.Clear).Outgoing, o => o is Reply { Kind: ReplyKind.Card });

    [Fact]
    public void Rather_not_say_and_help_now_lead_to_the_card()
    {
        var asked = Say(InFlow(), "x", Passive);
        var buttons = asked.Outgoing.OfType<Reply>().Single().Options;
        foreach (var action in (string[])[CardButtons.Yes, CardButtons.RatherNot, CardButtons.HelpNow])
        {
            var id = buttons.Single(b => b.Id.StartsWith(CardButtons.Prefix + action + "/", StringComparison.Ordinal)).Id;
            Assert.Contains(Press(asked.Conversation, id).Outgoing, o => o is Reply { Kind: ReplyKind.Card });
        }
    }

    [Fact]
    public void Ten_silent_minutes_lead_to_the_card()
    {
        var asked = Say(InFlow(), "x", Passive).Conversation;

        var early = Turn.Take(asked, WokenInput.For(Address, Now), ShippedContent.Pack, Now + Duration.FromMinutes(9));
        Assert.Empty(early.Outgoing);
        var due = Turn.Take(asked, WokenInput.For(Address, Now), ShippedContent.Pack, Now + Duration.FromMinutes(10));
        Assert.Contains(due.Outgoing, o => o is Reply { Kind: ReplyKind.Card });
        Assert.Null(due.Conversation.WakesAt);
    }

    [Fact]
    public void Control_is_met_with_one_calm_line_and_no_question_about_the_partner_follows()
    {
        var calm = Say(InFlow(), "x", Control);
        Assert.Null(calm.Conversation.WakesAt);

        var later = Press(calm.Conversation, calm.Outgoing.OfType<Reply>().Single().Options[^1].Id);
        var listed = Press(later.Conversation, "!reflect").Outgoing.OfType<Reply>().Single();
        Assert.All(
            listed.Options.Where(o => ShippedContent.Pack.Flows.ContainsKey(o.Id[(o.Id.IndexOf('.', StringComparison.Ordinal) + 1)..])),
            o => Assert.True(ShippedContent.Pack.Flows[o.Id[(o.Id.IndexOf('.', StringComparison.Ordinal) + 1)..]].SafeAfterCard, o.Label));
    }

    [Fact]
    public void A_card_stops_the_flow_keeps_its_place_and_lets_prompts_rest_for_three_days()
    {
        var helped = Say(InFlow(), "x", Active);

        Assert.Null(helped.Conversation.Open);
        Assert.Equal(Now + Duration.FromHours(72), helped.Conversation.Care.RestUntil);
        Assert.False(helped.Conversation.Care.NothingUnprompted);
        Assert.Null(helped.Conversation.Run);
        Assert.DoesNotContain("x", Assert.Single(helped.Conversation.Left).Answers.Select(a => a.Text));
    }

    [Fact]
    public void After_violence_nothing_comes_unprompted() =>
        Assert.True(Say(InFlow(), "x", Beaten).Conversation.Care.NothingUnprompted);

    [Fact]
    public void The_same_again_within_ten_minutes_is_two_lines_a_number_and_the_button_never_nothing()
    {
        var helped = Say(InFlow(), "x", Active).Conversation;

        var again = Assert.Single(Say(helped, "y", Active).Outgoing.OfType<Reply>());
        Assert.Equal(2, again.Text.Split('\n').Length);
        Assert.Single(again.Options);
        Assert.Equal(ReplyKind.Card, again.Kind);
    }

    [Fact]
    public void Something_graver_or_of_another_kind_is_a_whole_card_again()
    {
        var helped = Say(InFlow(), "x", Active).Conversation;

        Assert.True(Say(helped, "y", Plan).Outgoing.OfType<Reply>().Single().Text.Split('\n').Length > 3);
        Assert.True(Say(helped, "y", Beaten).Outgoing.OfType<Reply>().Single().Text.Split('\n').Length > 3);
    }

    [Fact]
    public void While_somebody_may_be_reading_the_answer_gives_nothing_away()
    {
        var watched = Say(InFlow(), "x", Beaten with { Monitored = true });

        var reply = Assert.Single(watched.Outgoing.OfType<Reply>());
        Assert.Equal("Okay. Another time, then.", reply.Text);
        Assert.DoesNotContain(reply.Text, char.IsAsciiDigit);
        Assert.True(watched.Conversation.Preferences.Discreet);
        Assert.True(watched.Conversation.Care.NothingUnprompted);
        Assert.Contains(Say(watched.Conversation, "help", Screening.Clear).Outgoing, o => o is Reply { Kind: ReplyKind.Card });
    }

    [Fact]
    public void Hide_this_removes_the_card_itself()
    {
        var helped = Say(InFlow(), "x", Active);
        var card = helped.Outgoing.OfType<Reply>().Single();
        var hide = card.Options.Single(o => o.Label == "Hide this").Id;

        var hidden = Press(helped.Conversation, hide);

        Assert.Equal([card.Key!], hidden.Outgoing.OfType<ReplyRemoval>().Single().Keys);
    }

    [Fact]
    public void You_misread_me_is_believed_and_the_rest_ends()
    {
        var helped = Say(InFlow(), "x", Active);
        var misread = helped.Outgoing.OfType<Reply>().Single().Options.Single(o => o.Label == "You misread me").Id;

        Assert.Null(Press(helped.Conversation, misread).Conversation.Care.RestUntil);
    }

    [Fact]
    public void One_hello_comes_the_next_day_only_if_the_person_tapped_for_it()
    {
        var helped = Say(InFlow(), "x", Active);
        Assert.Null(helped.Conversation.WakesAt);
        var later = Press(helped.Conversation, helped.Outgoing.OfType<Reply>().Single().Options.Single(o => o.Label == "Carry on later").Id);
        var tapped = Press(later.Conversation, later.Outgoing.OfType<Reply>().Last().Options[0].Id).Conversation;

        Assert.Equal(Now + Duration.FromDays(1), tapped.WakesAt);
        var hello = Turn.Take(tapped, WokenInput.For(Address, Now), ShippedContent.Pack, Now + Duration.FromDays(1));
        Assert.Equal(Urgency.Nudge, Assert.Single(hello.Outgoing.OfType<Reply>()).Urgency);
        Assert.Null(hello.Conversation.WakesAt);
        Assert.Empty(Turn.Take(tapped, WokenInput.For(Address, Now), ShippedContent.Pack, Now + Duration.FromHours(27)).Outgoing);
    }

    [Fact]
    public void A_country_is_only_ever_chosen_by_the_person()
    {
        var helped = Say(InFlow(), "x", Plan);
        Assert.Null(helped.Conversation.Country);
        var asked = Press(helped.Conversation, helped.Outgoing.OfType<Reply>().Single().Options.Single(o => o.Label == "Other country").Id);

        var chosen = Say(asked.Conversation, "new zealand", Screening.Clear);

        Assert.Equal("NZ", chosen.Conversation.Country);
        Assert.Contains("1737", chosen.Outgoing.OfType<Reply>().Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_country_can_be_picked_by_part_of_the_world_and_unset_again()
    {
        var asked = Press(InFlow(), "!country");
        var region = Press(asked.Conversation, asked.Outgoing.OfType<Reply>().Last().Options.Single(o => o.Label == "Europe").Id);
        var chosen = Press(region.Conversation, region.Outgoing.OfType<Reply>().Last().Options.Single(o => o.Label == "Ireland").Id);
        Assert.Equal("IE", chosen.Conversation.Country);

        var again = Press(chosen.Conversation, "!country");
        var unset = Press(again.Conversation, again.Outgoing.OfType<Reply>().Last().Options.Single(o => o.Label == "No country").Id);
        Assert.Null(unset.Conversation.Country);
    }

    [Fact]
    public void An_edited_message_is_screened_like_a_new_one() =>
        Assert.Contains(
            Turn.Take(InFlow(), new TextInput("e", Address, "x", Edited: true) { Screening = Plan }, ShippedContent.Pack, Now).Outgoing,
            o => o is Reply { Kind: ReplyKind.Card });

    [Fact]
    public void The_card_is_written_in_the_language_the_statement_was_made_in() =>
        Assert.Equal(
            CardWriter.BuiltIn.In("es").Text("first-line"),
            Say(InFlow(), "x", Active with { Language = "es" }).Outgoing.OfType<Reply>().Single().Text.Split('\n')[0]);

    [Fact]
    public void Every_button_of_every_card_is_answered_in_every_state()
    {
        var pressed = 0;
        foreach (var screening in (Screening[])[Passive, Control, Active, Beaten, Plan, Plan with { ThirdPerson = true }, Beaten with { Perpetrator = true }])
        {
            foreach (var option in Say(InFlow(), "x", screening).Outgoing.OfType<Reply>().Single().Options)
            {
                foreach (var state in (Conversation[])[new Conversation(Address), InFlow(), Say(InFlow(), "x", screening).Conversation])
                {
                    var result = Press(state, option.Id);
                    Assert.True(result.Outgoing.OfType<Reply>().Any(r => r.Text.Length > 0), $"{option.Label} was met with silence");
                    pressed++;
                }
            }
        }

        Assert.True(pressed > 100, $"only {pressed} presses");
    }

    private static string Text(Conversation conversation, string step) => ((Flows.AskStep)ShippedContent.Pack.Flows["b2-quiet-between-us"].Steps[step]).Text.In(conversation.Language);

    private static Conversation InFlow()
    {
        var met = new Conversation(Address) { Consent = new Consent("1", Now) };
        return Turn.Take(met, new CommandInput("s", Address, Commands.Start, "b2-quiet-between-us"), ShippedContent.Pack, Now).Conversation;
    }

    private static TurnResult Say(Conversation conversation, string text, Screening screening) =>
        Turn.Take(conversation, new TextInput("t", Address, text) { Screening = screening }, ShippedContent.Pack, Now);

    private static TurnResult Press(Conversation conversation, string id) =>
        Turn.Take(conversation, new OptionInput("o", Address, [id]), ShippedContent.Pack, Now);
}
