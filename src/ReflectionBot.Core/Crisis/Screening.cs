using System.Collections.Immutable;

namespace ReflectionBot.Core.Crisis;

/// <summary>How much help a statement calls for. The order is the order of urgency; the highest tier wins.</summary>
public enum Tier
{
    /// <summary>No statement of danger was recognised. Help stays one tap away all the same.</summary>
    None = 0,

    /// <summary>Passive, ambiguous, past or controlling: one gentle direct question or one calm line.</summary>
    Ask = 1,

    /// <summary>Active wish, self-injury, violence or fear of it, an urgent plea: the Card at once.</summary>
    Card = 2,

    /// <summary>Plan, means, time, attempt; weapon, strangulation, confinement, a child harmed: emergency number first.</summary>
    Emergency = 3,
}

/// <summary>What a recognised statement is about. Kinds unite: one message can hold several.</summary>
[Flags]
public enum CrisisKinds
{
    None = 0,
    Suicide = 1,
    SelfInjury = 2,
    PartnerViolence = 4,
    SexualViolence = 8,
    Stalking = 16,
    Confinement = 32,
    Child = 64,
    Urgent = 128,
    Strangulation = 256,
    Pregnancy = 512,
}

/// <summary>
/// What the <c>CrisisScreen</c> saw in one message. It describes a statement, never a person, and holds none of the words.
/// </summary>
/// <param name="Tier">The highest tier of any frame that matched.</param>
/// <param name="Kinds">The union of the kinds of all frames that matched.</param>
/// <param name="Rules">Ids of the frames that matched, in order of the lexicon; safe to log.</param>
public sealed record Screening(Tier Tier, CrisisKinds Kinds, ImmutableArray<string> Rules)
{
    public static readonly Screening Clear = new(Tier.None, CrisisKinds.None, []);

    /// <summary>What a fault or an exhausted budget of the detector counts as: never as fine.</summary>
    public static readonly Screening Faulted = new(Tier.Ask, CrisisKinds.None, ["fault"]);

    /// <summary>The statement is about somebody else's danger.</summary>
    public bool ThirdPerson { get; init; }

    /// <summary>Somebody may be reading this chat right now: the answer must give nothing away.</summary>
    public bool Monitored { get; init; }

    /// <summary>The writer seems to be under eighteen.</summary>
    public bool Minor { get; init; }

    /// <summary>The writer tells of harm they do or fear doing.</summary>
    public bool Perpetrator { get; init; }

    /// <summary>The whole message says it in so many words, and nothing around it softens that.</summary>
    public bool Outright { get; init; }

    /// <summary>Language of the lexicon whose frames decided ("en", "es"), or null when none matched.</summary>
    public string? Language { get; init; }
}
