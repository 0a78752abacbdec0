using System.Diagnostics.Metrics;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

/// <summary>How turns go: durations and counts, nothing about anybody.</summary>
public sealed class TurnMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _direct;
    private readonly Counter<long> _faults;

    public TurnMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("ReflectionBot");
        _duration = meter.CreateHistogram(
            "reflectionbot.turn.duration",
            unit: "s",
            description: "From the acceptance of an Input to its durable end, waiting for its place included.",
            tags: null,
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });
        _direct = meter.CreateCounter<long>("reflectionbot.help.direct", description: "Cards sent past the storage.");
        _faults = meter.CreateCounter<long>("reflectionbot.turn.faults", description: "Turns that failed by a bug.");
    }

    public void Ended(TimeSpan duration, Acceptance acceptance) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("acceptance", acceptance.ToString()));

    public void HelpedDirectly() => _direct.Add(1);

    public void Faulted(string where) => _faults.Add(1, new KeyValuePair<string, object?>("where", where));
}
