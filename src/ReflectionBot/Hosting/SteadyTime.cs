using NodaTime;
using NodaTime.Extensions;

namespace ReflectionBot.Hosting;

/// <summary>
/// A clock for what waits: it begins at the wall clock and then goes by elapsed time. Whoever remembers the moment until which they wait would be silent for an hour with
/// the wall clock set back by one, or for years after a wrong start. What is due to people is read from the wall clock.
/// </summary>
internal sealed class SteadyTime(TimeProvider time) : TimeProvider, IClock
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _beganAt = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public Instant GetCurrentInstant() => GetUtcNow().ToInstant();

    public override DateTimeOffset GetUtcNow() => _began + time.GetElapsedTime(_beganAt);

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
