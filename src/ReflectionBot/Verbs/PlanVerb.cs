using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Hosting;

namespace ReflectionBot.Verbs;

/// <summary><c>plan</c>: prints the next nudges of a wish, so that anybody can see what a change of clocks does.</summary>
public static class PlanVerb
{
    private const int MostNudges = 10_000;

    private static readonly OffsetDateTimePattern Moment = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<m>");

    public static Command Create()
    {
        var zone = new Option<DateTimeZone>("--zone")
        {
            Description = "IANA time zone, such as Europe/Berlin",
            Required = true,
            HelpName = "Z",
            CustomParser = ParseZone,
        };
        var at = new Option<LocalTime>("--at")
        {
            Description = "Local time, such as 19:30",
            Required = true,
            HelpName = "HH:MM",
            CustomParser = result => Parsed(result, LocalTimePattern.CreateWithInvariantCulture("H:mm"), "a local time such as 19:30"),
        };
        var days = new Option<Weekdays>("--days")
        {
            Description = "Days of the week, such as mon,tue",
            DefaultValueFactory = _ => Weekdays.EveryDay,
            HelpName = "mon,tue",
            CustomParser = ParseDays,
            AllowMultipleArgumentsPerToken = false,
        };
        var from = new Option<LocalDate?>("--from")
        {
            Description = "First local date to look at; from now on when left out",
            HelpName = "YYYY-MM-DD",
            CustomParser = result => Parsed(result, LocalDatePattern.Iso, "a date such as 2027-03-28"),
        };
        var count = new Option<int>("--count")
        {
            Description = "How many",
            DefaultValueFactory = _ => 10,
            HelpName = "N",
            CustomParser = ParseCount,
        };

        var verb = new Command("plan", "Prints the next nudges, one ISO instant with its offset a line. In an hour that the zone skips a nudge comes at the first moment after it; in the hour that repeats, once, the first time.")
        {
            zone, at, days, from, count,
        };
        verb.SetAction(parsed =>
        {
            var schedule = new NudgeSchedule(parsed.GetRequiredValue(zone), parsed.GetValue(at), parsed.GetValue(days));
            foreach (var occurrence in Next(schedule, parsed.GetValue(from)).Take(parsed.GetValue(count)))
            {
                parsed.InvocationConfiguration.Output.WriteLine(Moment.Format(occurrence.At.ToOffsetDateTime()));
            }

            return ExitCodes.Done;
        });
        return verb;
    }

    private static IEnumerable<NudgeOccurrence> Next(NudgeSchedule schedule, LocalDate? from)
    {
        if (from is { } date)
        {
            return schedule.From(date);
        }

        var now = SystemClock.Instance.GetCurrentInstant();
        return schedule.From(now.InZone(schedule.Zone).Date.PlusDays(-1)).Where(occurrence => occurrence.At.ToInstant() > now);
    }

    private static DateTimeZone ParseZone(ArgumentResult result)
    {
        var id = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        if (DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(known => known.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } exact)
        {
            return DateTimeZoneProviders.Tzdb[exact];
        }

        var meant = Suggestion.For(id, DateTimeZoneProviders.Tzdb.Ids);
        result.AddError($"--zone: '{id}' is not an IANA time zone{(meant is null ? ", such as Europe/Berlin." : $"; did you mean {meant}?")}");
        return DateTimeZone.Utc;
    }

    private static Weekdays ParseDays(ArgumentResult result)
    {
        if (!WeekdaysText.TryParse(string.Join(',', result.Tokens.Select(token => token.Value)), out var days))
        {
            result.AddError($"--days: must be days such as mon,tue (of {string.Join(", ", WeekdaysText.ShortNames)}).");
        }

        return days;
    }

    private static int ParseCount(ArgumentResult result)
    {
        if (!int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostNudges)
        {
            result.AddError($"--count: must be a whole number from 1 to {MostNudges}.");
        }

        return count;
    }

    private static T Parsed<T>(ArgumentResult result, IPattern<T> pattern, string rule)
    {
        var text = result.Tokens[^1].Value;
        var parsed = pattern.Parse(text);
        if (parsed.Success)
        {
            return parsed.Value;
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: must be {rule}; given \"{text}\".");
        return default!;
    }
}
