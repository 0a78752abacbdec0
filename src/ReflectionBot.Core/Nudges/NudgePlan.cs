using NodaTime;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Nudges;

/// <summary>What a nudge brings.</summary>
public enum NudgeKind
{
    /// <summary>One question to think about.</summary>
    Question,

    /// <summary>A check-in: the weather inside, closeness today.</summary>
    CheckIn,

    /// <summary>The ten minutes that were agreed on in a reflection.</summary>
    TenMinutes,
}

/// <summary>What shows on a lock screen.</summary>
public enum NudgeLook
{
    /// <summary>The question itself.</summary>
    Open,

    /// <summary>A bland line; the question comes after a tap.</summary>
    Cover,
}

/// <summary>
/// An invitation the person asked for: local time, days, zone. When it comes next is computed from this anew each
/// time, never stored.
/// </summary>
/// <param name="Id">Unique within the Conversation.</param>
/// <param name="Zone">IANA id known to the tz database in use.</param>
public sealed record NudgePlan(string Id, NudgeKind Kind, LocalTime At, Weekdays Days, string Zone)
{
    /// <summary>Plans one person can have.</summary>
    public const int MaxPlans = 5;

    /// <summary>Unanswered nudges after which the bot asks once whether to rest.</summary>
    public const int UnansweredBeforeRest = 3;

    /// <summary>How late a nudge may come; later it is dropped and counted.</summary>
    public static readonly Duration Window = Duration.FromHours(2);

    /// <summary>First letter of the themes the questions come from; null for any.</summary>
    public string? Theme { get; init; }

    public NudgeLook Look { get; init; }

    public string? CoverLine { get; init; }

    public Consent? Consent { get; init; }

    /// <summary>The last local date that was decided: sent, dropped or skipped. It is never decided again, whatever the clock does.</summary>
    public required LocalDate Handled { get; init; }

    /// <summary>Only one, on the first date that comes.</summary>
    public bool Once { get; init; }

    /// <summary>Nothing before this date.</summary>
    public LocalDate? PausedUntil { get; init; }

    /// <summary>The present occurrence was moved here: by the person, by quiet hours, or by a reflection under way.</summary>
    public Instant? MovedTo { get; init; }

    /// <summary>The local date the moved occurrence belongs to.</summary>
    public LocalDate? MovedDate { get; init; }

    /// <summary>The last moment at which the moved occurrence may still come.</summary>
    public Instant? MovedDeadline { get; init; }

    /// <summary>Nudges in a row that nothing was written after.</summary>
    public int Unanswered { get; init; }

    /// <summary>Rests in silence until the person wakes it.</summary>
    public bool Resting { get; init; }

    /// <summary>The occurrence to decide next, or null when none will come.</summary>
    public NudgeDue? Next
    {
        get
        {
            if (Resting)
            {
                return null;
            }

            if (MovedTo is { } moved && MovedDate is { } date)
            {
                return new NudgeDue(date, moved, MovedDeadline ?? moved + Window);
            }

            var from = Handled.PlusDays(1);
            if (PausedUntil is { } paused && paused > from)
            {
                from = paused;
            }

            return Schedule.DueFrom(from, Window);
        }
    }

    /// <summary>The schedule in the zone as the tz database knows it today; a zone it no longer knows counts as UTC.</summary>
    public NudgeSchedule Schedule => new(ZoneOf(Zone), At, Days);

    public static DateTimeZone ZoneOf(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;

    /// <summary>This plan as if it were made at <paramref name="now"/>: the first occurrence is the next one to come.</summary>
    public NudgePlan StartingAt(Instant now) => this with
    {
        Handled = Schedule.DecidedAt(now),
        MovedTo = null,
        MovedDate = null,
        MovedDeadline = null,
        Unanswered = 0,
        Resting = false,
    };

    /// <summary>The occurrence of that date is decided.</summary>
    public NudgePlan Deciding(LocalDate date) => this with
    {
        Handled = date > Handled ? date : Handled,
        MovedTo = null,
        MovedDate = null,
        MovedDeadline = null,
        PausedUntil = PausedUntil is { } until && until > date ? until : null,
    };

    /// <summary>The occurrence of that date comes at another moment; no other is touched.</summary>
    public NudgePlan Moving(LocalDate date, Instant to, Instant deadline) => this with { MovedTo = to, MovedDate = date, MovedDeadline = deadline };
}

/// <param name="Date">The local date it belongs to; with the plan's id the name of the occurrence.</param>
/// <param name="At">When it is due.</param>
/// <param name="Deadline">Later than this it is dropped.</param>
public sealed record NudgeDue(LocalDate Date, Instant At, Instant Deadline);
