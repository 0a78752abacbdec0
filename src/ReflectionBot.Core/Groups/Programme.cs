using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Groups;

/// <summary>A group's schedule of Rounds, by the same rules of time as a <see cref="NudgePlan"/>: when the next one comes is computed anew each time.</summary>
/// <param name="Number">Unique within the group, ascending.</param>
/// <param name="Zone">IANA id known to the tz database in use.</param>
public sealed record Programme(int Number, string Zone, LocalTime At, Weekdays Days)
{
    /// <summary>Programmes one group can have.</summary>
    public const int Max = 5;

    /// <summary>Spans of holidays one programme can have.</summary>
    public const int MaxHolidays = 40;

    /// <summary>The longest span of holidays, in days.</summary>
    public const int LongestHoliday = 366;

    /// <summary>Theme that stands for the group's own questions alone.</summary>
    public const string OwnQuestions = "~own";

    public RoundKind Kind { get; init; }

    /// <summary>How long each Round is open.</summary>
    public int OpenMinutes { get; init; } = 24 * 60;

    /// <summary>How late a Round may be opened; later it is dropped and counted.</summary>
    public int WindowMinutes { get; init; } = 120;

    /// <summary>Theme of the questions, <see cref="OwnQuestions"/>, or null for any.</summary>
    public string? Theme { get; init; }

    /// <summary>Days without a Round, in the programme's zone.</summary>
    public ImmutableArray<Holiday> Holidays { get; init; } = [];

    /// <summary>Mentioned with each Round.</summary>
    public GroupRole? Mention { get; init; }

    /// <summary>The thread or topic its Rounds are posted in; null for the main room.</summary>
    public string? Thread { get; init; }

    /// <summary>It opens Rounds.</summary>
    public bool IsOn { get; init; }

    /// <summary>The last local date that was decided: opened, dropped or skipped. It is never decided again, whatever the clock does.</summary>
    public required LocalDate Handled { get; init; }

    /// <summary>The Round to decide next, or null when none will come.</summary>
    public NudgeDue? Next => IsOn ? Schedule.DueFrom(Handled.PlusDays(1), Duration.FromMinutes(WindowMinutes), IsHoliday) : null;

    /// <summary>The schedule in the zone as the tz database knows it today; a zone it no longer knows counts as UTC.</summary>
    public NudgeSchedule Schedule => new(NudgePlan.ZoneOf(Zone), At, Days);

    /// <summary>This programme as if it were made at <paramref name="now"/>: the first Round is the next one to come.</summary>
    public Programme StartingAt(Instant now) => this with { Handled = Schedule.DecidedAt(now) };

    private bool IsHoliday(LocalDate date) => Holidays.Any(holiday => holiday.From <= date && date <= holiday.Until);
}

/// <summary>Both days belong to it.</summary>
public sealed record Holiday(LocalDate From, LocalDate Until);
