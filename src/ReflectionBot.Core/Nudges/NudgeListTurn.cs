using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Nudges;

/// <summary>The person's plans: look at them, change, pause, skip, wake, delete.</summary>
internal static class NudgeListTurn
{
    private const string New = "~new";
    private const string Hours = "~hours";
    private const string WriteFirst = "~first";
    private const string Delete = "delete";
    private const string SkipNext = "skip";
    private const string Wake = "wake";

    private static readonly ImmutableArray<(string Key, int Days)> Pauses = [("pause-7", 7), ("pause-30", 30)];
    private static readonly ImmutableArray<string> Parts = ["time", "days", "zone", "look"];

    public static void Show(TurnContext turn)
    {
        var c = turn.Conversation;
        var lines = c.Nudges.Select(plan => $"• {WithState(turn, plan)}");
        turn.Ask(
            Desk.NudgeList,
            "",
            c.Nudges.IsEmpty ? turn.Text("nudge.none") : turn.Text("nudge.list") + "\n" + string.Join('\n', lines),
            [
                .. c.Nudges.Select(plan => new Option(plan.Id, turn.Text("nudge.change", ("time", NudgeText.Time(plan.At))))),
                new Option(New, turn.Text("nudge.new"), OptionLook.Primary),
                .. c is { Nudges.IsEmpty: true, NudgePreferences.Unsafe.IsEmpty: true } ? ImmutableArray<Option>.Empty : [new Option(Hours, turn.Text("nudge.hours"), OptionLook.Quiet)],
                new Option(WriteFirst, turn.Text(c.NudgePreferences.OnlyWhenIWriteFirst ? "nudge.first-off" : "nudge.first-on"), OptionLook.Quiet),
                .. c.Nudges.IsEmpty ? ImmutableArray<Option>.Empty : [new Option(NudgeTurn.Stop, turn.Text("nudge.stop"), OptionLook.Quiet)],
            ]);
    }

    public static void Chose(TurnContext turn, string key)
    {
        switch (key)
        {
            case New:
                NudgeTalkTurn.Begin(turn);
                break;
            case Hours:
                NudgeHoursTurn.Show(turn);
                break;
            case WriteFirst:
                turn.Change(c => c with { NudgePreferences = c.NudgePreferences with { OnlyWhenIWriteFirst = !c.NudgePreferences.OnlyWhenIWriteFirst } });
                turn.SayMessage(turn.Conversation.NudgePreferences.OnlyWhenIWriteFirst ? "nudge.first-is-on" : "nudge.first-is-off");
                Show(turn);
                break;
            case NudgeTurn.Stop:
                NudgeAnswerTurn.StopAll(turn);
                break;
            default:
                ShowPlan(turn, key);
                break;
        }
    }

    public static void ChoseForPlan(TurnContext turn, Question open, string key)
    {
        if (NudgeTurn.Current(turn, open.Subject) is not { } plan)
        {
            Show(turn);
            return;
        }

        if (Parts.Contains(key))
        {
            NudgeTalkTurn.Edit(turn, plan, key);
            return;
        }

        var today = turn.Now.InZone(NudgePlan.ZoneOf(plan.Zone)).Date;
        switch (key)
        {
            case Delete:
                NudgeTurn.Replace(turn, plan, null);
                turn.SayMessage("nudge.deleted");
                break;
            case Wake:
                NudgeTurn.Replace(turn, plan, (plan with { PausedUntil = null }).StartingAt(turn.Now));
                turn.SayMessage("nudge.goes-on");
                break;
            case SkipNext when plan.Next is { } next:
                NudgeTurn.Replace(turn, plan, plan.Deciding(next.Date));
                turn.SayMessage("nudge.skipped", ("day", NudgeText.Day(next.Date)));
                break;
            default:
                if (Pauses.FirstOrDefault(p => p.Key == key) is { Days: > 0 } pause)
                {
                    NudgeTurn.Replace(turn, plan, plan with { PausedUntil = today.PlusDays(pause.Days), MovedTo = null, MovedDate = null, MovedDeadline = null });
                    turn.SayMessage("nudge.paused", ("day", NudgeText.Day(today.PlusDays(pause.Days))));
                }

                break;
        }

        Show(turn);
    }

    private static void ShowPlan(TurnContext turn, string id)
    {
        if (NudgeTurn.Current(turn, id) is not { } plan)
        {
            Show(turn);
            return;
        }

        var asleep = plan.Resting || plan.PausedUntil is not null;
        turn.Ask(
            Desk.NudgePlan,
            plan.Id,
            WithState(turn, plan),
            [
                .. Parts.Select(part => new Option(part, turn.Text($"nudge.part-{part}"))),
                .. asleep ? [new Option(Wake, turn.Text("nudge.wake"))] : ImmutableArray<Option>.Empty,
                new Option(SkipNext, turn.Text("nudge.skip-next")),
                .. Pauses.Select(pause => new Option(pause.Key, turn.Text($"nudge.{pause.Key}"))),
                new Option(Delete, turn.Text("nudge.delete"), OptionLook.Quiet),
                turn.CommandOption(Commands.Reminders, OptionLook.Quiet),
            ]);
    }

    private static string WithState(TurnContext turn, NudgePlan plan) => $"{NudgeText.Describe(turn, plan)} {State(turn, plan)}".TrimEnd();

    private static string State(TurnContext turn, NudgePlan plan) => plan switch
    {
        { Resting: true } => turn.Text("nudge.is-resting"),
        { PausedUntil: { } until } => turn.Text("nudge.is-paused", ("day", NudgeText.Day(until))),
        { Next: { } next } => turn.Text("nudge.is-next", ("moment", NudgeText.Moment(turn, next.At, plan.Zone))),
        _ => "",
    };
}
