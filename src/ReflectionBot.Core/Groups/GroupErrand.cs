using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What somebody wanted of a group who had to be greeted first: taken up again after their yes.</summary>
internal sealed record GroupErrand(string Command, Address Group, string? Thread)
{
    private const string Mark = "/";

    /// <summary>Kept as the subject of the greeting. No id of a flow or a button begins like it.</summary>
    public static string Of(GroupCommandInput input) => $"{Mark}{input.Command} {input.Group} {input.Thread}";

    /// <returns>Null when the text is none.</returns>
    public static GroupErrand? Read(string text) =>
        text.StartsWith(Mark, StringComparison.Ordinal)
        && text[Mark.Length..].Split(' ', 3) is [var command, var local, var thread]
        && GroupCommands.All.Contains(command, StringComparer.Ordinal)
        && Address.TryParse(local, out var group)
            ? new GroupErrand(command, group, thread.Length > 0 ? thread : null)
            : null;

    public void TakeUp(TurnContext turn)
    {
        if (Command == GroupCommands.Suggest)
        {
            SuggestTurn.Begin(turn, Group, "");
        }
        else
        {
            RoundDeskTurn.Begin(turn, Group, Thread, role: null);
        }
    }
}
