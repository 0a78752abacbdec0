using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Nudges;

/// <summary>
/// Two processes at once on one database. On SQLite the start forbids it; the rules that keep a nudge single do not
/// rest on that, because on another database it will be the ordinary case.
/// </summary>
public sealed class TwoProcessesTests : IDisposable
{
    private const int Days = 20;
    private const int People = 24;

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_that_sweep_at_the_same_moments_send_every_nudge_once()
    {
        var platform = new NudgeRecorder(_clock);
        var storage = SqliteUnderTest.OptionsIn(_folder);
        await using var one = await NudgeBot.StartAsync(storage, _clock, platform);
        await using var other = await NudgeBot.StartAsync(storage, _clock, platform);
        var people = Enumerable.Range(0, People).Select(i => NudgePeople.With($"p{i}", new LocalTime(6 * (i % 4), 0))).ToList();
        foreach (var person in people)
        {
            await one.PutAsync(person);
        }

        var inputs = 0;
        for (var moment = 1; moment <= Days * 4; moment++)
        {
            _clock.Advance(Duration.FromHours(6));
            while ((await Task.WhenAll(Task.Run(one.SweepAsync), Task.Run(other.SweepAsync))).Sum() > 0)
            {
                await one.SettleAsync();
            }

            foreach (var person in moment % 4 == 0 ? people : [])
            {
                await (inputs % 2 == 0 ? one : other).TakeAsync(new MediaInput($"m{inputs++}", person.Address));
            }
        }

        foreach (var person in people)
        {
            var expected = Enumerable.Range(0, Days + 1)
                .Select(day => NudgePeople.ByHand(DateTimeZone.Utc, ManualClock.Start.InUtc().Date.PlusDays(day) + person.Nudges[0].At))
                .Where(at => at > ManualClock.Start && at <= _clock.Now);
            Assert.Equal(expected, platform.Of(person.Address));
        }

        Assert.Empty(await one.Housekeeping.NudgeDropsAsync(TestContext.Current.CancellationToken));
    }
}
