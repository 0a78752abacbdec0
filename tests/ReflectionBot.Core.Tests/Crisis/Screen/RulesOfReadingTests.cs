using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

public sealed class RulesOfReadingTests
{
    [Theory]
    [InlineData("i would never kill myself", Tier.None)]
    [InlineData("he has never hit me", Tier.Ask)]
    [InlineData("im not going to work because he hits me", Tier.Card)]
    [InlineData("im not suicidal i just wish i didnt exist", Tier.Ask)]
    [InlineData("no one knows that he hits me", Tier.Card)]
    [InlineData("nunca me ha gritado, pero anoche me pegó", Tier.Card)]
    public void A_negation_ends_a_frame_in_its_own_clause_only(string text, Tier tier)
    {
        var read = CrisisScreen.Frames.Read(text).Tier;

        Assert.True(tier == Tier.None ? read == Tier.None : tier == Tier.Ask || read >= tier, $"{text}: {read}");
        Assert.True(tier != Tier.Ask || read <= Tier.Card, $"{text}: {read}");
    }

    [Theory]
    [InlineData("this traffic is killing me", Tier.None)]
    [InlineData("this traffic is killing me and i want to kill myself", Tier.Card)]
    [InlineData("i could murder a curry", Tier.None)]
    [InlineData("he beat me at scrabble", Tier.None)]
    [InlineData("he beat me at scrabble and then he beat me with a belt", Tier.Card)]
    [InlineData("me muero de hambre", Tier.None)]
    [InlineData("me muero de hambre y me quiero matar de verdad", Tier.Card)]
    public void An_idiom_takes_away_only_its_own_words(string text, Tier atLeast)
    {
        var read = CrisisScreen.Frames.Read(text).Tier;

        Assert.True(atLeast == Tier.None ? read == Tier.None : read >= atLeast, $"{text}: {read}");
    }

    [Theory]
    [InlineData("i want to die lol")]
    [InlineData("haha i want to kill myself because of this essay lmao")]
    [InlineData("jajaja me quiero morir")]
    [InlineData("😂😂 i want to die 😂")]
    public void Laughter_never_hides_an_explicit_wish(string text)
    {
        Assert.True(CrisisScreen.Frames.Read(text).Tier >= Tier.Ask);
    }

    [Theory]
    [InlineData("im done")]
    [InlineData("cant do this anymore")]
    [InlineData("i want to end it")]
    [InlineData("no puedo más")]
    public void Words_that_may_be_about_the_relationship_are_asked_about(string text)
    {
        Assert.Equal(Tier.Ask, CrisisScreen.Frames.Read(text).Tier);
    }

    [Theory]
    [InlineData("hablé con my husband and he hit me otra vez")]
    [InlineData("mi novio is so sweet pero anoche me pegó, i dont know what to do")]
    [InlineData("no quiero vivir anymore")]
    public void Two_languages_in_one_message_are_both_read(string text)
    {
        Assert.True(CrisisScreen.Frames.Read(text).Tier >= Tier.Card);
    }

    [Theory]
    [InlineData("he says he will kill himself if i leave")]
    [InlineData("dice que se mata si lo dejo")]
    public void A_partners_threat_of_suicide_is_both_kinds_and_about_somebody_else(string text)
    {
        var screening = CrisisScreen.Frames.Read(text);

        Assert.True(screening.Tier >= Tier.Card);
        Assert.True(screening.Kinds.HasFlag(CrisisKinds.Suicide | CrisisKinds.PartnerViolence));
        Assert.True(screening.ThirdPerson);
    }

    [Fact]
    public void What_a_reader_must_know_is_in_the_result()
    {
        Assert.True(CrisisScreen.Frames.Read("cant talk, he is looking over my shoulder").Monitored);
        Assert.True(CrisisScreen.Frames.Read("im 14 and i want to die").Minor);
        Assert.True(CrisisScreen.Frames.Read("i slapped my girlfriend yesterday").Perpetrator);
        Assert.True(CrisisScreen.Frames.Read("he choked me").Kinds.HasFlag(CrisisKinds.Strangulation));
        Assert.True(CrisisScreen.Frames.Read("im pregnant and he kicked me in the belly").Kinds.HasFlag(CrisisKinds.Pregnancy));
        Assert.Equal("es", CrisisScreen.Frames.Read("mi marido me pegó").Language);
        Assert.Equal("en", CrisisScreen.Frames.Read("my husband hit me").Language);
        Assert.Contains("violence.mark", CrisisScreen.Frames.Read("my husband hit me").Rules);
    }
}
