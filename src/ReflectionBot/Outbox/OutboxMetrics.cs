using System.Diagnostics.Metrics;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Outbox;

/// <summary>Counts what became of messages, by platform and urgency; never whose or what.</summary>
public sealed class OutboxMetrics
{
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _nudges;

    public OutboxMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("ReflectionBot");
        _outcomes = meter.CreateCounter<long>("reflectionbot.outbox.outcomes", description: "Attempts to send, by outcome.");
        _dropped = meter.CreateCounter<long>("reflectionbot.outbox.dropped", description: "Messages given up, by reason.");
        _nudges = meter.CreateCounter<long>("reflectionbot.nudges.dropped", description: "Nudges that were due and were not sent, by reason.");
    }

    public void Attempted(string platform, SendOutcome outcome) =>
        _outcomes.Add(1, new("platform", platform), new("outcome", outcome switch
        {
            SendOutcome.Sent => "sent",
            SendOutcome.RetryAfter => "retry",
            SendOutcome.Doubtful => "doubtful",
            SendOutcome.Refused => "refused",
            SendOutcome.ThreadGone => "thread-gone",
            SendOutcome.Barred => "barred",
            _ => "invalid",
        }));

    /// <param name="reason">One of <see cref="Storage.NudgeDropReasons"/>, or of the Outbox's own.</param>
    /// <param name="count">How many.</param>
    public void NudgesDropped(string reason, int count)
    {
        if (count > 0)
        {
            _nudges.Add(count, new KeyValuePair<string, object?>("reason", reason));
        }
    }

    /// <param name="reason">expired, doubtful, refused, invalid, thread-gone, barred, superseded, attempts.</param>
    public void Dropped(string platform, string reason, int count = 1)
    {
        if (count > 0)
        {
            _dropped.Add(count, new("platform", platform), new("reason", reason));
        }
    }
}
