using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Groups;

/// <summary>Each part of a programme: how it is asked for, read and shown.</summary>
internal static class ProgrammeParts
{
    public const string Time = "time";

    /// <summary>Behind a programme's number: it is being made, and the parts it cannot do without are asked one after the other.</summary>
    public const string InTurn = "+";

    private const string Zone = "zone";
    private const string Days = "days";
    private const string None = "none";

    private static readonly ImmutableArray<string> Times = ["08:00", "12:30", "18:00", "20:30"];
    private static readonly ImmutableArray<int> Windows = [30, 120, 360];

    /// <summary>The parts that can be changed, in the order of their buttons.</summary>
    public static IEnumerable<string> Of(TurnContext turn, Programme programme, RoundPlan plan)
    {
        var roles = turn.Scene(plan.Group).Group.Roles;
        return
        [
            Time, Days, Zone, "kind", "theme", "open", "window", "holidays",
            .. roles.IsEmpty && programme.Mention is null ? [] : (string[])["role"],
            .. plan.Thread is null && programme.Thread is null ? [] : (string[])["place"],
        ];
    }

    public static void Ask(TurnContext turn, RoundPlan plan, string part)
    {
        var at = plan with { Stage = $"programme-{part}" };
        ImmutableArray<Option> options = part switch
        {
            Time => [.. Times.Select(time => new Option(time.Replace(':', '-'), time))],
            Days => [new Option("127", turn.Text("nudge.days-every")), new Option("31", turn.Text("nudge.days-week")), new Option("96", turn.Text("nudge.days-weekend"))],
            Zone => Zones(turn, turn.Scene(plan.Group).Group.Programmes.Select(programme => programme.Zone).Concat(turn.Conversation.Nudges.Select(nudge => nudge.Zone)).Distinct()),
            "kind" => [.. Enum.GetValues<RoundKind>().Select(kind => new Option($"{kind}", turn.Text($"programme.kind-{ProgrammeTalk.KindName(kind)}")))],
            "theme" =>
            [
                new Option(None, ThemeText(turn, null)),
                new Option(Programme.OwnQuestions, ThemeText(turn, Programme.OwnQuestions)),
                .. DeskTalk.Themes(turn).Take(Reply.MaxOptions - 3).Select(theme => new Option(theme, DeskTalk.ThemeName(theme))),
            ],
            "open" => [.. RoundTalk.Minutes.Select(minutes => new Option($"{minutes}", OpenText(turn, minutes)))],
            "window" => [.. Windows.Select(minutes => new Option($"{minutes}", WindowText(turn, minutes)))],
            "holidays" => [new Option(None, turn.Text("programme.no-holidays"))],
            "role" => [.. turn.Scene(plan.Group).Group.Roles.Select((role, i) => new Option($"{i}", role.Name)), new Option(None, turn.Text("programme.no-role"))],
            _ => [new Option("main", turn.Text("programme.place-main")), .. plan.Thread is null ? [] : (Option[])[new Option("here", turn.Text("programme.place-here"))]],
        };
        DeskTalk.Ask(turn, at, turn.Text($"programme.ask-{part}", ("max", $"{Programme.MaxHolidays}")), options, takesText: part is Time or Days or Zone or "holidays");
    }

    public static void Chose(TurnContext turn, RoundPlan plan, Question open, string key)
    {
        if (Find(turn, plan) is not { } programme)
        {
            ProgrammeTalk.List(turn, plan);
            return;
        }

        var roles = turn.Scene(plan.Group).Group.Roles;
        switch (PartOf(plan))
        {
            case Time:
                Wrote(turn, plan, key.Replace('-', ':'));
                break;
            case Days:
                Take(turn, plan, programme with { Days = (Weekdays)DeskTalk.Number(key) });
                break;
            case Zone:
                Take(turn, plan, programme with { Zone = open.Choices.First(choice => choice.Key == key).Label.Split(" (")[0] });
                break;
            case "kind":
                Take(turn, plan, programme with { Kind = Enum.Parse<RoundKind>(key) });
                break;
            case "theme":
                Take(turn, plan, programme with { Theme = key == None ? null : key });
                break;
            case "open":
                Take(turn, plan, programme with { OpenMinutes = DeskTalk.Number(key) });
                break;
            case "window":
                Take(turn, plan, programme with { WindowMinutes = DeskTalk.Number(key) });
                break;
            case "holidays":
                Take(turn, plan, programme with { Holidays = [] });
                break;
            case "role":
                Take(turn, plan, programme with { Mention = key == None ? null : roles.ElementAtOrDefault(DeskTalk.Number(key)) });
                break;
            default:
                Take(turn, plan, programme with { Thread = key == "here" ? plan.Thread : null });
                break;
        }
    }

