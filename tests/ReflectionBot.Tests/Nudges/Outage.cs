using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Nudges;

/// <summary>Some hours without the bot, and the written rule for what fell due in them: nudges and the rounds of programmes have the same.</summary>
internal static class Outage
{
    /// <param name="due">When each of them is due for the first time; then once a day.</param>
    /// <param name="reason">As what the late ones are counted.</param>
    public static async Task CheckAsync(ManualClock clock, NudgeRecorder platform, Func<Task<NudgeBot>> start, int hours, IReadOnlyCollection<(Address Address, Instant First)> due, string reason)
    {
        var token = TestContext.Current.CancellationToken;
        var back = clock.Now + Duration.FromHours(hours) + Duration.FromMinutes(1);
        clock.Advance(back - clock.Now);
        await using (var bot = await start())
        {
            await bot.RunAsync();
            await bot.StopAsync();
        }

        var late = 0;
        foreach (var (address, first) in due)
        {
            var missed = Enumerable.Range(0, (hours / 24) + 1).Select(day => first + Duration.FromDays(day)).Where(at => at <= back).ToList();
            var inTime = missed.Count(at => back - at <= NudgePlan.Window);
            late += missed.Count - inTime;
            Assert.Equal(Enumerable.Repeat(back, inTime), platform.Of(address));
        }

        await using var after = await start();
        Assert.Equal(late, (await after.Housekeeping.NudgeDropsAsync(token)).Sum(drops => drops.Reason == reason ? drops.Count : -1000));
        Assert.Equal(hours == 1 ? 0 : 1, Math.Sign(late));

        // The day after it is as if nothing had been.
        var before = platform.Nudges.Count;
        while (after.NextWake is { } next && next < back + Duration.FromDays(1))
        {
            clock.Advance(Duration.Max(next - clock.Now, Duration.Zero));
            await after.RunAsync();
        }

        Assert.Equal(due.Count, platform.Nudges.Count - before);
    }
}
