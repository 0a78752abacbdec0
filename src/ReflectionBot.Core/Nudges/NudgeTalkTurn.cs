using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Nudges;

/// <summary>Opting in: what, when, which days, which zone, how it looks; nothing counts before the last yes.</summary>
internal static class NudgeTalkTurn
{
    /// <summary>Version of the words agreed to under <c>nudge.confirm</c>.</summary>
    public const string Wording = "1";

    private const string Time = "time";
    private const string DaysOf = "days";
    private const string Zone = "zone";
    private const string Look = "look";
    private const string CoverLine = "cover";
    private const string Confirm = "confirm";
    private const string Cancel = "cancel";
    private const int MaxCoverLine = 80;

    private static readonly ImmutableArray<string> Times = ["08:00", "12:30", "18:00", "20:30"];

    public static void Begin(TurnContext turn)
    {
        if (turn.Conversation.Nudges.Length >= NudgePlan.MaxPlans)
        {
            turn.SayMessage("nudge.too-many", ("max", $"{NudgePlan.MaxPlans}"));
            NudgeListTurn.Show(turn);
            return;
        }

        turn.Ask(
            Desk.NudgeTalk,
            "what",
            turn.Text("nudge.what"),
            [new Option("question", turn.Text("nudge.kind-question")), new Option("checkin", turn.Text("nudge.kind-checkin")), .. CancelOption(turn)]);
    }

    /// <summary>The reminder a reflection offers: what it brings is settled already.</summary>
    public static void BeginTenMinutes(TurnContext turn)
    {
        Draft(turn, NudgeKind.TenMinutes);
        AskTime(turn);
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

        if (open.Subject == "what")
        {
            Draft(turn, key == "checkin" ? NudgeKind.CheckIn : NudgeKind.Question);
            if (key == "checkin")
            {
                AskTime(turn);
            }
            else
            {
                turn.Ask(Desk.NudgeTalk, "theme", turn.Text("nudge.theme"), [.. Themes(turn), .. CancelOption(turn)]);
            }

            return;
        }

        if (turn.Conversation.NudgeDraft is not { } draft)
        {
            Begin(turn);
            return;
        }

        switch (open.Subject)
        {
            case "theme":
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
                AskCover(turn);
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

    private static void Pose(TurnContext turn, string part)
    {
        switch (part)
        {
            case Time:
                AskTime(turn);
                break;
            case DaysOf:
                turn.Ask(
                    Desk.NudgeTalk,
                    DaysOf,
                    turn.Text("nudge.days"),
                    [
                        new Option("127", turn.Text("nudge.days-every")),
                        new Option("31", turn.Text("nudge.days-week")),
                        new Option("96", turn.Text("nudge.days-weekend")),
                        new Option("64", turn.Text("nudge.days-sunday")),
                        .. CancelOption(turn),
                    ],
                    takesText: true);
                break;
            case Zone:
                turn.Ask(Desk.NudgeTalk, Zone, turn.Text("nudge.zone"), [.. ZoneOptions(turn, KnownZones(turn)), .. CancelOption(turn)], takesText: true);
                break;
            case Look:
                turn.Ask(Desk.NudgeTalk, Look, turn.Text("nudge.look"), [new Option("open", turn.Text("nudge.look-open")), new Option("cover", turn.Text("nudge.look-cover")), .. CancelOption(turn)]);
                break;
            case CoverLine:
                AskCover(turn);
                break;
            default:
                AskConfirm(turn);
                break;
        }
    }

    private static void AskTime(TurnContext turn) =>
        turn.Ask(Desk.NudgeTalk, Time, turn.Text("nudge.time"), [.. Times.Select(time => new Option(time.Replace(':', '-'), time)), .. CancelOption(turn)], takesText: true);

    private static void TookTime(TurnContext turn, NudgePlan draft, string text)
    {
        if (!TimeWords.TryParse(text, out var time))
        {
            turn.SayMessage("nudge.time-unclear");
            AskTime(turn);
            return;
        }

        if (turn.Conversation.NudgePreferences.Quiet.Hold(time))
        {
            turn.SayMessage("nudge.time-quiet", ("quiet", NudgeText.Span(turn.Conversation.NudgePreferences.Quiet)));
        }

        Change(turn, draft with { At = time }, DaysOf);
    }

    private static void OfferZones(TurnContext turn, string text)
    {
        var matches = ZoneSearch.Find(text);
        if (matches.IsEmpty)
        {
            turn.SayMessage("nudge.zone-unknown");
            Pose(turn, Zone);
            return;
        }

        turn.Ask(Desk.NudgeTalk, Zone, turn.Text("nudge.zone-which"), [.. ZoneOptions(turn, matches.Select(m => m.Id)), .. CancelOption(turn)], takesText: true);
    }

    private static IEnumerable<string> KnownZones(TurnContext turn) => turn.Conversation.Nudges.Select(plan => plan.Zone).Distinct();

    private static IEnumerable<Option> ZoneOptions(TurnContext turn, IEnumerable<string> ids) =>
        ids.Take(ZoneSearch.MaxMatches).Select((id, i) => new Option($"z{i}", NudgeText.Zone(id, turn.Now)));

    private static void AskCover(TurnContext turn) =>
        turn.Ask(Desk.NudgeTalk, CoverLine, turn.Text("nudge.cover"), [.. Enumerable.Range(1, 3).Select(i => new Option($"c{i}", turn.Text($"nudge.cover-{i}"))), .. CancelOption(turn)], takesText: true);

    private static void AskConfirm(TurnContext turn)
    {
        var draft = turn.Conversation.NudgeDraft!;
        var first = draft.StartingAt(turn.Now).Next;
        turn.Ask(
            Desk.NudgeTalk,
            Confirm,
            turn.Text(
                "nudge.confirm",
                ("plan", NudgeText.Describe(turn, draft)),
                ("first", first is { } due ? NudgeText.Moment(turn, due.At, draft.Zone) : "–")),
            [new Option("yes", turn.Text("nudge.confirm-yes"), OptionLook.Primary), .. CancelOption(turn)]);
    }

    private static void Agree(TurnContext turn, NudgePlan draft)
    {
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

    private static void Draft(TurnContext turn, NudgeKind kind) => turn.Change(c => c with
    {
        NudgeDraft = new NudgePlan($"n{c.LastNudge + 1}", kind, LocalTime.Noon, Weekdays.EveryDay, "") { Handled = turn.Now.InUtc().Date },
    });

    private static IEnumerable<Option> Themes(TurnContext turn) =>
    [
        new Option("any", turn.Text("nudge.theme-any")),
        new Option("A", turn.Text("nudge.theme-a")),
        new Option("B", turn.Text("nudge.theme-b")),
        new Option("C", turn.Text("nudge.theme-c")),
    ];

    private static ImmutableArray<Option> CancelOption(TurnContext turn) => [new Option(Cancel, turn.Text("button.cancel"), OptionLook.Quiet)];
}
