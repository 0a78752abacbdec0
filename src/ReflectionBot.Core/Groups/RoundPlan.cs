using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>Commands that are given in a group.</summary>
public static class GroupCommands
{
    public const string Round = "round";
}

/// <summary>Where a moderator's talk stands: what a question of it keeps as its subject.</summary>
/// <param name="Stage">Which question it is.</param>
/// <param name="Detail">Theme, minutes, or number of a Round, as the stage wants it.</param>
internal sealed record RoundPlan(string Stage, Address Group, RoundKind Kind = RoundKind.Voices, string Detail = "")
{
    public string Subject => $"{Stage} {Group} {Kind} {Detail}";

    /// <exception cref="FormatException">Not a subject of ours: a bug.</exception>
    public static RoundPlan Parse(string subject) => subject.Split(' ', 4) switch
    {
        [var stage, var group, var kind, var detail] => new RoundPlan(stage, Address.Parse(group), Enum.Parse<RoundKind>(kind), detail),
        _ => throw new FormatException("A plan of a round has four parts."),
    };
}
