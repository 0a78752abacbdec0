using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Nudges;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Groups;

/// <summary>
/// Groups with a programme each, by the tests that nudges have to pass: changes of the clock, outages, restarts and two processes at once. The programmes
/// open discussions, which leave no keys to destroy: that has tests of its own.
/// </summary>
public sealed class ProgrammeRunTests : IDisposable
{
    private const int Days = 400;
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly NudgeRecorder _platform;

    public ProgrammeRunTests() => _platform = new NudgeRecorder(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_four_hundred_days_in_ten_zones_every_chosen_day_opens_one_round_at_the_moment_reckoned_by_hand()
    {
        await using var bot = await StartAsync();
        var groups = NudgePeople.Zones.Select((zone, i) => With($"~z{i}", zone.At, zone.Zone, i % 2 == 0 ? Weekdays.EveryDay : Weekdays.Monday | Weekdays.Sunday)).ToList();
        foreach (var group in groups)
        {
            await bot.PutAsync(group);
        }

        var end = _clock.Now + Duration.FromDays(Days);
        while (bot.NextWake is { } next && next < end)
        {
            _clock.Advance(next - _clock.Now);
            await bot.RunAsync();
        }

        foreach (var group in groups)
        {
            var programme = group.Group!.Programmes[0];
            var zone = DateTimeZoneProviders.Tzdb[programme.Zone];
            var expected = Enumerable.Range(0, Days + 2)
                .Select(day => programme.Handled.PlusDays(1 + day))
                .Where(date => programme.Days.Includes(date.DayOfWeek))
                .Select(date => NudgePeople.ByHand(zone, date + programme.At))
                .Where(at => at > ManualClock.Start && at < end);
            Assert.Equal(expected, _platform.Of(group.Address));
        }

        Assert.Empty(await bot.Housekeeping.NudgeDropsAsync(Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(72)]
    public async Task After_an_outage_what_is_late_by_the_window_at_most_is_opened_and_the_rest_is_counted(int hours)
    {
        var groups = await SettleInAsync(every: 60);
        await Outage.CheckAsync(_clock, _platform, StartAsync, hours, [.. groups.Select(group => (group.Address, Due(group)))], NudgeDropReasons.RoundLate);
    }

    [Fact]
    public async Task A_restart_every_half_hour_of_two_days_loses_no_round_and_doubles_none()
    {
        var groups = await SettleInAsync(every: 60);
        for (var life = 0; life < 96; life++)
        {
            _clock.Advance(30 * Minute);
            await using var bot = await StartAsync();
            await bot.RunAsync();
            await bot.StopAsync();
        }

        Assert.All(groups, group => Assert.Equal([Due(group), Due(group) + Duration.FromDays(1)], _platform.Of(group.Address)));
    }

    [Fact]
    public async Task Two_processes_that_sweep_at_the_same_moments_open_every_round_once()
    {
        var storage = SqliteUnderTest.OptionsIn(_folder);
        await using var one = await NudgeBot.StartAsync(storage, _clock, _platform);
        await using var other = await NudgeBot.StartAsync(storage, _clock, _platform);
        var groups = Enumerable.Range(0, 24).Select(i => With($"~g{i}", new LocalTime(6 * (i % 4), 0))).ToList();
        foreach (var group in groups)
        {
            await one.PutAsync(group);
        }

        for (var moment = 1; moment <= 10 * 4; moment++)
        {
            _clock.Advance(Duration.FromHours(6));
            while ((await Task.WhenAll(Task.Run(one.SweepAsync, Token), Task.Run(other.SweepAsync, Token))).Sum() > 0)
            {
                await one.SettleAsync();
            }
        }

        foreach (var group in groups)
        {
            var expected = Enumerable.Range(0, 11).Select(day => Due(group) + Duration.FromDays(day)).Where(at => at <= _clock.Now);
            Assert.Equal(expected, _platform.Of(group.Address));
        }

        Assert.Empty(await one.Housekeeping.NudgeDropsAsync(Token));
    }

    /// <summary>One group for every so many minutes of a day.</summary>
    private async Task<List<Conversation>> SettleInAsync(int every)
    {
        await using var bot = await StartAsync();
        var groups = Enumerable.Range(0, 24 * 60 / every).Select(i => With($"~g{i}", LocalTime.FromMinutesSinceMidnight(i * every))).ToList();
        foreach (var group in groups)
        {
            await bot.PutAsync(group);
        }

        await bot.StopAsync();
        return groups;
    }

    private static Conversation With(string name, LocalTime at, string zone = "Etc/UTC", Weekdays days = Weekdays.EveryDay) => new(Address.Of("local", name))
    {
        Group = new Group
        {
            LastProgramme = 1,
            Queue = [new QueuedQuestion(1, "What helps?")],
            LastQuestion = 1,
            Programmes =
            [
                new Programme(1, zone, at, days) { Kind = RoundKind.Thread, IsOn = true, OpenMinutes = 15, Theme = Programme.OwnQuestions, Handled = new LocalDate(2000, 1, 1) }
                    .StartingAt(ManualClock.Start),
            ],
        },
    };

    private static Instant Due(Conversation group)
    {
        var at = NudgePeople.ByHand(DateTimeZone.Utc, ManualClock.Start.InUtc().Date + group.Group!.Programmes[0].At);
        return at > ManualClock.Start ? at : at + Duration.FromDays(1);
    }

    private Task<NudgeBot> StartAsync() => NudgeBot.StartAsync(SqliteUnderTest.OptionsIn(_folder), _clock, _platform);
}
