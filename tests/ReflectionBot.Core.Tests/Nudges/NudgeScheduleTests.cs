using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.Text;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Nudges;

public sealed class NudgeScheduleTests
{
    private static readonly OffsetDateTimePattern Pattern = OffsetDateTimePattern.Rfc3339;

    [Theory]
    [InlineData("Europe/Berlin", "02:30", "2027-03-28", "2027-03-28T03:00:00+02:00")]
    [InlineData("Europe/Berlin", "02:00", "2027-03-28", "2027-03-28T03:00:00+02:00")]
    [InlineData("Europe/Berlin", "03:00", "2027-03-28", "2027-03-28T03:00:00+02:00")]
    [InlineData("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-04T02:30:00+11:00")]
    [InlineData("America/Santiago", "00:00", "2026-09-06", "2026-09-06T01:00:00-03:00")]
    [InlineData("Africa/Cairo", "00:20", "2026-04-24", "2026-04-24T01:00:00+03:00")]
    public void In_a_skipped_hour_the_nudge_comes_at_the_first_moment_after_the_gap(string zone, string at, string date, string expected) =>
        Assert.Equal(expected, Moment(zone, at, date));

    [Theory]
    [InlineData("Europe/Berlin", "02:30", "2027-10-31", "2027-10-31T02:30:00+02:00")]
    [InlineData("America/New_York", "01:30", "2027-11-07", "2027-11-07T01:30:00-04:00")]
    [InlineData("Australia/Lord_Howe", "01:45", "2027-04-04", "2027-04-04T01:45:00+11:00")]
    public void In_a_repeated_hour_the_nudge_comes_once_the_first_time(string zone, string at, string date, string expected) =>
        Assert.Equal(expected, Moment(zone, at, date));

    [Fact]
    public void A_date_that_the_zone_leaves_out_has_no_nudge()
    {
        var schedule = Schedule("Pacific/Apia", "09:00");

        Assert.Null(schedule.On(new LocalDate(2011, 12, 30)));
        Assert.NotNull(schedule.On(new LocalDate(2011, 12, 29)));
        Assert.NotNull(schedule.On(new LocalDate(2011, 12, 31)));
    }

    [Fact]
    public void Only_wanted_days_have_nudges()
    {
        var schedule = Schedule("Asia/Tokyo", "20:00") with { Days = Weekdays.Monday | Weekdays.Friday };

        var days = schedule.From(new LocalDate(2026, 11, 22)).Take(4).Select(o => o.Date.DayOfWeek);

        Assert.Equal([IsoDayOfWeek.Monday, IsoDayOfWeek.Friday, IsoDayOfWeek.Monday, IsoDayOfWeek.Friday], days);
    }

    [Fact]
    public void Without_a_wanted_day_there_is_no_next_nudge() =>
        Assert.Null((Schedule("UTC", "20:00") with { Days = Weekdays.None }).After(Instant.FromUtc(2026, 11, 22, 0, 0)));

    [Fact]
    public void Every_zone_has_at_most_one_nudge_a_date_and_they_are_strictly_in_order() => Check((zone, at, start) =>
    {
        var occurrences = new NudgeSchedule(zone, at, Weekdays.EveryDay).From(start).Take(400).ToList();

        return occurrences.Zip(occurrences.Skip(1)).All(pair =>
            pair.First.Date < pair.Second.Date && pair.First.At.ToInstant() < pair.Second.At.ToInstant());
    });

    [Fact]
    public void Every_nudge_comes_at_the_wished_time_or_right_after_a_gap() => Check((zone, at, start) =>
        new NudgeSchedule(zone, at, Weekdays.EveryDay).From(start).Take(400).All(o =>
            o.At.LocalDateTime == o.Date + at
            || (zone.MapLocal(o.Date + at).Count == 0 && o.At.ToInstant() == zone.GetZoneInterval(o.At.ToInstant()).Start)));

    [Fact]
    public void Asking_for_the_next_one_again_and_again_walks_through_the_same_nudges() => Check((zone, at, start) =>
    {
        var schedule = new NudgeSchedule(zone, at, Weekdays.EveryDay);
        var expected = schedule.From(start).Take(60).ToList();
        var now = expected[0].At.ToInstant() - Duration.FromNanoseconds(1);

        return expected.All(one =>
        {
            var next = schedule.After(now);
            now = next!.Value.At.ToInstant();
            return next.Value.At == one.At;
        });
    });

    private static void Check(Func<DateTimeZone, LocalTime, LocalDate, bool> holds)
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]).ToArray();
        var cases =
            from zone in Gen.Elements(zones)
            from minute in Gen.Choose(0, (24 * 60) - 1)
            from day in Gen.Choose(0, 60 * 365)
            select (zone, at: LocalTime.FromMinutesSinceMidnight(minute), start: new LocalDate(1980, 1, 1).PlusDays(day));

        FsCheck.Fluent.Prop.ForAll(cases.ToArbitrary(), c => holds(c.zone, c.at, c.start))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    private static NudgeSchedule Schedule(string zone, string at) =>
        new(DateTimeZoneProviders.Tzdb[zone], LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(at).Value, Weekdays.EveryDay);

    private static string Moment(string zone, string at, string date) =>
        Pattern.Format(Schedule(zone, at).On(LocalDatePattern.Iso.Parse(date).Value)!.Value.At.ToOffsetDateTime());
}
