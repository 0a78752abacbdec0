using System.Collections.Immutable;

namespace ReflectionBot.Core.Flows;

/// <summary>Which help an option or an offer opens.</summary>
public enum HelpTopic
{
    Any,
    SelfHarm,
    Violence,
}

/// <summary>
/// One step of a flow. Every text is in the languages of the flow; <see cref="Next"/> is the id of the step that
/// follows, resolved by the compiler ("the next one in the file" where the author gave none).
/// </summary>
public abstract record Step(string Id)
{
    public string? Next { get; init; }
}

/// <summary>The bot says something and goes on without waiting.</summary>
public sealed record SayStep(string Id, LocalText Text) : Step(Id);

/// <summary>Free text, always skippable. The answer is called by the step's id.</summary>
public sealed record AskStep(string Id, LocalText Text) : Step(Id)
{
    /// <summary>Where skipping leads, when not to <see cref="Step.Next"/>.</summary>
    public string? OnSkip { get; init; }
}

/// <summary>One choice of several buttons, optionally in the person's own words.</summary>
public sealed record ChooseStep(string Id, LocalText Text, ImmutableArray<FlowOption> Options) : Step(Id)
{
    public bool OwnWords { get; init; }

    /// <summary>The safety question of a harm-related flow: cannot be passed by going back, and its answers are never kept.</summary>
    public bool Gate { get; init; }

    public string? OnSkip { get; init; }
}

/// <summary>Any number of ticks, then "done".</summary>
public sealed record PickStep(string Id, LocalText Text, ImmutableArray<FlowOption> Options) : Step(Id)
{
    /// <summary>The most that may be ticked; at least 1.</summary>
    public int Max { get; init; }

    public string? OnSkip { get; init; }
}

/// <summary>A scale in words, from least to most; two to seven of them, no numbers.</summary>
public sealed record ScaleStep(string Id, LocalText Text, ImmutableArray<FlowOption> Options) : Step(Id)
{
    public string? OnSkip { get; init; }
}

/// <summary>Goes into another flow and comes back here when it ends.</summary>
public sealed record CallStep(string Id, string FlowId) : Step(Id);

/// <summary>Goes where the first true condition points, else to <see cref="Step.Next"/>.</summary>
public sealed record BranchStep(string Id, ImmutableArray<Branch> Branches) : Step(Id);

/// <summary>
/// The person's words given back, never judged. A line whose answers were all skipped is left out;
/// <see cref="Empty"/> is said when no line is left. Placeholders: <c>{answer}</c>, <c>{a &amp; b}</c> (ticked in both), <c>{a - b}</c> (ticked in the first only).
/// </summary>
public sealed record RecapStep(string Id, LocalText? Intro, ImmutableArray<LocalText> Lines, LocalText? Outro, LocalText Empty) : Step(Id);

/// <summary>Asks what of the answers to keep: all, the ticked ones only, or nothing.</summary>
public sealed record KeepStep(string Id, LocalText Text) : Step(Id)
{
    /// <summary>"Say it, don't keep it": nothing is the first and proposed choice.</summary>
    public bool ProposeNothing { get; init; }
}

/// <summary>Offers other flows, a reminder, or help; declining goes on to <see cref="Step.Next"/>.</summary>
public sealed record OfferStep(string Id, LocalText Text, ImmutableArray<string> Flows) : Step(Id)
{
    public bool Reminder { get; init; }
    public bool Help { get; init; }
}

/// <summary>The run is over.</summary>
public sealed record EndStep(string Id, LocalText? Text) : Step(Id);

/// <summary>A button of a step.</summary>
/// <param name="Key">Stays the same across languages and is what conditions and set operations compare.</param>
public sealed record FlowOption(string Key, LocalText Label)
{
    /// <summary>Where it leads, when not to the step's own next. Not for pick-several.</summary>
    public string? Next { get; init; }

    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Ends the exercise and opens help at once.</summary>
    public HelpTopic? Help { get; init; }
}

public sealed record Branch(Condition When, string Next);

/// <summary>A condition over flags and answers. All the parts that are set must hold.</summary>
public sealed record Condition
{
    public string? Flag { get; init; }
    public string? Answer { get; init; }

    /// <summary>At least one of these keys was chosen or ticked in <see cref="Answer"/>.</summary>
    public ImmutableArray<string> Any { get; init; } = [];

    /// <summary>The answer was given (true) or skipped (false).</summary>
    public bool? Given { get; init; }

    /// <summary>On a scale: the chosen word is this one or a stronger one.</summary>
    public string? AtLeast { get; init; }

    /// <summary>At least one key is ticked in both <see cref="Answer"/> and this answer.</summary>
    public string? Overlaps { get; init; }

    /// <summary>Turns the whole condition round.</summary>
    public bool Not { get; init; }
}
