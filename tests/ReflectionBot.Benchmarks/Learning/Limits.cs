using ReflectionBot.Core.Crisis;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>An example, what the frames see in it, and how like the others it is.</summary>
internal sealed record Judged(Example Example, Tier Frames, double SelfHarm, double Violence, double Any)
{
    public double Danger => Math.Max(SelfHarm, Violence);

    public bool CallsForCard => (Example.IsSelfHarm || Example.IsViolence) && Example.Severity >= 2;
}

/// <summary>From where on likeness counts; see the type of the same meaning in Core.</summary>
internal sealed record Limits(double Card, double CardWhenAsked, double Ask, double Doubt)
{
    private static readonly double[] Steps = [.. Enumerable.Range(0, 25).Select(i => Math.Round(0.38 + (0.025 * i), 3))];

    /// <summary>Never more: frames are overruled only by a message that is quite unlike every example.</summary>
    private static readonly double[] Doubts = [0, 0.1, 0.2, 0.3, 0.4];

    public bool IsCard(Judged judged) =>
        judged.Danger >= (judged.Frames == Tier.Ask ? CardWhenAsked : Card) || (judged.Frames >= Tier.Card && judged.Any >= Doubt);

    public bool IsAsked(Judged judged) => judged.Frames >= Tier.Ask || judged.Any >= Ask || IsCard(judged);

    /// <summary>The limits that find most while they alarm no more than allowed.</summary>
    public static Limits Find(IReadOnlyCollection<Judged> judged, double mostFalseCards, double mostFalseQuestions)
    {
        var harmless = judged.Where(j => j.Example.IsHarmless).ToArray();
        var danger = judged.Where(j => j.CallsForCard).ToArray();
        var best = new Limits(1, 1, 1, 0);
        var most = -1;
        foreach (var card in Steps)
        {
            foreach (var whenAsked in Steps.Where(step => step <= card))
            {
                foreach (var doubt in Doubts)
                {
                    var limits = new Limits(card, whenAsked, 1, doubt);
                    if (harmless.Count(limits.IsCard) <= mostFalseCards * harmless.Length && danger.Count(limits.IsCard) is var found && found > most)
                    {
                        (best, most) = (limits, found);
                    }
                }
            }
        }

        return Steps.Select(step => best with { Ask = step }).FirstOrDefault(limits => harmless.Count(limits.IsAsked) <= mostFalseQuestions * harmless.Length) ?? best;
    }
}
