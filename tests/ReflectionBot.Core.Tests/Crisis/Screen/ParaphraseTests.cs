using ReflectionBot.Core.Crisis;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

/// <summary>
/// Floors under what the rules have learnt. Like every set that was read while the rules were written, these say
/// nothing about words nobody has read yet: docs/safety-screen.md gives those figures.
/// </summary>
public sealed class ParaphraseTests
{
    [Theory]
    [InlineData("en", "self_harm", 3, Tier.Card, 0.93)]
    [InlineData("en", "self_harm", 2, Tier.Card, 0.95)]
    [InlineData("en", "self_harm", 1, Tier.Ask, 0.95)]
    [InlineData("en", "violence_danger", 3, Tier.Card, 0.94)]
    [InlineData("en", "violence_danger", 2, Tier.Card, 0.93)]
    [InlineData("en", "violence_danger", 1, Tier.Ask, 0.95)]
    [InlineData("es", "self_harm", 3, Tier.Card, 0.93)]
    [InlineData("es", "self_harm", 2, Tier.Card, 0.93)]
    [InlineData("es", "self_harm", 1, Tier.Ask, 0.95)]
    [InlineData("es", "violence_danger", 3, Tier.Card, 0.95)]
    [InlineData("es", "violence_danger", 2, Tier.Card, 0.93)]
    [InlineData("es", "violence_danger", 1, Tier.Ask, 0.94)]
    public void Danger_is_found_in_other_words(string lang, string label, int severity, Tier atLeast, double rate)
    {
        var cases = DevCases.Paraphrases.Where(c => c.Lang == lang && c.Label == label && c.Severity == severity).ToList();

        var missed = cases.Where(c => c.Read() < atLeast).Select(c => c.Id).ToList();

        Assert.NotEmpty(cases);
        Assert.True(1 - ((double)missed.Count / cases.Count) >= rate, $"missed {missed.Count} of {cases.Count}: {string.Join(' ', missed)}");
    }

    [Theory]
    [InlineData("en", "twin", Tier.Card, 0.03)]
    [InlineData("es", "twin", Tier.Card, 0.03)]
    [InlineData("en", "everyday", Tier.Card, 0.003)]
    [InlineData("es", "everyday", Tier.Card, 0.003)]
    [InlineData("en", "answer", Tier.Card, 0)]
    [InlineData("es", "answer", Tier.Card, 0)]
    [InlineData("en", "sadness", Tier.Card, 0)]
    [InlineData("es", "sadness", Tier.Card, 0)]
    [InlineData("en", "everyday", Tier.Ask, 0.03)]
    [InlineData("es", "everyday", Tier.Ask, 0.03)]
    [InlineData("en", "answer", Tier.Ask, 0.08)]
    [InlineData("es", "answer", Tier.Ask, 0.08)]
    public void Ordinary_talk_is_left_alone(string lang, string why, Tier tier, double atMost)
    {
        var cases = DevCases.Ordinary.Where(c => c.Lang == lang && c.Why == why).ToList();

        var interrupted = cases.Where(c => c.Read() >= tier).Select(c => c.Id).ToList();

        Assert.NotEmpty(cases);
        Assert.True(interrupted.Count <= atMost * cases.Count, $"{interrupted.Count} of {cases.Count}: {string.Join(' ', interrupted)}");
    }
}
