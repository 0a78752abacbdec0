using System.Collections.Immutable;
using NodaTime;

namespace ReflectionBot.Core.Nudges;

/// <summary>What holds for all of a person's nudges. Hours are local to each plan's zone.</summary>
public sealed record NudgePreferences
{
    public const int MaxUnsafeHours = 10;
    public const int MaxTenderDates = 20;

    /// <summary>A nudge due in these hours waits until they end. At night by default.</summary>
    public HoursOfDay Quiet { get; init; } = new(new LocalTime(22, 0), new LocalTime(7, 0));

    /// <summary>Hours in which somebody else may hold the phone: nothing is sent, and what was due is dropped, not queued.</summary>
    public ImmutableArray<HoursOfDay> Unsafe { get; init; } = [];

    /// <summary>Dates on which nothing comes, every year.</summary>
    public ImmutableArray<AnnualDate> Tender { get; init; } = [];

    /// <summary>Nothing unprompted at all.</summary>
    public bool OnlyWhenIWriteFirst { get; init; }

    /// <summary>The first moment from <paramref name="at"/> on that is outside the quiet hours.</summary>
    public Instant AfterQuiet(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        if (!Quiet.Hold(local.TimeOfDay))
        {
            return at;
        }

        var date = Quiet.Until > local.TimeOfDay ? local.Date : local.Date.PlusDays(1);
        var end = NudgeSchedule.FirstMoment(date + Quiet.Until, zone);

        // Where the zone set its clock back in the meantime, the end may lie in the hours once more.
        return end > at ? end : at + Duration.FromHours(1);
    }

    public bool IsUnsafe(Instant at, DateTimeZone zone)
    {
        var time = at.InZone(zone).TimeOfDay;
        return Unsafe.Any(hours => hours.Hold(time));
    }

    public bool IsTender(LocalDate date) => Tender.Any(tender => tender.InYear(date.Year) == date);

    /// <summary>The last moment at which something sent at <paramref name="at"/> may still arrive: before quiet or unsafe hours begin.</summary>
    public Instant UsefulUntil(Instant at, DateTimeZone zone, Duration window)
    {
        var last = at + window;
        foreach (var hours in Unsafe.Add(Quiet).Where(hours => hours.From != hours.Until))
        {
            var local = at.InZone(zone);
            var date = hours.From > local.TimeOfDay ? local.Date : local.Date.PlusDays(1);
            last = Instant.Min(last, NudgeSchedule.FirstMoment(date + hours.From, zone));
        }

        return Instant.Max(last, at);
    }
}

/// <summary>A span of the day, possibly over midnight; from and until the same: never.</summary>
public sealed record HoursOfDay(LocalTime From, LocalTime Until)
{
    public bool Hold(LocalTime time) => From <= Until
        ? time >= From && time < Until
        : time >= From || time < Until;
}
