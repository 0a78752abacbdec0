using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Crisis.Cards;

namespace ReflectionBot.Core.Crisis;

/// <summary>What the bot remembers of help it has shown. Holds none of the words that led to it.</summary>
public sealed record CareState
{
    /// <summary>How many questions of help are remembered for hiding them; the oldest goes.</summary>
    public const int MaxQuestions = 10;

    /// <summary>How long ordinary prompts rest after a Card.</summary>
    public static readonly Duration Rest = Duration.FromHours(72);

    /// <summary>The same statement within this time is answered in two lines.</summary>
    public static readonly Duration RepeatWithin = Duration.FromMinutes(10);

    /// <summary>The plain question is left in silence for so long before the Card comes.</summary>
    public static readonly Duration Silence = Duration.FromMinutes(10);

    /// <summary>Highest tier answered lately.</summary>
    public Tier LastTier { get; init; }

    public CrisisKinds LastKinds { get; init; }

    /// <summary>The last answer was about somebody else's danger.</summary>
    public bool LastOther { get; init; }

    /// <summary>The last answer was to harm the person does.</summary>
    public bool LastPerpetrator { get; init; }

    /// <summary>When something the screen saw was last answered.</summary>
    public Instant? LastCardAt { get; init; }

    /// <summary>Language the last answer was given in, when it was not that of the conversation.</summary>
    public string? LastLanguage { get; init; }

    /// <summary>Number of the latest help message, for hiding it.</summary>
    public int LastNumber { get; init; }

    /// <summary>Reply keys of the latest questions of help, for hiding them; oldest first.</summary>
    public ImmutableArray<string> Questions { get => field.IsDefault ? [] : field; init; }

    /// <summary>Subject of the plain question that waits for an answer, or null.</summary>
    public string? Asked { get; init; }

    /// <summary>When the silence after the plain question counts as an answer; null: not before the person is heard of again.</summary>
    public Instant? AskedUntil { get; init; }

    /// <summary>When the plain question was last answered with no.</summary>
    public Instant? BelievedAt { get; init; }

    /// <summary>Subject of the plain question that was then answered with no.</summary>
    public string? Believed { get; init; }

    /// <summary>Ordinary prompts rest until then, unless the person says otherwise.</summary>
    public Instant? RestUntil { get; init; }

    /// <summary>After a Card that was asked for, nothing unprompted comes until then; what the person begins is theirs to begin.</summary>
    public Instant? QuietUntil { get; init; }

    /// <summary>Violence was spoken of: nothing unprompted at all until the person asks for it.</summary>
    public bool NothingUnprompted { get; init; }

    /// <summary>Violence was spoken of: only reflections tagged safe are offered and taken up, until the person says otherwise.</summary>
    public bool SafeFlowsOnly { get; init; }

    /// <summary>A Card was shown: prompts that come again come from those tagged safe.</summary>
    public bool SafePromptsOnly { get; init; }

    /// <summary>The one short hello the person tapped for.</summary>
    public Instant? CheckAt { get; init; }

    /// <summary>Ordinary prompts rest.</summary>
    public bool RestsAt(Instant now) => RestUntil is { } until && now < until;

    /// <summary>Nothing may come unprompted now.</summary>
    public bool StaysQuietAt(Instant now) => NothingUnprompted || Asked is not null || RestsAt(now) || now < QuietUntil;

    /// <summary>Only reflections tagged safe may be offered now.</summary>
    public bool OnlySafeAt(Instant now) => SafeFlowsOnly || RestsAt(now);

    /// <summary>The last answer was given a moment ago, and was about the same person in the same part.</summary>
    public bool Continues(CardSubject subject, Instant now) =>
        LastCardAt is { } last
        && now - last < RepeatWithin
        && subject.Other == LastOther
        && subject.Perpetrator == LastPerpetrator;

    /// <summary>Something as grave and of the same kind was answered a moment ago.</summary>
    public bool Answered(Screening screening, Instant now) =>
        Continues(CardSubject.Of(screening), now)
        && screening.Tier <= LastTier
        && (screening.Kinds & ~(LastKinds | CrisisKinds.Urgent)) == CrisisKinds.None;

    /// <summary>The person said a moment ago that it is not meant so: not asked again at once. What is about violence was not asked.</summary>
    public bool Believes(Screening screening, Instant now) =>
        BelievedAt is { } last
        && now - last < RepeatWithin
        && screening.Tier == Tier.Ask
        && Believed is { } code
        && CardSubject.Parse(code) is var asked
        && CardSubject.Of(screening) is { IsViolence: false } subject
        && subject.Other == asked.Other
        && (subject.Kinds & ~asked.Kinds) == CrisisKinds.None;

    /// <summary>The person said otherwise: everything may be offered again. Prompts stay with those tagged safe.</summary>
    public CareState Unrested() => this with { RestUntil = null, QuietUntil = null, SafeFlowsOnly = false };

    /// <summary>The plain question waits no more.</summary>
    public CareState Unasked() => this with { Asked = null, AskedUntil = null };
}
