using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Every event source, every activity and every instrument of the process, at the finest level.</summary>
internal sealed class Ears : EventListener
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Ears()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Heard.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events)}"),
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Heard.Enqueue($"{instrument.Name} {Text(tags)}"));
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Heard.Enqueue($"{instrument.Name} {Text(tags)}"));
        _meters.Start();
    }

    public ConcurrentQueue<string> Heard { get; } = new();

    public override void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
        base.Dispose();
    }

    /// <summary>Only what the client side says: the loopback server of this very process knows the token as well.</summary>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.Http" or "Private.InternalDiagnostics.System.Net.Http" or "System.Net.NameResolution" or "System.Net.Security" or "System.Threading.Tasks.TplEventSource" or "Microsoft-Extensions-Logging")
        {
            EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        Heard?.Enqueue($"{eventData.EventSource.Name} {eventData.EventName} {string.Join(' ', eventData.Payload?.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)) ?? [])}");

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray());
}
