namespace ReflectionBot.Scheduling;

/// <summary>
/// A clock for the scheduler alone: it begins at the wall clock and then goes by elapsed time. A trigger remembers the moment of its next fire; with the wall
/// clock set back by an hour, or by years after a wrong start, it would be silent for as long. What is due is read from the wall clock by the jobs.
/// </summary>
internal sealed class SteadyTime(TimeProvider time) : TimeProvider
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _beganAt = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => _began + time.GetElapsedTime(_beganAt);

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
