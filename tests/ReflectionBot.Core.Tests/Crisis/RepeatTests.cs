using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Crisis;

/// <summary>What is said for the first time gets the whole answer, whatever was said before.</summary>
public sealed class RepeatTests
{
    private const string Unsafe = "b2-quiet-between-us";
    private static readonly Address Address = EveryState.Address;
    private static readonly Instant Now = EveryState.Now;
    private static readonly Instant Soon = Now + Duration.FromMinutes(5);
    private static readonly Screening Passive = new(Tier.Ask, CrisisKinds.Suicide, ["t"]);
    private static readonly Screening Control = new(Tier.Ask, CrisisKinds.PartnerViolence, ["t"]);
    private static readonly Screening Active = new(Tier.Card, CrisisKinds.Suicide, ["t"]);
    private static readonly Screening Beaten = new(Tier.Card, CrisisKinds.PartnerViolence, ["t"]);

    [Fact]
    public void Violence_of_long_ago_does_not_shorten_the_answer_to_violence_of_today()
    {
        var longAgo = Say(Met(), Beaten, Now - Duration.FromDays(90)).Conversation;
        var today = Say(longAgo, Active, Now).Conversation;

        Assert.True(IsWhole(Say(today, Beaten, Soon)));
        Assert.False(IsWhole(Say(today, Active, Soon)));
    }

    [Fact]
    public void Who_speaks_of_a_friend_and_then_of_themselves_gets_a_card_of_their_own()
    {
        var friend = Active with { ThirdPerson = true };
        Assert.True(IsWhole(Say(Say(Met(), friend, Now).Conversation, Active, Soon)));
        Assert.True(IsWhole(Say(Say(Met(), Active, Now).Conversation, friend, Soon)));
        Assert.False(IsWhole(Say(Say(Met(), friend, Now).Conversation, friend, Soon)));
    }

    [Fact]
    public void What_was_answered_about_oneself_is_not_answered_about_a_friend()
    {
        var both = Say(Say(Met(), Active, Now).Conversation, Beaten with { ThirdPerson = true }, Now).Conversation;

        Assert.True(IsWhole(Say(both, Active with { ThirdPerson = true }, Soon)));
    }

    [Fact]
    public void Who_was_hurt_and_then_tells_of_hurting_gets_a_card_for_that()
    {
        var does = Beaten with { Perpetrator = true };
        Assert.True(IsWhole(Say(Say(Met(), Beaten, Now).Conversation, does, Soon)));
        Assert.True(IsWhole(Say(Say(Met(), does, Now).Conversation, Beaten, Soon)));
    }

    [Fact]
    public void A_no_about_suicide_says_nothing_about_violence_and_the_reflection_about_the_partner_stops()
    {
        var before = Say(Met(), Beaten, Now - Duration.FromDays(90)).Conversation;
        var back = before with { Care = before.Care.Unrested() with { NothingUnprompted = false } };
        var asked = Say(In(back, Unsafe), Passive, Now).Conversation;
        var believed = EveryState.Take(asked, new TextInput("n", Address, "no")).Conversation;

        var calm = Say(believed, Control, Soon);

        Assert.Contains(calm.Outgoing.OfType<Reply>(), reply => reply.Text.Contains("Fear and control are taken seriously", StringComparison.Ordinal));
        Assert.Null(calm.Conversation.Run);
        Assert.True(calm.Conversation.Care is { SafeFlowsOnly: true, NothingUnprompted: true });
    }

    [Fact]
    public void A_no_is_believed_of_what_was_asked_and_of_nobody_else()
    {
        var asked = Say(In(Met(), Unsafe), Passive, Now).Conversation;
        var believed = ConversationJson.Read(ConversationJson.Write(EveryState.Take(asked, new TextInput("n", Address, "no")).Conversation));

        Assert.Null(Say(believed, Passive, Soon).Conversation.Care.Asked);
        Assert.NotNull(Say(believed, Passive with { ThirdPerson = true }, Soon).Conversation.Care.Asked);
        Assert.NotNull(Say(believed, Passive with { Kinds = CrisisKinds.SelfInjury }, Soon).Conversation.Care.Asked);
        Assert.NotNull(Say(believed, Passive, Now + CareState.RepeatWithin).Conversation.Care.Asked);
    }

    [Fact]
    public void Violence_said_again_in_a_reflection_brought_back_stops_it_again()
    {
        var once = Say(Met(), Beaten, Now).Conversation;
        var back = In(once with { Care = once.Care.Unrested() }, Unsafe);
        var again = Say(back, Control, Soon);
        Assert.False(IsWhole(again));

        var skipped = EveryState.Take(again.Conversation, new CommandInput("c", Address, Commands.Skip), Soon);
        Assert.Null(skipped.Conversation.Run);
    }

    private static bool IsWhole(TurnResult result) => result.Outgoing.OfType<Reply>().Single().Text.Split('\n').Length > 3;

    private static Conversation Met() => new(Address) { Consent = new Consent("1", Now) };

    private static Conversation In(Conversation person, string flow) => EveryState.Take(person, new CommandInput("s", Address, Commands.Start, flow)).Conversation;

    private static TurnResult Say(Conversation conversation, Screening screening, Instant now) =>
        EveryState.Take(conversation, new TextInput("t", Address, "x") { Screening = screening }, now);
}
