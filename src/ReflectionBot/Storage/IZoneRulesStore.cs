using NodaTime;

namespace ReflectionBot.Storage;

/// <summary>By which rules of time zones the stored wake-ups were reckoned. Every method may throw <see cref="StorageUnavailableException"/>.</summary>
public interface IZoneRulesStore
{
    /// <summary>Version of the tz database; null before the first time.</summary>
    Task<string?> VersionAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reckons the wake-up of every conversation that waits for one, then remembers the version. A conversation that a turn changes
    /// meanwhile is left alone: that turn has reckoned it. Returns how many wake-ups moved.
    /// </summary>
    /// <param name="version">By which it is reckoned now.</param>
    /// <param name="wakesAt">From the decrypted state; null keeps the stored one, and so does a state that does not open.</param>
    /// <param name="cancellationToken">Leaves off; the version is remembered only after the last.</param>
    Task<int> ReckonAnewAsync(string version, Func<ReadOnlyMemory<byte>, Instant?> wakesAt, CancellationToken cancellationToken);
}
