using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A question that a member would like to be asked. Nothing here says who.</summary>
/// <param name="Number">Unique within the group, ascending.</param>
public sealed record Suggestion(int Number, string Text)
{
    /// <summary>Suggestions that wait in one group.</summary>
    public const int Max = 50;

    /// <summary>Suggestions of one person that wait in one group.</summary>
    public const int MaxOfOne = 3;

    /// <summary>Decisions that a group remembers, for their authors; the oldest goes.</summary>
    public const int MaxDecided = 100;
}

public enum SuggestionOutcome
{
    Taken,

    /// <summary>Taken in other words.</summary>
    Reworded,

    Declined,
}

/// <summary>What moderators decided; its author looks for it here.</summary>
/// <param name="Reason">Key of a text, or the moderators' own words; empty when it was taken.</param>
public sealed record SuggestionDecision(int Number, SuggestionOutcome Outcome, string Reason = "");

/// <summary>What its author remembers of a suggestion, until it is decided. The group remembers nothing of its author.</summary>
/// <param name="LookAt">When to look next whether it was decided.</param>
public sealed record Suggested(Address Group, int Number, Instant LookAt, Instant Since)
{
    /// <summary>After so long nobody looks any more.</summary>
    public static readonly Duration Patience = Duration.FromDays(60);
}
