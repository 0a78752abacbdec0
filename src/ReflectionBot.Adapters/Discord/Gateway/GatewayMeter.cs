using System.Diagnostics.Metrics;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What an operator can count. No tag holds an id of a server or a person.</summary>
internal static class GatewayMeter
{
    private static readonly Meter _meter = new("ReflectionBot.Discord.Gateway");

    private static readonly Counter<long> _events = _meter.CreateCounter<long>(
        "reflectionbot.discord.gateway.events", "{event}", "Events handed over, by name.");

    private static readonly Counter<long> _ends = _meter.CreateCounter<long>(
        "reflectionbot.discord.gateway.connection.ends", "{connection}", "Connections that ended, by why.");

    private static readonly Counter<long> _identifies = _meter.CreateCounter<long>(
        "reflectionbot.discord.gateway.identifies", "{identify}", "Sessions started. Discord allows 1,000 a day.");

    private static readonly Histogram<double> _heartbeats = _meter.CreateHistogram<double>(
        "reflectionbot.discord.gateway.heartbeat.duration", "s", "From a heartbeat to its answer.");

    public static void HandedOver(string name) => _events.Add(1, new KeyValuePair<string, object?>("name", name));

    public static void Ended(EndKind kind) => _ends.Add(1, new KeyValuePair<string, object?>("why", kind.ToString()));

    public static void Identified() => _identifies.Add(1);

    public static void Answered(TimeSpan took) => _heartbeats.Record(took.TotalSeconds);
}