    public static void Wrote(TurnContext turn, RoundPlan plan, string text)
    {
        if (Find(turn, plan) is not { } programme)
        {
            ProgrammeTalk.List(turn, plan);
            return;
        }

        switch (PartOf(plan))
        {
            case Time when TimeWords.TryParse(text, out var time):
                Take(turn, plan, programme with { At = time });
                break;
            case Days when NudgeText.TryDays(turn, text, out var days):
                Take(turn, plan, programme with { Days = days });
                break;
            case Zone when ZoneSearch.Find(text) is { IsEmpty: false } matches:
                DeskTalk.Ask(turn, plan, turn.Text("nudge.zone-which"), Zones(turn, matches.Select(match => match.Id)), takesText: true);
                break;
            case "holidays":
                TookHolidays(turn, plan, programme, text);
                break;
            case var part:
                turn.SayMessage(part switch { Time => "nudge.time-unclear", Zone => "nudge.zone-unknown", _ => "choose.unclear" });
                Ask(turn, plan, part);
                break;
        }
    }

    public static string ThemeText(TurnContext turn, string? theme) => theme switch
    {
        null => turn.Text("programme.theme-any"),
        Programme.OwnQuestions => turn.Text("programme.theme-own"),
        _ => turn.Text("programme.theme-one", ("theme", DeskTalk.ThemeName(theme))),
    };

    public static string OpenText(TurnContext turn, int minutes) => RoundTalk.Minutes.IndexOf(minutes) is >= 0 and var i ? turn.Text($"round.time-{i}") : $"{minutes} min";

    public static string WindowText(TurnContext turn, int minutes) => Windows.IndexOf(minutes) is >= 0 and var i ? turn.Text($"programme.window-{i}") : $"{minutes} min";

    public static string HolidaysText(ImmutableArray<Holiday> holidays) => holidays.IsEmpty
        ? "–"
        : string.Join(", ", holidays.Select(holiday => holiday.From == holiday.Until ? NudgeText.Day(holiday.From) : $"{NudgeText.Day(holiday.From)}–{NudgeText.Day(holiday.Until)}"));

    private static void TookHolidays(TurnContext turn, RoundPlan plan, Programme programme, string text)
    {
        if (HolidayWords.TryParse(text, out var holidays, out var badLine))
        {
            Take(turn, plan, programme with { Holidays = holidays });
            return;
        }

        turn.SayMessage("programme.holiday-bad", ("line", $"{badLine}"));
        Ask(turn, plan, "holidays");
    }

    private static void Take(TurnContext turn, RoundPlan plan, Programme programme)
    {
        ProgrammeRules.Change(turn.Scene(plan.Group), turn.Conversation.Address, programme);
        var next = PartOf(plan) switch { Time => Zone, Zone => Days, _ => null };
        if (next is not null && plan.Detail.EndsWith(InTurn, StringComparison.Ordinal))
        {
            Ask(turn, plan, next);
        }
        else
        {
            ProgrammeTalk.Show(turn, plan, programme.Number);
        }
    }

    private static Programme? Find(TurnContext turn, RoundPlan plan) =>
        ProgrammeRules.Find(turn.Scene(plan.Group), DeskTalk.Number(plan.Detail.Replace(InTurn, "", StringComparison.Ordinal)));

    private static string PartOf(RoundPlan plan) => plan.Stage["programme-".Length..];

    private static ImmutableArray<Option> Zones(TurnContext turn, IEnumerable<string> ids) =>
        [.. ids.Take(ZoneSearch.MaxMatches).Select((id, i) => new Option($"z{i.ToString(CultureInfo.InvariantCulture)}", NudgeText.Zone(id, turn.Now)))];
}
