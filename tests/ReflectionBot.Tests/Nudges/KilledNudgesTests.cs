namespace ReflectionBot.Tests.Nudges;

/// <summary>Real processes, killed in the minute of many nudges.</summary>
public sealed class KilledNudgesTests(ITestOutputHelper log)
{
    [Fact]
    public Task A_hundred_kills_in_the_minute_of_five_thousand_nudges_double_none_and_those_not_sent_are_counted() =>
        KilledMinute.CheckAsync(log, [.. Enumerable.Range(0, 5_000).Select(i => NudgePeople.With($"p{i}", KilledMinute.Minute.InUtc().TimeOfDay))], kills: 100, spare: 10, seed: 5);
}
