using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Nudges;

/// <summary>Plans, hours and zones as a person reads them.</summary>
internal static class NudgeText
{
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
        "nudge.plan",
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

    private static string DayName(TurnContext turn, IsoDayOfWeek day) =>
        CultureInfo.GetCultureInfo(turn.Conversation.Language).DateTimeFormat.GetAbbreviatedDayName((DayOfWeek)((int)day % 7));
}
