using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace ReflectionBot.Core.Groups;

/// <summary>Reads days off, one line each: <c>2026-12-24</c>, or two dates for a span of days.</summary>
internal static class HolidayWords
{
    /// <param name="text">As it was written.</param>
    /// <param name="holidays">In the order of the lines.</param>
    /// <param name="badLine">Number of the first line that is none, or one too many; from 1.</param>
    public static bool TryParse(string text, out ImmutableArray<Holiday> holidays, out int badLine)
    {
        var found = ImmutableArray.CreateBuilder<Holiday>();
        badLine = 0;
        foreach (var line in text.Split('\n'))
        {
            badLine++;
            if (line.Trim().Length == 0)
            {
                continue;
            }

            if (found.Count == Programme.MaxHolidays || Read(line) is not { } holiday)
            {
                holidays = [];
                return false;
            }

            found.Add(holiday);
        }

        holidays = found.ToImmutable();
        return !holidays.IsEmpty;
    }

    private static Holiday? Read(string line)
    {
        var dates = line.Split([' ', '\t', ',', '–', '/', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("-" or "to" or "a" or "until" or "hasta"))
            .Select(LocalDatePattern.Iso.Parse).ToList();
        if (dates.Count is 0 or > 2 || dates.Exists(date => !date.Success))
        {
            return null;
        }

        var (from, until) = (dates[0].Value, dates[^1].Value);
        return from <= until && Period.DaysBetween(from, until) <= Programme.LongestHoliday ? new Holiday(from, until) : null;
    }
}
