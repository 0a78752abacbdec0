using System.Text;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Crisis;

/// <summary>"Hide this" takes away what would tell somebody who picks the phone up, and nothing else.</summary>
public sealed class HideTests
{
    private static readonly Address Address = EveryState.Address;
    private static readonly Screening Passive = new(Tier.Ask, CrisisKinds.Suicide, ["t"]);
    private static readonly Screening Control = new(Tier.Ask, CrisisKinds.PartnerViolence, ["t"]);
    private static readonly Screening Active = new(Tier.Card, CrisisKinds.Suicide, ["t"]);

    [Fact]
    public void The_plain_question_that_led_to_the_card_goes_with_it()
    {
        var asked = Say(Met(), Passive);
        var card = Press(asked.Conversation, Button(asked, "Yes"));

        Assert.Equal([Key(card), Key(asked)], Hidden(card.Conversation, Button(card, "Hide this")).Keys);
    }

    [Fact]
    public void The_calm_line_and_the_offer_of_a_hello_go_too_and_only_once()
    {
        var calm = Say(Met(), Control);
        var card = Say(Press(calm.Conversation, Button(calm, "Not now")).Conversation, Active);
        var offer = Press(card.Conversation, card.Outgoing.OfType<Reply>().Single().Options.Single(o => o.Label == "Other country").Id);
        var hide = Button(card, "Hide this");

        Assert.Equal([Key(card), Key(calm), Key(offer)], Hidden(offer.Conversation, hide).Keys);
        Assert.Equal([Key(card)], Hidden(Press(offer.Conversation, hide).Conversation, hide).Keys);
    }

    [Fact]
    public void A_question_goes_although_the_person_was_misread()
    {
        var asked = Say(Met(), Passive);
        var card = Press(asked.Conversation, Button(asked, "Yes"));
        var misread = Press(card.Conversation, Button(card, "You misread me")).Conversation;

        Assert.Contains(Key(asked), Hidden(misread, Button(card, "Hide this")).Keys);
    }

    [Fact]
    public void The_hello_itself_goes_too()
    {
        var due = EveryState.Now + Duration.FromDays(1);
        var greeted = EveryState.Take(Met() with { Care = new CareState { CheckAt = due } }, WokenInput.For(Address, due), due);

        Assert.Contains(Key(greeted), Hidden(greeted.Conversation, StandbyHide).Keys);
    }

    [Theory]
    [InlineData(0, "care1")]
    [InlineData(3, "care1,care2,care3")]
    [InlineData(25, "care16,care17,care18,care19,care20,care21,care22,care23,care24,care25")]
    public void A_card_that_was_sent_without_a_number_takes_the_newest_ten_along_and_what_went_past_the_database(int last, string keys)
    {
        var removal = Hidden(Met() with { Care = new CareState { LastNumber = last } }, StandbyHide);

        Assert.True(removal.Strays);
        Assert.Equal(keys.Split(','), removal.Keys);
    }

    [Fact]
    public void An_old_card_goes_with_the_newest_ones() =>
        Assert.Equal(
            ["care16", "care17", "care18", "care19", "care20", "care21", "care22", "care23", "care24", "care25", "care4"],
            Hidden(Met() with { Care = new CareState { LastNumber = 25 } }, CardButtons.Id(CardButtons.Hide, CardSubject.Asked, "4")).Keys);

    [Fact]
    public void No_state_and_no_card_makes_it_a_removal_of_everything()
    {
        foreach (var (name, state) in EveryState.All)
        {
            foreach (var number in (string[])["", "0", "1", "7", "2147483646", "2147483647", "-1", "x"])
            {
                Assert.False(Hidden(state, CardButtons.Id(CardButtons.Hide, CardSubject.Asked, number)).Keys.IsEmpty, name);
            }
        }
    }

    [Fact]
    public void Only_the_latest_questions_are_remembered()
    {
        var state = Met();
        for (var i = 0; i < 3 * CareState.MaxQuestions; i++)
        {
            state = Press(state, "!country").Conversation;
        }

        Assert.Equal(CareState.MaxQuestions, state.Care.Questions.Length);
        Assert.Equal(state.Open!.ReplyKey, state.Care.Questions[^1]);
    }

    [Fact]
    public void What_was_stored_before_questions_were_remembered_is_read()
    {
        var json = Encoding.UTF8.GetString(ConversationJson.Write(Met() with { Care = new CareState { LastNumber = 2 } }));
        Assert.Contains(",\"questions\":[]", json, StringComparison.Ordinal);
        var stored = ConversationJson.Read(Encoding.UTF8.GetBytes(json.Replace(",\"questions\":[]", "", StringComparison.Ordinal)));
        Assert.Equal(["care1", "care2"], Hidden(stored, StandbyHide).Keys);
        Assert.Single(Say(stored, Passive).Conversation.Care.Questions);
        Assert.False(Assert.IsType<ReplyRemoval>(ConversationJson.ReadOutgoing("""{"do":"remove","keys":["care1"]}"""u8)).Strays);
    }

    [Fact]
    public void What_is_to_go_survives_being_stored()
    {
        var asked = Say(Met(), Passive);
        var again = ConversationJson.Read(ConversationJson.Write(asked.Conversation));
        var removal = Hidden(again, StandbyHide);
        var stored = Assert.IsType<ReplyRemoval>(ConversationJson.ReadOutgoing(ConversationJson.Write(removal)));

        Assert.Contains(Key(asked), stored.Keys);
        Assert.True(stored.Strays);
    }

    private static string StandbyHide => CardButtons.Id(CardButtons.Hide, CardSubject.Asked, "0");

    private static Conversation Met() => new(Address) { Consent = new Consent("1", EveryState.Now) };

    private static TurnResult Say(Conversation conversation, Screening screening) =>
        EveryState.Take(conversation, new TextInput("t", Address, "x") { Screening = screening });

    private static TurnResult Press(Conversation conversation, string id) => EveryState.Take(conversation, new OptionInput("o", Address, [id]));

    private static ReplyRemoval Hidden(Conversation conversation, string id) => Press(conversation, id).Outgoing.OfType<ReplyRemoval>().Single(removal => removal.Urgency == Urgency.Help);

    private static string Button(TurnResult result, string label) => result.Outgoing.OfType<Reply>().Last().Options.Single(o => o.Label == label).Id;

    private static string Key(TurnResult result) => result.Outgoing.OfType<Reply>().Last().Key!;
}
