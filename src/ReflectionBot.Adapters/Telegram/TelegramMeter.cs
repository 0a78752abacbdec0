using System.Diagnostics.Metrics;
using ReflectionBot.Adapters.Telegram.Wire;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What an operator can count. No tag holds an id of a chat or a person.</summary>
internal static class TelegramMeter
{
    private static readonly Meter _meter = new("ReflectionBot.Telegram");

    private static readonly Histogram<double> _calls = _meter.CreateHistogram<double>(
        "reflectionbot.telegram.call.duration", "s", "Calls of the Bot API by method and outcome.");

    private static readonly Counter<long> _updates = _meter.CreateCounter<long>(
        "reflectionbot.telegram.updates", "{update}", "Updates received by kind and by what became of them.");

    public static void Called(string method, ApiFailure? failure, TimeSpan took)
    {
        if (_calls.Enabled)
        {
            _calls.Record(took.TotalSeconds, new("method", method), new("outcome", failure?.GetType().Name ?? "Ok"));
        }
    }

    public static void Received(string kind, string became)
    {
        if (_updates.Enabled)
        {
            _updates.Add(1, new("kind", kind), new("became", became));
        }
    }
}
