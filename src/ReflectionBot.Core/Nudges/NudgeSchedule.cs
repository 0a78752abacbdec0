using NodaTime;
using NodaTime.TimeZones;

namespace ReflectionBot.Core.Nudges;

/// <summary>One planned nudge: the local date it belongs to, which names it for ever, and the moment it comes.</summary>
/// <param name="Date">At most one occurrence exists per date.</param>
public readonly record struct NudgeOccurrence(LocalDate Date, ZonedDateTime At);

/// <summary>
/// Turns "at this local time on these days in this zone" into moments. Nothing is remembered between two
/// questions: the next moment is computed anew each time, so a changed zone rule or a changed wish simply holds.
/// </summary>
/// <remarks>
/// In an hour that the zone skips, the nudge comes at the first moment after the gap; in an hour that repeats, once,
/// the first time. A date that a zone leaves out altogether (Samoa's 30 December 2011) has no occurrence.
/// </remarks>
public sealed record NudgeSchedule(DateTimeZone Zone, LocalTime At, Weekdays Days)
{
    private static readonly ZoneLocalMappingResolver FirstMomentThatExists =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The instant of a local date and time: the first moment after it where the zone skips it, the first of two where it repeats.</summary>
    public static Instant FirstMoment(LocalDateTime local, DateTimeZone zone) => zone.ResolveLocal(local, FirstMomentThatExists).ToInstant();

    /// <summary>The occurrence of one date, or null when the day is not wanted or does not exist in the zone.</summary>
    public NudgeOccurrence? On(LocalDate date)
    {
        if (!Days.Includes(date.DayOfWeek) || IsLeftOut(date))
        {
            return null;
        }

        return new NudgeOccurrence(date, Zone.ResolveLocal(date + At, FirstMomentThatExists));
    }

    /// <summary>All occurrences from <paramref name="date"/> on, in order; without an end unless no day is wanted.</summary>
    public IEnumerable<NudgeOccurrence> From(LocalDate date)
    {
        var day = date;
        while (Days != Weekdays.None)
        {
            if (On(day) is { } occurrence)
            {
                yield return occurrence;
            }

            day = day.PlusDays(1);
        }
    }

    /// <summary>The first occurrence from <paramref name="date"/> on, with how late it may come; null when no day is wanted.</summary>
    /// <param name="date">Dates before it are decided.</param>
    /// <param name="window">How late it may come.</param>
    /// <param name="leftOut">Dates that have none.</param>
    public NudgeDue? DueFrom(LocalDate date, Duration window, Func<LocalDate, bool>? leftOut = null)
    {
        foreach (var occurrence in From(date))
        {
            if (leftOut?.Invoke(occurrence.Date) is not true)
            {
                var at = occurrence.At.ToInstant();
                return new NudgeDue(occurrence.Date, at, at + window);
            }
        }

        return null;
    }

    /// <summary>The last date that counts as decided when a plan begins at <paramref name="now"/>: the next occurrence to come is its first.</summary>
    public LocalDate DecidedAt(Instant now) => After(now) is { } first ? first.Date.PlusDays(-1) : now.InZone(Zone).Date;

    /// <summary>The first occurrence later than <paramref name="now"/>, or null when no day is wanted.</summary>
    public NudgeOccurrence? After(Instant now)
    {
        // A day earlier than today: where midnight is skipped, yesterday's late nudge comes today.
        foreach (var occurrence in From(now.InZone(Zone).Date.PlusDays(-1)))
        {
            if (occurrence.At.ToInstant() > now)
            {
                return occurrence;
            }
        }

        return null;
    }

    private bool IsLeftOut(LocalDate date)
    {
        var midnight = Zone.MapLocal(date.AtMidnight());
        return midnight.Count == 0
            && midnight.LateInterval.Start.InZone(Zone).LocalDateTime >= date.PlusDays(1).AtMidnight();
    }
}
