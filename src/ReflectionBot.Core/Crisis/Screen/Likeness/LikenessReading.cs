using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>
/// How like the examples a message is, as log-odds: 0 is as likely as not. Of a long message the likest window decides, each for itself.
/// </summary>
/// <param name="SelfHarm">Like what people wrote who wanted to die or hurt themselves, against what is harmless.</param>
/// <param name="Violence">Like what people wrote who were hurt, threatened or held by somebody, against what is harmless.</param>
/// <param name="Any">Like any example that calls for help, the quiet ones included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LikenessReading(double SelfHarm, double Violence, double Any)
{
    /// <summary>Like nothing: where there are no words.</summary>
    public static readonly LikenessReading Nothing = new(-20, -20, -20);

    /// <summary>Fewer cannot be told from others by likeness alone: a letter, a name, "fine".</summary>
    public const int FewestForQuestion = 3;

    /// <summary>Fewer neither doubt nor add to what the frames saw: there is too little to be like.</summary>
    public const int FewestForDoubt = 5;

    /// <summary>Fewer open no Card by likeness alone: half of "he hit me up last night" is in many a message of danger.</summary>
    public const int FewestForCard = 7;

    /// <summary>How many words were compared.</summary>
    public int Words { get; init; }

    /// <summary>The higher of both, each for itself.</summary>
    public LikenessReading Or(LikenessReading other) =>
        new(Math.Max(SelfHarm, other.SelfHarm), Math.Max(Violence, other.Violence), Math.Max(Any, other.Any)) { Words = Math.Max(Words, other.Words) };

    /// <summary>What the frames saw and this reading, together.</summary>
    /// <param name="seen">What the frames saw.</param>
    /// <param name="limits">From where on it counts.</param>
    /// <param name="whole">Whether all of the message was read: what broke off takes nothing back.</param>
    public Screening With(Screening seen, LikenessLimits limits, bool whole)
    {
        var alone = limits.Evidence(this, Tier.None) >= limits.Card + LikenessLimits.MoreAlone;
        var besideFrames = seen.Tier == Tier.Ask && limits.Evidence(this, seen.Tier) >= limits.Card;
        if ((alone && Words >= FewestForCard) || (besideFrames && Words >= FewestForDoubt))
        {
            return Raised(seen, Tier.Card, "likeness.card");
        }

        if (Words >= FewestForQuestion && seen.Tier == Tier.None && Any >= limits.Ask)
        {
            return Raised(seen, Tier.Ask, "likeness.ask");
        }

        // Never to nothing: where frames and examples disagree, the person is asked. What may cost a life at once is doubted less, and what is said outright, or
        // in a few words, not at all: there is little to be like.
        var enough = seen.Tier == Tier.Emergency ? limits.Card - LikenessLimits.LessForLife : limits.Card;
        return whole && Words >= FewestForDoubt && seen is { Tier: >= Tier.Card, Outright: false } && limits.Evidence(this, seen.Tier) < enough
            ? seen with { Tier = Tier.Ask, Rules = seen.Rules.Add("likeness.doubt") }
            : seen;
    }

    private Screening Raised(Screening seen, Tier tier, string rule)
    {
        var kinds = SelfHarm >= Violence ? CrisisKinds.Suicide : CrisisKinds.PartnerViolence;
        kinds |= SelfHarm >= 0 && Violence >= 0 && tier == Tier.Card ? CrisisKinds.Suicide | CrisisKinds.PartnerViolence : CrisisKinds.None;
        return seen with { Tier = seen.Tier > tier ? seen.Tier : tier, Kinds = seen.Kinds | kinds, Rules = seen.Rules.Add(rule) };
    }
}

/// <summary>How a reading counts together with the frames. Found with the weights, on examples that these were not learnt from.</summary>
/// <param name="Card">Evidence from which on there is a Card.</param>
/// <param name="Most">What the greater of the two dangers weighs.</param>
/// <param name="Least">What the smaller one weighs.</param>
/// <param name="Any">What the likeness to anything that calls for help weighs.</param>
/// <param name="WhenAsked">What it weighs that the frames would ask.</param>
/// <param name="WhenCard">What it weighs that the frames would open a Card.</param>
/// <param name="Ask">Likeness to anything that calls for help that asks by itself.</param>
internal sealed record LikenessLimits(double Card, double Most, double Least, double Any, double WhenAsked, double WhenCard, double Ask)
{
    /// <summary>How much more is needed where the frames saw nothing at all: twice the odds. Everyday sentences that are like no example are far more than all examples.</summary>
    public const double MoreAlone = 0.69;

    /// <summary>How much less is enough where the frames saw what may cost a life at once.</summary>
    public const double LessForLife = 2;

    /// <summary>The weights in the order of the file.</summary>
    /// <exception cref="IndexOutOfRangeException">There are fewer than seven.</exception>
    public static LikenessLimits Of(double[] row) => new(row[0], row[1], row[2], row[3], row[4], row[5], row[6]);

    public double Evidence(LikenessReading reading, Tier frames)
    {
        var seen = frames switch
        {
            Tier.None => 0,
            Tier.Ask => WhenAsked,
            _ => WhenCard,
        };
        return (Most * Math.Max(reading.SelfHarm, reading.Violence)) + (Least * Math.Min(reading.SelfHarm, reading.Violence)) + (Any * reading.Any) + seen;
    }
}
