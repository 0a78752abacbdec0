namespace ReflectionBot.Adapters;

/// <summary>Longer waits after each failure in a row, with jitter so that many processes do not return at once.</summary>
/// <param name="roll">Gives a number from 0 to 1.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> roll)
{
    private int _failures;

    public bool Failing => Volatile.Read(ref _failures) > 0;

    /// <summary>Between half the step and the whole step.</summary>
    public TimeSpan Next()
    {
        var step = Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, Math.Min(30, Interlocked.Increment(ref _failures) - 1)));
        return TimeSpan.FromTicks((long)(step * (0.5 + (roll() / 2))));
    }

    public void Reset() => Volatile.Write(ref _failures, 0);
}
