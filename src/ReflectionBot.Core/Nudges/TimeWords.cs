using System.Globalization;
using NodaTime;

namespace ReflectionBot.Core.Nudges;

/// <summary>Reads a time of day the way people write one: 8:30, 08.30, 830, 8, 8am, 8:30 pm, 20h15.</summary>
public static class TimeWords
{
    public static bool TryParse(string text, out LocalTime time)
    {
        time = default;
        var compact = string.Concat(text.ToLowerInvariant().Where(c => !char.IsWhiteSpace(c)))
            .Replace("a.m.", "am", StringComparison.Ordinal)
            .Replace("p.m.", "pm", StringComparison.Ordinal)
            .TrimEnd('.');
        var afternoon = compact.EndsWith("pm", StringComparison.Ordinal);
        var morning = compact.EndsWith("am", StringComparison.Ordinal);
        if (afternoon || morning)
        {
            compact = compact[..^2];
        }

        if (!TryNumbers(compact.TrimEnd('h'), out var hour, out var minute)
            || minute > 59
            || hour > ((afternoon || morning) ? 12 : 24)
            || ((afternoon || morning) && hour == 0))
        {
            return false;
        }

        if (afternoon || morning)
        {
            hour = (hour % 12) + (afternoon ? 12 : 0);
        }

        if (hour == 24)
        {
            if (minute != 0)
            {
                return false;
            }

            hour = 0;
        }

        time = new LocalTime(hour, minute);
        return true;
    }

    /// <summary>Reads two times with a dash, "to" or "-" between: 22:00-7:00.</summary>
    public static bool TryParseSpan(string text, out HoursOfDay hours)
    {
        hours = new HoursOfDay(LocalTime.Midnight, LocalTime.Midnight);
        foreach (var between in (ReadOnlySpan<string>)["–", "—", "-", " to ", " a ", " until ", " hasta "])
        {
            if (text.Split(between) is [var from, var until] && TryParse(from.Trim(), out var first) && TryParse(until.Trim(), out var last))
            {
                hours = new HoursOfDay(first, last);
                return true;
            }
        }

        return false;
    }

    private static bool TryNumbers(string text, out int hour, out int minute)
    {
        hour = 0;
        minute = 0;
        var parts = text.Split(':', '.', 'h');
        if (parts is [var h, var m])
        {
            return TryNumber(m, 2, out minute) && m.Length == 2 && TryNumber(h, 2, out hour);
        }

        if (text.Length is 3 or 4 && text.All(char.IsAsciiDigit))
        {
            return TryNumber(text[^2..], 2, out minute) && TryNumber(text[..^2], 2, out hour);
        }

        return TryNumber(text, 2, out hour);
    }

    private static bool TryNumber(string text, int longest, out int number)
    {
        number = 0;
        return text.Length <= longest && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
