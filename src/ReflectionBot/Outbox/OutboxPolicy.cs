using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>Bounds of the Outbox, and how long it waits after a failure.</summary>
public static class OutboxPolicy
{
    /// <summary>Rows held in memory; what is more stays in the database until there is room.</summary>
    public const int MaxHeld = 10_000;

    /// <summary>Rows read from the database at once.</summary>
    public const int ReadBatch = 500;

    /// <summary>After this many failures a row is dropped and counted: about a day of trying.</summary>
    public const int MaxAttempts = 300;

    public static readonly Duration FirstWait = Duration.FromSeconds(1);

    public static readonly Duration LongestWait = Duration.FromMinutes(5);

    public static readonly Duration LongestWaitForHelp = Duration.FromSeconds(15);

    /// <summary>Doubles with each failure; the upper half of the wait is left to chance so that many do not come back at the same moment.</summary>
    /// <param name="chance">0 to 1.</param>
    public static Duration Backoff(OutboxRow row, double chance)
    {
        var longest = row.Outgoing.Urgency is Urgency.Help ? LongestWaitForHelp : LongestWait;
        var doubled = FirstWait * Math.Pow(2, Math.Min(row.Attempts - 1, 20));
        return Duration.Min(doubled, longest) * (0.5 + (0.5 * chance));
    }
}
