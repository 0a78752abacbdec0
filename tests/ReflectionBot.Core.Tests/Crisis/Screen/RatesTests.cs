using ReflectionBot.Core.Crisis;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

/// <summary>These messages were used for tuning: the rates guard against losing ground and say nothing about unseen ones.</summary>
public sealed class RatesTests
{
    [Theory]
    [InlineData("en", "self_harm", 3, Tier.Card, 0.95)]
    [InlineData("en", "self_harm", 2, Tier.Card, 0.90)]
    [InlineData("en", "self_harm", 1, Tier.Ask, 0.90)]
    [InlineData("en", "violence_danger", 3, Tier.Card, 0.95)]
    [InlineData("en", "violence_danger", 2, Tier.Card, 0.90)]
    [InlineData("en", "violence_danger", 1, Tier.Ask, 0.90)]
    [InlineData("es", "self_harm", 3, Tier.Card, 0.95)]
    [InlineData("es", "self_harm", 2, Tier.Card, 0.90)]
    [InlineData("es", "self_harm", 1, Tier.Ask, 0.85)]
    [InlineData("es", "violence_danger", 3, Tier.Card, 0.95)]
    [InlineData("es", "violence_danger", 2, Tier.Card, 0.90)]
    [InlineData("es", "violence_danger", 1, Tier.Ask, 0.85)]
    [InlineData("en", "distress_no_crisis", 1, Tier.Ask, 0.60)]
    [InlineData("es", "distress_no_crisis", 1, Tier.Ask, 0.60)]
    public void Statements_of_danger_reach_their_tier(string lang, string label, int severity, Tier atLeast, double rate)
    {
        var cases = DevCases.All.Where(c => c.Lang == lang && c.Label == label && c.Severity == severity).ToList();

        var missed = cases.Where(c => c.Read() < atLeast).Select(c => c.Id).ToList();

        Assert.True(1 - ((double)missed.Count / cases.Count) >= rate, $"missed {missed.Count} of {cases.Count}: {string.Join(' ', missed)}");
    }

    [Theory]
    [InlineData("en", "benign")]
    [InlineData("en", "distress_no_crisis")]
    [InlineData("es", "benign")]
    [InlineData("es", "distress_no_crisis")]
    public void Ordinary_words_and_plain_sadness_open_no_Card(string lang, string label)
    {
        var cases = DevCases.All.Where(c => c.Lang == lang && c.Label == label && c.Severity == 0).ToList();

        var alarmed = cases.Where(c => c.Read() >= Tier.Card).Select(c => c.Id).ToList();

        Assert.True(alarmed.Count <= 0.02 * cases.Count, $"false alarms: {string.Join(' ', alarmed)}");
    }

    /// <summary>What was reached on messages that nobody read while writing rules, a little below as measured. With the newer ones no limit was chosen either.</summary>
    [Theory]
    [InlineData(nameof(DevCases.Unseen), "self_harm", 3, Tier.Card, 0.86)]
    [InlineData(nameof(DevCases.Unseen), "self_harm", 3, Tier.Ask, 0.92)]
    [InlineData(nameof(DevCases.Unseen), "self_harm", 2, Tier.Card, 0.88)]
    [InlineData(nameof(DevCases.Unseen), "self_harm", 2, Tier.Ask, 0.95)]
    [InlineData(nameof(DevCases.Unseen), "self_harm", 1, Tier.Ask, 0.86)]
    [InlineData(nameof(DevCases.Unseen), "violence_danger", 3, Tier.Card, 0.93)]
    [InlineData(nameof(DevCases.Unseen), "violence_danger", 3, Tier.Ask, 0.96)]
    [InlineData(nameof(DevCases.Unseen), "violence_danger", 2, Tier.Card, 0.82)]
    [InlineData(nameof(DevCases.Unseen), "violence_danger", 2, Tier.Ask, 0.91)]
    [InlineData(nameof(DevCases.Unseen), "violence_danger", 1, Tier.Ask, 0.86)]
    [InlineData(nameof(DevCases.Newest), "self_harm", 3, Tier.Card, 0.71)]
    [InlineData(nameof(DevCases.Newest), "self_harm", 3, Tier.Ask, 0.85)]
    [InlineData(nameof(DevCases.Newest), "self_harm", 2, Tier.Card, 0.85)]
    [InlineData(nameof(DevCases.Newest), "self_harm", 2, Tier.Ask, 0.93)]
    [InlineData(nameof(DevCases.Newest), "self_harm", 1, Tier.Ask, 0.90)]
    [InlineData(nameof(DevCases.Newest), "violence_danger", 3, Tier.Card, 0.83)]
    [InlineData(nameof(DevCases.Newest), "violence_danger", 3, Tier.Ask, 0.92)]
    [InlineData(nameof(DevCases.Newest), "violence_danger", 2, Tier.Card, 0.68)]
    [InlineData(nameof(DevCases.Newest), "violence_danger", 2, Tier.Ask, 0.82)]
    [InlineData(nameof(DevCases.Newest), "violence_danger", 1, Tier.Ask, 0.82)]
    public void Of_messages_nobody_tuned_on_no_fewer_are_found_than_before(string from, string label, int severity, Tier atLeast, double rate)
    {
        var (reached, of) = Reached(from, label, severity, atLeast);

        Assert.True(reached >= rate * of, $"{reached} of {of}");
    }

    [Theory]
    [InlineData(nameof(DevCases.Unseen), "benign", Tier.Card, 0.02)]
    [InlineData(nameof(DevCases.Unseen), "distress_no_crisis", Tier.Card, 0.01)]
    [InlineData(nameof(DevCases.Unseen), "benign", Tier.Ask, 0.085)]
    [InlineData(nameof(DevCases.Unseen), "distress_no_crisis", Tier.Ask, 0.095)]
    [InlineData(nameof(DevCases.Newest), "benign", Tier.Card, 0.03)]
    [InlineData(nameof(DevCases.Newest), "distress_no_crisis", Tier.Card, 0.015)]
    [InlineData(nameof(DevCases.Newest), "benign", Tier.Ask, 0.10)]
    [InlineData(nameof(DevCases.Newest), "distress_no_crisis", Tier.Ask, 0.105)]
    public void Of_harmless_messages_nobody_tuned_on_no_more_are_alarmed_at_than_before(string from, string label, Tier tier, double atMost)
    {
        var (reached, of) = Reached(from, label, severity: 0, tier);

        Assert.True(reached <= atMost * of, $"{reached} of {of}");
    }

    [Fact]
    public void Near_misses_come_out_differently()
    {
        var pairs = DevCases.Pairs().Where(p => p.Any(c => c.IsCrisis && c.Severity >= 2) && p.Any(c => c.Severity == 0)).ToList();

        var confused = pairs
            .Where(p => p.Where(c => c.IsCrisis && c.Severity >= 2).Min(c => c.Read()) <= p.Where(c => c.Severity == 0).Max(c => c.Read()))
            .Select(p => p.Key)
            .ToList();

        Assert.NotEmpty(pairs);
        Assert.True(confused.Count <= 0.05 * pairs.Count, $"of {pairs.Count} pairs confused: {string.Join(", ", confused)}");
    }

    private static (int Reached, int Of) Reached(string from, string label, int severity, Tier atLeast)
    {
        var cases = (from == nameof(DevCases.Newest) ? DevCases.Newest : DevCases.Unseen).Where(c => c.Label == label && c.Severity == severity).ToList();
        return (cases.Count(c => c.Read() >= atLeast), cases.Count);
    }
}
