using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

public sealed class LikenessTests
{
    private static readonly LikenessLimits Limits = new(Card: 0.9, CardWhenAsked: 0.7, Ask: 0.95, Doubt: 0.1);
    private static readonly Screening Asked = new(Tier.Ask, CrisisKinds.None, ["frame"]);
    private static readonly Screening Carded = new(Tier.Emergency, CrisisKinds.Suicide, ["frame"]);

    [Fact]
    public void What_is_much_like_an_example_of_danger_opens_a_Card_of_its_kind()
    {
        var seen = new LikenessReading(SelfHarm: 0.2, Violence: 0.95, Any: 0.9).With(Screening.Clear, Limits);

        Assert.Equal((Tier.Card, CrisisKinds.PartnerViolence), (seen.Tier, seen.Kinds));
        Assert.Equal(["likeness.card"], seen.Rules);
    }

    [Fact]
    public void Where_the_frames_would_ask_less_likeness_is_enough()
    {
        var reading = new LikenessReading(SelfHarm: 0.8, Violence: 0, Any: 0.8);

        Assert.Equal(Tier.Card, reading.With(Asked, Limits).Tier);
        Assert.Equal(Tier.None, reading.With(Screening.Clear, Limits).Tier);
    }

    [Fact]
    public void What_is_like_any_example_is_asked_about()
    {
        Assert.Equal(Tier.Ask, new LikenessReading(SelfHarm: 0.5, Violence: 0.1, Any: 0.97).With(Screening.Clear, Limits).Tier);
    }

    [Fact]
    public void Doubt_never_makes_nothing_of_what_the_frames_saw()
    {
        var seen = default(LikenessReading).With(Carded, Limits);

        Assert.Equal(Tier.Ask, seen.Tier);
        Assert.Equal(CrisisKinds.Suicide, seen.Kinds);
        Assert.Equal(Asked, default(LikenessReading).With(Asked, Limits));
    }

    [Fact]
    public void A_statement_in_the_middle_of_a_long_message_is_seen()
    {
        var words = string.Join(' ', Enumerable.Repeat("we went to the market and bought bread and apples", 20));
        var likeness = LearntLikeness.LoadBuiltIn();

        var alone = likeness.Read(Tokenizer.Cut("i want to die, i want to kill myself tonight"));
        var inside = likeness.Read(Tokenizer.Cut($"{words}. i want to die, i want to kill myself tonight. {words}"));

        Assert.True(alone.SelfHarm > 0.9, $"{alone}");
        Assert.True(inside.SelfHarm > likeness.Read(Tokenizer.Cut(words)).SelfHarm + 0.2, $"{inside}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("limits\t0.9\t0.7\t0.9\t0.1\nbias\t0\t0\n")]
    [InlineData("limits\t0.9\t0.7\t0.9\t0.1\nbias\t0\t0\t0\nw word\tmuch\t0\t0\n")]
    public void A_learnt_file_that_is_not_in_its_form_is_refused(string text)
    {
        using var reader = new StringReader(text);
        Assert.Throws<InvalidLexiconException>(() => LearntLikeness.Load(reader));
    }
}
