using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>How like the examples of danger a message is, each from 0 to 1: its likest stretch decides.</summary>
/// <param name="SelfHarm">Like what people wrote who wanted to die or hurt themselves.</param>
/// <param name="Violence">Like what people wrote who were hurt, threatened or held by somebody.</param>
/// <param name="Any">Like any example that calls for help, the quiet ones included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LikenessReading(double SelfHarm, double Violence, double Any)
{
    /// <summary>The higher of both, each for itself.</summary>
    public LikenessReading Or(LikenessReading other) =>
        new(Math.Max(SelfHarm, other.SelfHarm), Math.Max(Violence, other.Violence), Math.Max(Any, other.Any));

    /// <summary>What the frames saw and this reading, together.</summary>
    public Screening With(Screening seen, LikenessLimits limits)
    {
        var enough = seen.Tier == Tier.Ask ? limits.CardWhenAsked : limits.Card;
        var kinds = (SelfHarm >= enough ? CrisisKinds.Suicide : CrisisKinds.None) | (Violence >= enough ? CrisisKinds.PartnerViolence : CrisisKinds.None);
        if (kinds != CrisisKinds.None)
        {
            return Raised(seen, Tier.Card, kinds, "likeness.card");
        }

        if (seen.Tier == Tier.None && Any >= limits.Ask)
        {
            return Raised(seen, Tier.Ask, SelfHarm >= Violence ? CrisisKinds.Suicide : CrisisKinds.PartnerViolence, "likeness.ask");
        }

        // Never to nothing: where frames and examples disagree, the person is asked.
        return seen.Tier >= Tier.Card && Any < limits.Doubt ? seen with { Tier = Tier.Ask, Rules = seen.Rules.Add("likeness.doubt") } : seen;
    }

    private static Screening Raised(Screening seen, Tier tier, CrisisKinds kinds, string rule) =>
        seen with { Tier = seen.Tier > tier ? seen.Tier : tier, Kinds = seen.Kinds | kinds, Rules = seen.Rules.Add(rule) };
}

/// <summary>From where on a reading counts. Found with the weights, on examples that these were not learnt from.</summary>
/// <param name="Card">Likeness to danger that opens a Card by itself.</param>
/// <param name="CardWhenAsked">The same where the frames would ask.</param>
/// <param name="Ask">Likeness to anything that calls for help that asks by itself.</param>
/// <param name="Doubt">Below it, a Card of the frames becomes the question.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LikenessLimits(double Card, double CardWhenAsked, double Ask, double Doubt);
