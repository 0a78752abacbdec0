using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Reads the data of one event. What cannot be read is counted and passed over; the session goes on.</summary>
internal sealed partial class EventReader(ILogger<EventReader> logger)
{
    /// <returns>Null when it is not what it should be.</returns>
    public T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, string kind)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            LogUnreadable(logger, kind);
            DiscordMeter.Received(kind, "Unreadable");
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of Discord could not be read and was passed over: {Kind}")]
    private static partial void LogUnreadable(ILogger logger, string kind);
}
