using System.Diagnostics.Metrics;
using ReflectionBot.Adapters.Discord.Wire;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What an operator can count. No tag holds an id of a chat, a person or an interaction.</summary>
internal static class DiscordMeter
{
    private static readonly Meter _meter = new("ReflectionBot.Discord");

    private static readonly Histogram<double> _calls = _meter.CreateHistogram<double>(
        "reflectionbot.discord.call.duration", "s", "Calls of Discord's API by route and outcome, waits for the rate limits included.");

    private static readonly Counter<long> _floods = _meter.CreateCounter<long>(
        "reflectionbot.discord.floods", "{answer}", "Answers that said too fast (429), by route and scope. None is expected.");

    private static readonly Counter<long> _events = _meter.CreateCounter<long>(
        "reflectionbot.discord.events", "{event}", "Events received by kind and by what became of them.");

    private static readonly Counter<long> _deferrals = _meter.CreateCounter<long>(
        "reflectionbot.discord.deferrals", "{interaction}", "Interactions that had to be told to wait, because no answer was ready in time.");

    public static void Called(Route route, RestFailure? failure, TimeSpan took)
    {
        if (_calls.Enabled)
        {
            _calls.Record(took.TotalSeconds, new("route", route.Name), new("outcome", failure?.GetType().Name ?? "Ok"));
        }
    }

    public static void Flooded(Route route, string scope) => _floods.Add(1, new("route", route.Name), new("scope", scope));

    public static void Received(string kind, string became)
    {
        if (_events.Enabled)
        {
            _events.Add(1, new("kind", kind), new("became", became));
        }
    }

    public static void Deferred() => _deferrals.Add(1);
}
