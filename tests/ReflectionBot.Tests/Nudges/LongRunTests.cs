using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Nudges;

/// <summary>Days, restarts, outages and two processes at once, on a clock that the test turns.</summary>
public sealed class LongRunTests : IDisposable
{
    private const int Days = 400;

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly NudgeRecorder _platform;

    public LongRunTests() => _platform = new NudgeRecorder(_clock);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_four_hundred_days_in_ten_zones_every_chosen_day_brings_one_nudge_at_the_moment_reckoned_by_hand()
    {
        await using var bot = await StartAsync();
        var people = NudgePeople.Zones.SelectMany(zone => new[]
        {
            NudgePeople.With($"daily/{zone.Zone}", zone.At, zone.Zone),
            NudgePeople.With($"weekend/{zone.Zone}", zone.At, zone.Zone, Weekdays.Saturday | Weekdays.Sunday),
        }).ToList();
        foreach (var person in people)
        {
            await bot.PutAsync(person);
        }

        var end = _clock.Now + Duration.FromDays(Days);
        var inputs = 0;
        while (bot.NextWake is { } next && next < end)
        {
            _clock.Advance(next - _clock.Now);
            var before = _platform.Nudges.Count;
            await bot.RunAsync();

            // Somebody who writes now and then: otherwise the plan would come to rest.
            foreach (var (address, _, _) in _platform.Nudges.Skip(before).ToList())
            {
                if (_platform.Of(address).Count() % 3 == 0)
                {
                    await bot.TakeAsync(new MediaInput($"m{inputs++}", address));
                }
            }
        }

        foreach (var person in people)
        {
            var plan = person.Nudges[0];
            var zone = DateTimeZoneProviders.Tzdb[plan.Zone];
            var expected = Enumerable.Range(0, Days + 2)
                .Select(day => plan.Handled.PlusDays(1 + day))
                .Where(date => plan.Days.Includes(date.DayOfWeek))
                .Select(date => NudgePeople.ByHand(zone, date + plan.At))
                .Where(at => at > ManualClock.Start && at < end);
            Assert.Equal(expected, _platform.Of(person.Address));
        }

        Assert.Empty(await bot.Housekeeping.NudgeDropsAsync(TestContext.Current.CancellationToken));
    }

    private Task<NudgeBot> StartAsync() => NudgeBot.StartAsync(SqliteUnderTest.OptionsIn(_folder), _clock, _platform);
}
