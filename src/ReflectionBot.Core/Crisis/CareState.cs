using NodaTime;

namespace ReflectionBot.Core.Crisis;

/// <summary>What the bot remembers of help it has shown. Holds none of the words that led to it.</summary>
public sealed record CareState
{
    /// <summary>How long ordinary prompts rest after a Card.</summary>
    public static readonly Duration Rest = Duration.FromHours(72);

    /// <summary>The same statement within this time is answered in two lines.</summary>
    public static readonly Duration RepeatWithin = Duration.FromMinutes(10);

    /// <summary>The plain question is left in silence for so long before the Card comes.</summary>
    public static readonly Duration Silence = Duration.FromMinutes(10);

    /// <summary>Highest tier answered lately.</summary>
    public Tier LastTier { get; init; }

    public CrisisKinds LastKinds { get; init; }

    /// <summary>When something the screen saw was last answered.</summary>
    public Instant? LastCardAt { get; init; }

    /// <summary>Number of the latest help message, for hiding it.</summary>
    public int LastNumber { get; init; }

    /// <summary>Ordinary prompts rest until then, unless the person says otherwise.</summary>
    public Instant? RestUntil { get; init; }

    /// <summary>Violence was spoken of: nothing unprompted at all until the person asks for it.</summary>
    public bool NothingUnprompted { get; init; }

    /// <summary>The one short hello the person tapped for.</summary>
    public Instant? CheckAt { get; init; }

    public bool RestsAt(Instant now) => RestUntil is { } until && now < until;

    /// <summary>Something as grave and of the same kind was answered a moment ago.</summary>
    public bool Answered(Screening screening, Instant now) =>
        LastCardAt is { } last
        && now - last < RepeatWithin
        && screening.Tier <= LastTier
        && (screening.Kinds & ~(LastKinds | CrisisKinds.Urgent)) == CrisisKinds.None;
}
