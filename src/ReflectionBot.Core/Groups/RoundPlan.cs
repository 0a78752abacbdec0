using System.Collections.Immutable;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>Commands that are given in a group.</summary>
public static class GroupCommands
{
    /// <summary>For moderators: everything about the group.</summary>
    public const string Round = "round";

    /// <summary>For everybody: a question for the group.</summary>
    public const string Suggest = "suggest";

    public static readonly ImmutableArray<string> All = [Round, Suggest];

    /// <summary>Those that only moderators may give: a platform shows them to nobody else where it can.</summary>
    public static readonly ImmutableArray<string> OfModerators = [Round];
}

/// <summary>Where a talk about a group stands: what a question of it keeps as its subject.</summary>
/// <param name="Stage">Which question it is; what stands before a hyphen names the talk.</param>
/// <param name="Detail">Theme, minutes, or number of a Round, as the stage wants it.</param>
internal sealed record RoundPlan(string Stage, Address Group, RoundKind Kind = RoundKind.Voices, string Detail = "")
{
    private const string MainRoom = "-";

    /// <summary>The thread or topic in which the talk was called for; null for the main room.</summary>
    public string? Thread { get; init; }

    public string Subject => $"{Stage} {Group} {Thread ?? MainRoom} {Kind} {Detail}";

    /// <exception cref="FormatException">Not a subject of ours: a bug.</exception>
    public static RoundPlan Parse(string subject) => subject.Split(' ', 5) switch
    {
        [var stage, var group, var place, var kind, var detail] =>
            new RoundPlan(stage, Address.Parse(group), Enum.Parse<RoundKind>(kind), detail) { Thread = place == MainRoom ? null : place },

        // As versions before this one wrote it.
        [var stage, var group, var kind, var detail] => new RoundPlan(stage, Address.Parse(group), Enum.Parse<RoundKind>(kind), detail),
        _ => throw new FormatException("A plan of a round has five parts."),
    };
}
