using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Nudges;

/// <summary>Restarts and outages: each nudge is sent once or dropped, by the written rule and no other.</summary>
public sealed class RestartTests : IDisposable
{
    private const int MinutesOfDay = 24 * 60;
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_orderly_restart_at_every_minute_of_a_day_loses_no_nudge_and_doubles_none()
    {
        var platform = new NudgeRecorder(_clock);
        var people = await SettleInAsync(platform, every: 5);
        for (var minute = 0; minute < MinutesOfDay; minute++)
        {
            _clock.Advance(Minute);
            await using var bot = await StartAsync(platform);
            await bot.SweepAsync();
            await bot.StopAsync();
        }

        await using var last = await StartAsync(platform);
        await last.SettleAsync();
        Assert.All(people, person => Assert.Equal([Due(person)], platform.Of(person.Address)));
        Assert.Empty(await last.Housekeeping.NudgeDropsAsync(Token));
    }

    [Fact]
    public async Task A_process_that_dies_over_its_nudges_at_every_hour_of_a_day_doubles_none_and_counts_those_in_doubt()
    {
        var people = await SettleInAsync(new NudgeRecorder(_clock), every: 20);
        var platforms = new List<NudgeRecorder>();
        for (var minute = 0; minute < MinutesOfDay; minute += 20)
        {
            _clock.Advance(20 * Minute);
            platforms.Add(new NudgeRecorder(_clock) { SwallowsAnswers = minute % 60 == 0 });
            await using var bot = await StartAsync(platforms[^1]);
            Assert.Equal(1, await bot.SweepAsync());
            await Outbox.Eventually.True(() => platforms[^1].Nudges.Count == 1, "it is handed over");
            if (platforms[^1].SwallowsAnswers)
            {
                continue; // Dies without an end.
            }

            await bot.SettleAsync();
            await bot.StopAsync();
        }

        await using var last = await StartAsync(new NudgeRecorder(_clock));
        Assert.All(people, person => Assert.Equal([Due(person)], platforms.SelectMany(platform => platform.Of(person.Address))));
        Assert.Equal(24, (await last.Housekeeping.NudgeDropsAsync(Token)).Where(drops => drops.Reason == NudgeDropReasons.Doubtful).Sum(drops => drops.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(72)]
    public async Task After_an_outage_what_is_late_by_the_window_at_most_comes_and_the_rest_is_counted(int hours)
    {
        var platform = new NudgeRecorder(_clock);
        var people = await SettleInAsync(platform, every: 30);
        await Outage.CheckAsync(_clock, platform, () => StartAsync(platform), hours, [.. people.Select(person => (person.Address, Due(person)))], NudgeDropReasons.Late);
    }

    /// <summary>One person for every so many minutes of a day.</summary>
    private async Task<List<Conversation>> SettleInAsync(NudgeRecorder platform, int every)
    {
        await using var bot = await StartAsync(platform);
        var people = Enumerable.Range(0, MinutesOfDay / every).Select(i => NudgePeople.With($"p{i}", LocalTime.FromMinutesSinceMidnight(i * every))).ToList();
        foreach (var person in people)
        {
            await bot.PutAsync(person);
        }

        await bot.StopAsync();
        return people;
    }

    private static Instant Due(Conversation person)
    {
        var today = ManualClock.Start.InUtc().Date;
        var at = NudgePeople.ByHand(DateTimeZone.Utc, today + person.Nudges[0].At);
        return at > ManualClock.Start ? at : at + Duration.FromDays(1);
    }

    private Task<NudgeBot> StartAsync(ISender platform) => NudgeBot.StartAsync(SqliteUnderTest.OptionsIn(_folder), _clock, platform);
}
