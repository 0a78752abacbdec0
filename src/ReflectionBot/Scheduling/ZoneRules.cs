using System.Text.Json;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Storage;

namespace ReflectionBot.Scheduling;

/// <summary>
/// Zones change their rules: after an update of the program the instants stored by the old rules are reckoned anew, once, at the start.
/// An instant that became too early would only be looked at for nothing; one that became too late would be a nudge at the wrong hour.
/// </summary>
public sealed partial class ZoneRules(IZoneRulesStore storage, TimeProvider time, ILogger<ZoneRules> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Of the tz database that is compiled in.</summary>
    public static string Version => DateTimeZoneProviders.Tzdb.VersionId;

    /// <summary>Returns how many wake-ups moved; null when they were reckoned by these rules already.</summary>
    /// <exception cref="StorageUnavailableException">Not now; call again.</exception>
    public async Task<int?> CatchUpAsync(CancellationToken cancellationToken)
    {
        if (await storage.VersionAsync(cancellationToken) is { } known && known == Version)
        {
            return null;
        }

        var moved = await storage.ReckonAnewAsync(Version, WakesAt, cancellationToken);
        LogReckoned(Version, moved);
        return moved;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(stoppingToken);
                return;
            }
            catch (StorageUnavailableException)
            {
                // Counted and logged by the storage.
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private static Instant? WakesAt(ReadOnlyMemory<byte> state)
    {
        try
        {
            return ConversationJson.Read(state.Span).WakesAt;
        }
        catch (JsonException)
        {
            // Its next turn says so. Here the wake-up only stays as it is.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The rules of time zones are {Version} now: {Moved} wake-ups moved.")]
    private partial void LogReckoned(string version, int moved);
}
