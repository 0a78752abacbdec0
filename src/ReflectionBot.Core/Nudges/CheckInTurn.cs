using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Nudges;

/// <summary>The check-in: a short Run of its own flow, whose two taps are remembered as a small calendar.</summary>
internal static class CheckInTurn
{
    public const string FlowId = "check-in";

    private const string Weather = "weather";
    private const string Closeness = "closeness";
    private const int DaysShown = 7;

    public static void Begin(TurnContext turn)
    {
        if (!turn.Pack.Flows.ContainsKey(FlowId))
        {
            turn.SayMessage("command.unknown");
            return;
        }

        Look(turn);
        RunTurn.Begin(turn, FlowId);
    }

    /// <summary>Remembers a finished check-in; one a day, the latest.</summary>
    public static void Note(TurnContext turn, Run run)
    {
        if (run.Frames[0].FlowId != FlowId || Key(run, Weather) is not { } weather)
        {
            return;
        }

        var zone = turn.Conversation.Nudges.FirstOrDefault()?.Zone;
        var today = turn.Now.InZone(zone is null ? DateTimeZone.Utc : NudgePlan.ZoneOf(zone)).Date;
        turn.Change(c => c with
        {
            CheckIns = [.. c.CheckIns.RemoveAll(note => note.Date == today).Add(new CheckInNote(today, weather, Key(run, Closeness) ?? "")).TakeLast(CheckInNote.MaxRemembered)],
        });
    }

    /// <summary>The last ones in words. Days without one are not there: nothing is missing.</summary>
    private static void Look(TurnContext turn)
    {
        if (turn.Conversation.CheckIns.IsEmpty || !turn.Pack.Flows.TryGetValue(FlowId, out var flow))
        {
            return;
        }

        var lines = turn.Conversation.CheckIns
            .TakeLast(DaysShown)
            .Select(note => $"{NudgeText.Day(note.Date)}: {Label(turn, flow, Weather, note.Weather)}{(note.Closeness.Length == 0 ? "" : ", " + Label(turn, flow, Closeness, note.Closeness))}");
        turn.SayMessage("nudge.past");
        turn.Say(string.Join('\n', lines));
        turn.Flush();
    }

    private static string? Key(Run run, string stepId) => run.Answers.FirstOrDefault(a => a.FlowId == FlowId && a.StepId == stepId)?.Keys is [var key, ..] ? key : null;

    private static string Label(TurnContext turn, Flow flow, string stepId, string key) =>
        flow.Steps.TryGetValue(stepId, out var step) && step.Options().FirstOrDefault(o => o.Key == key) is { } option
            ? option.Label.In(turn.Conversation.Language)
            : key;
}
