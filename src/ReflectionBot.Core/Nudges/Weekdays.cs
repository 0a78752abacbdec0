using System.Collections.Immutable;
using NodaTime;

namespace ReflectionBot.Core.Nudges;

/// <summary>The days of the week on which a nudge is wanted; never empty where one is planned.</summary>
[Flags]
public enum Weekdays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    EveryDay = 127,
}

/// <summary>Reads and asks <see cref="Weekdays"/>.</summary>
public static class WeekdaysText
{
    /// <summary>The short names in their order; they are what operators type and what is stored.</summary>
    public static readonly ImmutableArray<string> ShortNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static bool Includes(this Weekdays days, IsoDayOfWeek day) =>
        day != IsoDayOfWeek.None && ((int)days & (1 << ((int)day - 1))) != 0;

    /// <summary>Reads <c>mon,tue</c>, full names included; false when a part is no day or none is left.</summary>
    public static bool TryParse(string? text, out Weekdays days)
    {
        days = Weekdays.None;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var index = ShortNames.IndexOf(part.Length > 3 && IsFullName(part) ? part[..3].ToLowerInvariant() : part.ToLowerInvariant());
            if (index < 0)
            {
                return false;
            }

            days |= (Weekdays)(1 << index);
        }

        return days != Weekdays.None;
    }

    private static bool IsFullName(string part) =>
        Enum.TryParse<IsoDayOfWeek>(part, ignoreCase: true, out var day) && day != IsoDayOfWeek.None && !char.IsAsciiDigit(part[0]);
}
