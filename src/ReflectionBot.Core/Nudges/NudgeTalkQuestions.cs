using System.Collections.Immutable;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Nudges;

/// <summary>The questions of the opt-in talk; <see cref="NudgeTalkTurn"/> takes the answers.</summary>
internal static class NudgeTalkQuestions
{
    public const string What = "what";
    public const string Theme = "theme";
    public const string Time = "time";
    public const string DaysOf = "days";
    public const string Zone = "zone";
    public const string Look = "look";
    public const string CoverLine = "cover";
    public const string Confirm = "confirm";
    public const string Cancel = "cancel";

    private static readonly ImmutableArray<string> Times = ["08:00", "12:30", "18:00", "20:30"];

    /// <summary>Asks for one part of the plan.</summary>
    public static void Pose(TurnContext turn, string part)
    {
        switch (part)
        {
            case What:
                turn.Ask(
                    Desk.NudgeTalk,
                    What,
                    turn.Text("nudge.what"),
                    [new Option("question", turn.Text("nudge.kind-question")), new Option("checkin", turn.Text("nudge.kind-checkin")), .. CancelOption(turn)]);
                break;
            case Theme:
                turn.Ask(Desk.NudgeTalk, Theme, turn.Text("nudge.theme"), [.. Themes(turn), .. CancelOption(turn)]);
                break;
            case Time:
                turn.Ask(Desk.NudgeTalk, Time, turn.Text("nudge.time"), [.. Times.Select(time => new Option(time.Replace(':', '-'), time)), .. CancelOption(turn)], takesText: true);
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
                turn.Ask(Desk.NudgeTalk, CoverLine, turn.Text("nudge.cover"), [.. Enumerable.Range(1, 3).Select(i => new Option($"c{i}", turn.Text($"nudge.cover-{i}"))), .. CancelOption(turn)], takesText: true);
                break;
            default:
                AskConfirm(turn);
                break;
        }
    }

    /// <summary>Which of the zones that fit what was typed; never guessed.</summary>
    public static void OfferZones(TurnContext turn, string text)
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

    private static IEnumerable<Option> Themes(TurnContext turn) =>
    [
        new Option("any", turn.Text("nudge.theme-any")),
        new Option("A", turn.Text("nudge.theme-a")),
        new Option("B", turn.Text("nudge.theme-b")),
        new Option("C", turn.Text("nudge.theme-c")),
    ];

    private static ImmutableArray<Option> CancelOption(TurnContext turn) => [new Option(Cancel, turn.Text("button.cancel"), OptionLook.Quiet)];
}
