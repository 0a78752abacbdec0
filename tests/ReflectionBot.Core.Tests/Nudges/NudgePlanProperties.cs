using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Nudges;

/// <summary>All zones of the tz database, random plans, 2024 to 2030: walked wake-up by wake-up, and reckoned independently.</summary>
public sealed class NudgePlanProperties
{
    private static readonly Address Address = Address.Of("local", "ann");
    private static readonly DateTimeZone[] Zones = [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])];

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from zone in Gen.Elements(Zones)
        from minute in Gen.Choose(0, (24 * 60) - 1)
        from days in Gen.Choose(1, 127)
        from start in Gen.Choose(0, 6 * 365)
        from quietFrom in Gen.Choose(0, 23)
        from quietHours in Gen.Choose(0, 10)
        from unsafeFrom in Gen.Choose(0, 23)
        from unsafeHours in Gen.Choose(0, 3)
        select new Case(
            zone,
            LocalTime.FromMinutesSinceMidnight(minute),
            (Weekdays)days,
            new LocalDate(2024, 1, 1).PlusDays(start),
            new HoursOfDay(new LocalTime(quietFrom, 0), new LocalTime((quietFrom + quietHours) % 24, 0)),
            new HoursOfDay(new LocalTime(unsafeFrom, 0), new LocalTime((unsafeFrom + unsafeHours) % 24, 0))));

    [Fact]
    public void Without_hours_set_there_is_exactly_one_nudge_on_every_chosen_day_and_it_is_the_first_moment_reckoned_by_hand() =>
        Prop.ForAll(Cases, c =>
        {
            var sent = Walk(c with { Quiet = Never, Unsafe = Never }, days: 40);
            var expected = Enumerable.Range(0, 40)
                .Select(i => c.Start.PlusDays(i))
                .Where(date => c.Days.Includes(date.DayOfWeek))
                .Select(date => ByHand(c.Zone, date + c.At))
                .Where(at => at is not null)
                .Select(at => at!.Value)
                .ToList();
            Assert.Equal(expected, sent.Where(at => at <= (expected.Count == 0 ? Instant.MinValue : expected[^1])));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(250));

    [Fact]
    public void In_every_zone_of_the_tz_database_the_week_around_each_change_of_the_clock_comes_out_as_reckoned_by_hand()
    {
        var minute = 0;
        foreach (var zone in Zones)
        {
            var changes = zone.GetZoneIntervals(Instant.FromUtc(2024, 1, 1, 0, 0), Instant.FromUtc(2030, 12, 31, 0, 0))
                .Where(interval => interval.HasStart && interval.Start > Instant.FromUtc(2024, 1, 1, 0, 0))
                .Select(interval => interval.Start)
                .DefaultIfEmpty(Instant.FromUtc(2027, 6, 1, 0, 0))
                .ToList();

            // Every one of them, at a wished time near the change and at one that wanders.
            foreach (var change in changes)
            {
                minute = (minute + 131) % (24 * 60);
                var near = change.InZone(zone).TimeOfDay.PlusMinutes(-30);
                foreach (var at in (LocalTime[])[near, LocalTime.FromMinutesSinceMidnight(minute)])
                {
                    var start = change.InZone(zone).Date.PlusDays(-2);
                    var sent = Walk(new Case(zone, at, Weekdays.EveryDay, start, Never, Never), days: 5);
                    var expected = Enumerable.Range(0, 5).Select(i => ByHand(zone, start.PlusDays(i) + at)!.Value).ToList();
                    Assert.True(expected.SequenceEqual(sent.Take(5)), $"{zone.Id} at {at} from {start}: {string.Join(", ", sent.Take(5))}");
                }
            }
        }
    }

    [Fact]
    public void No_nudge_comes_in_quiet_or_unsafe_hours_and_never_two_on_a_day() =>
        Prop.ForAll(Cases, c =>
        {
            var sent = Walk(c, days: 60);
            Assert.All(sent, at =>
            {
                var time = at.InZone(c.Zone).TimeOfDay;
                Assert.False(c.Quiet.Hold(time), $"{at} is in quiet hours");
                Assert.False(c.Unsafe.Hold(time), $"{at} is in unsafe hours");
            });
            Assert.Equal(sent.Order(), sent);
            Assert.Equal(sent.Distinct(), sent);
            Assert.True(sent.Count <= Enumerable.Range(0, 62).Count(i => c.Days.Includes(c.Start.PlusDays(i).DayOfWeek)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(250));

    private static readonly HoursOfDay Never = new(LocalTime.Midnight, LocalTime.Midnight);

    /// <summary>Takes the turn of every wake-up a plan asks for and notes when something was sent.</summary>
    private static List<Instant> Walk(Case c, int days)
    {
        var start = c.Zone.AtStartOfDay(c.Start).ToInstant();
        var conversation = new Conversation(Address)
        {
            Consent = new Consent("1", start),
            NudgePreferences = new NudgePreferences { Quiet = c.Quiet, Unsafe = [c.Unsafe] },
            Nudges = [new NudgePlan("n1", NudgeKind.CheckIn, c.At, c.Days, c.Zone.Id) { Handled = c.Start.PlusDays(-1) }],
        };
        var sent = new List<Instant>();
        var end = start + Duration.FromDays(days + 1);
        while (conversation.WakesAt is { } now && now < end)
        {
            var result = Turn.Take(conversation, WokenInput.For(Address, now), ShippedContent.Pack, now);
            if (result.Outgoing.OfType<Reply>().Any())
            {
                sent.Add(now);
            }

            Assert.True(result.Conversation.WakesAt is not { } next || next > now, "a wake-up asks for the same instant again");

            // Somebody who answers: otherwise the plan would come to rest.
            conversation = result.Conversation with { Nudges = [.. result.Conversation.Nudges.Select(p => p with { Unanswered = 0 })] };
        }

        return sent;
    }

    /// <summary>The first minute whose local clock has reached the wished time, found by looking at the clock of every minute.</summary>
    private static Instant? ByHand(DateTimeZone zone, LocalDateTime wished)
    {
        var instant = wished.InUtc().ToInstant() - Duration.FromHours(15);
        for (var minute = 0; minute < 30 * 60; minute++, instant += Duration.FromMinutes(1))
        {
            if (instant.InZone(zone).LocalDateTime >= wished)
            {
                return instant;
            }
        }

        return null;
    }

    private sealed record Case(DateTimeZone Zone, LocalTime At, Weekdays Days, LocalDate Start, HoursOfDay Quiet, HoursOfDay Unsafe);
}
