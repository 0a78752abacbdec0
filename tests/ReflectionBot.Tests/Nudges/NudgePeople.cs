using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Nudges;

/// <summary>People with a plan each, and a reckoning of theirs that uses nothing of the bot's.</summary>
internal static class NudgePeople
{
    /// <summary>With a time of day that the change of the clock meets where there is one.</summary>
    public static readonly (string Zone, LocalTime At)[] Zones =
    [
        ("Australia/Lord_Howe", new(2, 15)), ("America/Santiago", new(0, 0)), ("Africa/Cairo", new(0, 20)), ("Asia/Kathmandu", new(6, 45)), ("Pacific/Apia", new(23, 50)),
        ("Africa/Casablanca", new(2, 30)), ("Europe/Berlin", new(2, 30)), ("America/New_York", new(1, 30)), ("Pacific/Auckland", new(2, 0)), ("Etc/UTC", new(12, 30)),
    ];

    private static readonly HoursOfDay Never = new(LocalTime.Midnight, LocalTime.Midnight);

    /// <summary>Somebody whose first nudge is the next one to come, with no quiet hours.</summary>
    public static Conversation With(string name, LocalTime at, string zone = "Etc/UTC", Weekdays days = Weekdays.EveryDay, Instant? now = null) => new(Address.Of("local", name))
    {
        Consent = new Consent("1", now ?? ManualClock.Start),
        LanguageChosen = true,
        NudgePreferences = new NudgePreferences { Quiet = Never },
        Nudges = [new NudgePlan("n1", NudgeKind.CheckIn, at, days, zone) { Handled = new LocalDate(2000, 1, 1) }.StartingAt(now ?? ManualClock.Start)],
    };

    /// <summary>The first minute of that date whose local clock has reached the time, found by looking at the clock minute by minute.</summary>
    public static Instant ByHand(DateTimeZone zone, LocalDateTime wished)
    {
        // Three hours before by the offset of the day before: no zone moves its clock by more.
        var instant = wished.WithOffset(zone.GetUtcOffset((wished.InUtc() - Duration.FromDays(1)).ToInstant())).ToInstant() - Duration.FromHours(3);
        while (instant.InZone(zone).LocalDateTime < wished)
        {
            instant += Duration.FromMinutes(1);
        }

        return instant;
    }
}
