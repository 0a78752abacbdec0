using System.Collections.Immutable;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>Commands that are given in a group.</summary>
public static class GroupCommands
{
    public const string Round = "round";

    public static readonly ImmutableArray<string> All = [Round];

    /// <summary>Those that only moderators may give: a platform shows them to nobody else where it can.</summary>
    public static readonly ImmutableArray<string> OfModerators = [Round];
}

/// <summary>Where a moderator's talk stands: what a question of it keeps as its subject.</summary>
/// <param name="Stage">Which question it is.</param>
/// <param name="Detail">Theme, minutes, or number of a Round, as the stage wants it.</param>
internal sealed record RoundPlan(string Stage, Address Group, RoundKind Kind = RoundKind.Voices, string Detail = "")
{
    private const string Nowhere = "-";

    /// <summary>Where in the group the command was given.</summary>
    public string? Thread { get; init; }

    public string Subject => $"{Stage} {Group} {Thread ?? Nowhere} {Kind} {Detail}";

    /// <exception cref="FormatException">Not a subject of ours: a bug.</exception>
    public static RoundPlan Parse(string subject) => subject.Split(' ', 5) switch
    {
        [var stage, var group, var thread, var kind, var detail] => new RoundPlan(stage, Address.Parse(group), Enum.Parse<RoundKind>(kind), detail)
        {
            Thread = thread == Nowhere ? null : thread,
        },
        _ => throw new FormatException("A plan of a round has five parts."),
    };
}
