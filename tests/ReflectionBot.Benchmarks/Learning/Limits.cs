using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>An example, what the frames see in it, and how like the others it is.</summary>
internal sealed record Judged(Example Example, Screening Frames, LikenessReading Reading)
{
    /// <summary>What teaches the combination, as a row of numbers: the order of <see cref="LikenessLimits"/>, 1 standing for its first.</summary>
    public double[] Evidence =>
    [
        1,
        Math.Max(Reading.SelfHarm, Reading.Violence),
        Math.Min(Reading.SelfHarm, Reading.Violence),
        Reading.Any,
        Frames.Tier == Tier.Ask ? 1 : 0,
        Frames.Tier >= Tier.Card ? 1 : 0,
    ];

    public Tier Together(LikenessLimits limits) => Reading.With(Frames, limits, whole: true).Tier;
}

/// <summary>Finds how frames and likeness count together, and from where on.</summary>
internal static class Limits
{
    /// <summary>Silence where there is a plan or a weapon is the worst error: such an example counts as this many.</summary>
    private const double GravestCount = 3;

    /// <param name="judged">Examples judged by weights not learnt from them, and which no frame was made with.</param>
    /// <param name="mostFalseCards">Share of the harmless that may get a Card.</param>
    /// <param name="mostFalseQuestions">Share of the harmless that may get a Card or a question from likeness.</param>
    public static LikenessLimits Find(IReadOnlyCollection<Judged> judged, double mostFalseCards, double mostFalseQuestions)
    {
        var telling = judged.Where(j => !j.Example.IsQuiet).ToArray();
        var weights = Combination.Fit([.. telling.Select(j => (j.Evidence, j.Example.CallsForCard, j.Example.Severity == 3 ? GravestCount : 1.0))]);

        // What the frames see never counts against a Card.
        var limits = new LikenessLimits(0, weights[1], Math.Max(0, weights[2]), Math.Max(0, weights[3]), Math.Max(0, weights[4]), Math.Max(0, weights[5]), double.MaxValue);
        var harmless = judged.Where(j => j.Example.IsHarmless).ToArray();
        limits = limits with { Card = Highest(harmless.Select(j => limits.Evidence(j.Reading, j.Frames.Tier)), mostFalseCards) };
        var asked = harmless.Where(j => j.Together(limits) == Tier.None).ToArray();
        var carded = harmless.Count(j => j.Together(limits) >= Tier.Card);
        var left = Math.Max(0, (mostFalseQuestions * harmless.Length) - carded) / asked.Length;
        return limits with { Ask = Highest(asked.Select(j => j.Reading.Any), left) };
    }

    /// <summary>The limit that the highest share of the values reaches, and no more.</summary>
    private static double Highest(IEnumerable<double> values, double share)
    {
        var sorted = values.OrderDescending().ToArray();
        return Math.Round(sorted[(int)(share * sorted.Length)] + 0.0005, 3);
    }
}
