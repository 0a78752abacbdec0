using System.Collections.Immutable;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>How far around a match a context speaks.</summary>
internal enum Reach
{
    Clause,
    Sentence,
    Message,
}

internal sealed record Pattern(PatternNode Node, bool Negatable);

/// <summary>Something said around a statement that changes how it is meant: a game, a film, laughter at a trifle.</summary>
internal sealed record Context(string Id, Reach Reach, ImmutableArray<Pattern> Patterns);

/// <summary>One way of saying one thing. See <c>docs/safety-screen.md</c> for the keys.</summary>
internal sealed record Frame(string Id, string Group, Tier Tier, CrisisKinds Kinds, ImmutableArray<Pattern> Patterns)
{
    /// <summary>Gaps may run over the ends of clauses.</summary>
    public bool WholeMessage { get; init; }

    public bool ThirdPerson { get; init; }

    public bool Monitored { get; init; }

    public bool Minor { get; init; }

    public bool Perpetrator { get; init; }

    /// <summary>Says it in so many words: the examples may not doubt it.</summary>
    public bool Outright { get; init; }

    /// <summary>Contexts in whose reach the frame does not count.</summary>
    public ImmutableArray<int> Unless { get; init; } = [];

    /// <summary>Contexts in whose reach the frame counts one tier less.</summary>
    public ImmutableArray<int> SoftenedBy { get; init; } = [];

    /// <summary>The lowest tier that softening may lead to.</summary>
    public Tier Floor { get; init; }
}

/// <summary>One language's compiled rules. Immutable after loading.</summary>
internal sealed record Lexicon(string Language, string Version, string ReviewedBy, string Date)
{
    public required Vocabulary Vocabulary { get; init; }

    public required PhraseTree Phrases { get; init; }

    public required ImmutableArray<Context> Contexts { get; init; }

    public required ImmutableArray<Frame> Frames { get; init; }

    public required IReadOnlyDictionary<int, int[]> Rewrites { get; init; }

    public required KnownSets Known { get; init; }

    public required PatternIndex Index { get; init; }

    public int SetCount => Phrases.SetCount;
}

/// <summary>Sets the machinery itself looks at.</summary>
/// <param name="Negators">Words that negate what follows up to the next word of <paramref name="Stops"/>.</param>
/// <param name="FarNegators">Negators that reach over those words too ("I don't think he ...").</param>
/// <param name="Shields">Phrases that hold a negator but negate nothing ("can't stop", "no joke").</param>
/// <param name="Stops">Words that end a negation.</param>
/// <param name="FarStops">Words that end a far one ("... because he").</param>
/// <param name="Many">Numbers from eight on: more than anyone takes by accident.</param>
internal sealed record KnownSets(int Negators, int FarNegators, int Shields, int Stops, int FarStops, int Number, int Many, int MinorAge, int ChildAge);
