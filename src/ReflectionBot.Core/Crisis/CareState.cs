using NodaTime;

namespace ReflectionBot.Core.Crisis;

/// <summary>What the bot remembers of help it has shown. Holds none of the words that led to it.</summary>
public sealed record CareState
{
    /// <summary>Tier of the last Card.</summary>
    public Tier LastTier { get; init; }

    public CrisisKinds LastKinds { get; init; }

    public Instant? LastCardAt { get; init; }

    /// <summary>Ordinary prompts rest until then, unless the person says otherwise.</summary>
    public Instant? RestUntil { get; init; }

    /// <summary>Violence was spoken of: nothing unprompted at all until the person asks for it.</summary>
    public bool NothingUnprompted { get; init; }

    public bool RestsAt(Instant now) => RestUntil is { } until && now < until;
}
