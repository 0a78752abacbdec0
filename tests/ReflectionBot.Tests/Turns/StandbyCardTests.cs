using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Turns;

public sealed class StandbyCardTests
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly KnownPerson English = new("en", null, false);

    [Theory]
    [InlineData(Tier.None)]
    [InlineData(Tier.Ask)]
    [InlineData(Tier.Card)]
    [InlineData(Tier.Emergency)]
    public void Whatever_was_seen_a_card_comes_that_says_that_nothing_is_kept(Tier tier)
    {
        var input = new TextInput("1", Ann, "text") { Screening = new Screening(tier, CrisisKinds.Suicide, []) };
        var card = Assert.IsType<Reply>(Assert.Single(StandbyCard.Write(input, English, storageDown: true)));
        Assert.Equal((ReplyKind.Card, Urgency.Help), (card.Kind, card.Urgency));
        Assert.Contains(CardWriter.BuiltIn.In("en").Text("storage-down"), card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_who_is_watched_gets_a_line_that_gives_nothing_away()
    {
        var input = new TextInput("1", Ann, "text") { Screening = new Screening(Tier.Card, CrisisKinds.PartnerViolence, []) { Monitored = true } };
        var reply = Assert.IsType<Reply>(Assert.Single(StandbyCard.Write(input, English, storageDown: true)));
        Assert.Equal(CardWriter.BuiltIn.In("en").Text("monitored"), reply.Text);
    }

    [Fact]
    public void The_buttons_of_a_card_lead_to_help_without_a_conversation()
    {
        var card = (Reply)StandbyCard.Write(new TextInput("1", Ann, "text"), English, storageDown: true)[0];
        var calls = card.Options.Where(option => StandbyCard.IsCall(option.Id)).ToList();
        Assert.True(calls.Count >= 4);
        Assert.All(calls, option => Assert.Equal(Urgency.Help, Assert.Single(StandbyCard.Write(new OptionInput("2", Ann, [option.Id]), English, true)).Urgency));
        Assert.False(StandbyCard.IsCall("!care/hide/2/0"));
        Assert.False(StandbyCard.IsCall("!skip"));
    }

    [Fact]
    public void The_card_is_about_what_the_pressed_option_or_the_plain_question_was_about()
    {
        var asked = English with { Asked = new CardSubject(Tier.Ask, CrisisKinds.Suicide) };
        Assert.Equal(Warm("self-harm"), WarmOf(new TextInput("1", Ann, "yes"), asked));
        Assert.Equal(Warm("violence"), WarmOf(new OptionInput("1", Ann, ["12.afraid!violence"]), English));
        Assert.Equal(Warm("asked"), WarmOf(new OptionInput("1", Ann, ["12.~help"]), English));
        Assert.Equal(Warm("violence"), WarmOf(new TextInput("1", Ann, "yes") { Screening = new Screening(Tier.Card, CrisisKinds.PartnerViolence, []) }, asked));

        static string Warm(string category) => CardWriter.BuiltIn.In("en").Text($"cards.{category}.warm");

        static string WarmOf(Input input, KnownPerson person) =>
            ((Reply)Assert.Single(StandbyCard.Write(input, person, storageDown: true))).Text.Split('\n').Single(line => line.Length > 0 && (line == Warm("asked") || line == Warm("self-harm") || line == Warm("violence")));
    }
}
