using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>The weights of the three questions as they are kept: in tenths, and without those that are small for every question.</summary>
internal sealed class LearntWeights
{
    /// <summary>A trait is kept when it weighs as much for one question at least.</summary>
    private const double Least = 1.0;

    private readonly double[][] _questions;

    public LearntWeights(params double[][] questions)
    {
        _questions = [.. questions.Select(weights => weights.Select(w => Math.Round(w, 1)).ToArray())];
    }

    /// <summary>The weights of what is asked without any trait.</summary>
    public IEnumerable<double> Bias => Of(_questions[0].Length - 1);

    public bool Keeps(int place) => _questions.Any(weights => Math.Abs(weights[place]) >= Least);

    public IEnumerable<double> Of(int place) => _questions.Select(weights => weights[place]);

    /// <summary>What the screen would say of a message with these traits.</summary>
    public LikenessReading Read(int[] row)
    {
        var kept = row.Where(Keeps).ToArray();
        var sums = _questions.Select(weights => weights[^1] + (kept.Sum(place => weights[place]) / Math.Sqrt(Math.Max(1, kept.Length)))).ToArray();
        return new LikenessReading(sums[0], sums[1], sums[2]);
    }
}
