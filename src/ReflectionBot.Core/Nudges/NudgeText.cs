using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Nudges;

/// <summary>Plans, hours and zones as a person reads them.</summary>
internal static class NudgeText
{
    /// <summary>Shorter words join days: "y", "o". So does "and".</summary>
    private const int ShortestDay = 3;

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly OffsetPattern Offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm");
    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("yyyy-MM-dd");

    public static string Time(LocalTime time) => Clock.Format(time);

    public static string Span(HoursOfDay hours) => $"{Time(hours.From)}–{Time(hours.Until)}";

    public static string Day(LocalDate date) => Date.Format(date);

    /// <summary><c>Europe/Berlin (18:05, +01:00)</c>: the id, what the clock shows there now, and the offset.</summary>
    public static string Zone(string id, Instant now)
    {
        var there = now.InZone(NudgePlan.ZoneOf(id));
        return $"{id} ({Time(there.TimeOfDay)}, {Offset.Format(there.Offset)})";
    }

    public static string Moment(TurnContext turn, Instant at, string zone)
    {
        var there = at.InZone(NudgePlan.ZoneOf(zone));
        return $"{DayName(turn, there.DayOfWeek)} {Day(there.Date)}, {Time(there.TimeOfDay)}";
    }

    public static string Describe(TurnContext turn, NudgePlan plan) => turn.Text(
        plan.Kind == NudgeKind.TenMinutes ? "nudge.plan-ten" : "nudge.plan",
        ("kind", turn.Text(plan.Kind switch
        {
            NudgeKind.CheckIn => "nudge.kind-checkin",
            NudgeKind.TenMinutes => "nudge.kind-ten",
            _ => "nudge.kind-question",
        })),
        ("time", Time(plan.At)),
        ("days", Days(turn, plan.Days)),
        ("zone", plan.Zone),
        ("look", plan.Look == NudgeLook.Cover ? $"“{plan.CoverLine}”" : turn.Text("nudge.look-open")));

    public static string Days(TurnContext turn, Weekdays days) => days == Weekdays.EveryDay
        ? turn.Text("nudge.days-every")
        : string.Join(", ", Enumerable.Range(1, 7).Select(i => (IsoDayOfWeek)i).Where(day => days.Includes(day)).Select(day => DayName(turn, day)));

    /// <summary>Days as written in the person's language or in English, whole or shortened: "lun, mié", "mon and wed".</summary>
    public static bool TryDays(TurnContext turn, string text, out Weekdays days)
    {
        days = Weekdays.None;
        foreach (var word in CommandWords.Normalise(text).Split([' ', ',', '.', ';', '/', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            var day = Enumerable.Range(1, 7).FirstOrDefault(i => Names((IsoDayOfWeek)i, turn.Conversation.Language).Any(name => word.Length >= ShortestDay && name.StartsWith(word, StringComparison.Ordinal)));
            if (day > 0)
            {
                days |= (Weekdays)(1 << (day - 1));
            }
            else if (word.Length >= ShortestDay && word != "and")
            {
                return false;
            }
        }

        return days != Weekdays.None;
    }

    private static IEnumerable<string> Names(IsoDayOfWeek day, string language) =>
        new[] { language, "en" }.Select(code => CommandWords.Normalise(CultureInfo.GetCultureInfo(code).DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7))));

    private static string DayName(TurnContext turn, IsoDayOfWeek day) =>
        CultureInfo.GetCultureInfo(turn.Conversation.Language).DateTimeFormat.GetAbbreviatedDayName((DayOfWeek)((int)day % 7));
}
