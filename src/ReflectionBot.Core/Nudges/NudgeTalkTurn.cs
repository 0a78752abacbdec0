using System.Globalization;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using static ReflectionBot.Core.Nudges.NudgeTalkQuestions;

namespace ReflectionBot.Core.Nudges;

/// <summary>Opting in: takes what was answered to <see cref="NudgeTalkQuestions"/>; nothing counts before the last yes.</summary>
internal static class NudgeTalkTurn
{
    /// <summary>Version of the words agreed to under <c>nudge.confirm</c>.</summary>
    public const string Wording = "1";

    private const int MaxCoverLine = 80;

    public static void Begin(TurnContext turn)
    {
        if (IsFull(turn))
        {
            SayFull(turn);
            NudgeListTurn.Show(turn);
            return;
        }

        Pose(turn, What);
    }

    /// <summary>The reminder a reflection offers: what it brings is settled already.</summary>
    public static void BeginTenMinutes(TurnContext turn)
    {
        if (IsFull(turn))
        {
            SayFull(turn);
            GoOn(turn);
            return;
        }

        Draft(turn, NudgeKind.TenMinutes);
        Pose(turn, Time);
    }

    public static void Edit(TurnContext turn, NudgePlan plan, string part)
    {
        turn.Change(c => c with { NudgeDraft = plan });
        Pose(turn, part);
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        if (key == Cancel)
        {
            turn.Change(c => c with { NudgeDraft = null });
            turn.SayMessage("nudge.cancelled");
            GoOn(turn);
            return;
        }

        if (open.Subject == What)
        {
            Draft(turn, key == "checkin" ? NudgeKind.CheckIn : NudgeKind.Question);
            Pose(turn, key == "checkin" ? Time : Theme);
            return;
        }

        if (turn.Conversation.NudgeDraft is not { } draft)
        {
            Begin(turn);
            return;
        }

        switch (open.Subject)
        {
            case Theme:
                Change(turn, draft with { Theme = key == "any" ? null : key }, Time);
                break;
            case Time:
                TookTime(turn, draft, key.Replace('-', ':'));
                break;
            case DaysOf:
                Change(turn, draft with { Days = (Weekdays)int.Parse(key, CultureInfo.InvariantCulture) }, Zone);
                break;
            case Zone:
                Change(turn, draft with { Zone = open.Choices.First(c => c.Key == key).Label.Split(" (")[0] }, draft.Kind == NudgeKind.TenMinutes ? Confirm : Look);
                break;
            case Look when key == "open":
                Change(turn, draft with { Look = NudgeLook.Open, CoverLine = null }, Confirm);
                break;
            case Look:
                Pose(turn, CoverLine);
                break;
            case CoverLine:
                Change(turn, draft with { Look = NudgeLook.Cover, CoverLine = open.Choices.First(c => c.Key == key).Label }, Confirm);
                break;
            default:
                Agree(turn, draft);
                break;
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        if (turn.Conversation.NudgeDraft is not { } draft)
        {
            Begin(turn);
            return;
        }

        switch (open.Subject)
        {
            case Time:
                TookTime(turn, draft, text);
                break;
            case Zone:
                OfferZones(turn, text);
                break;
            case CoverLine when text.Length <= MaxCoverLine && !text.Contains('\n', StringComparison.Ordinal):
                Change(turn, draft with { Look = NudgeLook.Cover, CoverLine = text }, Confirm);
                break;
            case DaysOf when NudgeText.TryDays(turn, text, out var days):
                Change(turn, draft with { Days = days }, Zone);
                break;
            default:
                turn.SayMessage(open.Subject == CoverLine ? "nudge.cover-long" : "choose.unclear", ("max", $"{MaxCoverLine}"));
                Pose(turn, open.Subject);
                break;
        }
    }

    /// <summary>Goes on to the next part of the talk; a plan that exists already goes straight to its confirmation.</summary>
    private static void Change(TurnContext turn, NudgePlan draft, string next)
    {
        turn.Change(c => c with { NudgeDraft = draft });
        Pose(turn, NudgeTurn.Current(turn, draft.Id) is null ? next : Confirm);
    }

    private static void TookTime(TurnContext turn, NudgePlan draft, string text)
    {
        if (!TimeWords.TryParse(text, out var time))
        {
            turn.SayMessage("nudge.time-unclear");
            Pose(turn, Time);
            return;
        }

        if (turn.Conversation.NudgePreferences.Quiet.Hold(time))
        {
            turn.SayMessage("nudge.time-quiet", ("quiet", NudgeText.Span(turn.Conversation.NudgePreferences.Quiet)));
        }

        Change(turn, draft with { At = time }, DaysOf);
    }

    private static void Agree(TurnContext turn, NudgePlan draft)
    {
        if (NudgeTurn.Current(turn, draft.Id) is null && IsFull(turn))
        {
            // There was room when the talk began.
            turn.Change(c => c with { NudgeDraft = null });
            SayFull(turn);
            GoOn(turn);
            return;
        }

        var plan = draft.StartingAt(turn.Now) with { Consent = new Consent(Wording, turn.Now) };
        turn.Change(c => c with
        {
            // Asking for a reminder is asking for something unprompted.
            Care = c.Care with { NothingUnprompted = false, QuietUntil = null },
            NudgeDraft = null,
            LastNudge = c.LastNudge + 1,
            Nudges = c.Nudges.Any(p => p.Id == plan.Id) ? [.. c.Nudges.Select(p => p.Id == plan.Id ? plan : p)] : c.Nudges.Add(plan),
        });
        turn.SayMessage("nudge.agreed");
        GoOn(turn);
    }

    /// <summary>Back to the reflection that offered the reminder, if there was one.</summary>
    private static void GoOn(TurnContext turn)
    {
        if (turn.Conversation.Run is not null)
        {
            StepTurn.Advance(turn);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Reminders, Commands.Help);
        }
    }

    private static bool IsFull(TurnContext turn) => turn.Conversation.Nudges.Length >= NudgePlan.MaxPlans;

    private static void SayFull(TurnContext turn) => turn.SayMessage("nudge.too-many", ("max", $"{NudgePlan.MaxPlans}"));

    private static void Draft(TurnContext turn, NudgeKind kind) => turn.Change(c => c with
    {
        NudgeDraft = new NudgePlan($"n{c.LastNudge + 1}", kind, LocalTime.Noon, Weekdays.EveryDay, "") { Handled = turn.Now.InUtc().Date },
    });
}
