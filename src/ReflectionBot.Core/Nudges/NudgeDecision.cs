using NodaTime;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Nudges;

public enum NudgeVerdict
{
    Send,

    /// <summary>The same occurrence is looked at again at <see cref="NudgeDecision.Until"/>.</summary>
    Wait,

    /// <summary>This occurrence will not come.</summary>
    Drop,
}

/// <summary>Why an occurrence was not sent when it was due; safe to count and log.</summary>
public enum NudgeReason
{
    None,
    Late,
    Tender,
    CrisisPause,
    OnlyWhenIWriteFirst,
    UnsafeHours,
    QuietHours,
    StillReflecting,
    Skipped,

    /// <summary>A group's Round was late by more than its window.</summary>
    RoundLate,

    /// <summary>A group's Round found no question, or no place beside those that are open.</summary>
    RoundSkipped,
}

/// <summary>What to do with one due occurrence.</summary>
public sealed record NudgeDecision(NudgeVerdict Verdict, NudgeReason Reason = NudgeReason.None, Instant? Until = null)
{
    /// <summary>A reflection counts as under way for so long after the last word.</summary>
    public static readonly Duration Reflecting = Duration.FromMinutes(30);

    private static readonly Duration LookAgain = Duration.FromMinutes(5);

    /// <summary>The rules of a nudge, in their order; pure.</summary>
    public static NudgeDecision Of(Conversation conversation, NudgePlan plan, NudgeDue due, Instant now)
    {
        var preferences = conversation.NudgePreferences;
        var zone = NudgePlan.ZoneOf(plan.Zone);
        if (now > due.Deadline)
        {
            return Drop(NudgeReason.Late);
        }

        if (preferences.IsTender(due.Date))
        {
            return Drop(NudgeReason.Tender);
        }

        if (preferences.OnlyWhenIWriteFirst)
        {
            return Drop(NudgeReason.OnlyWhenIWriteFirst);
        }

        if (conversation.Care.StaysQuietAt(now))
        {
            return Drop(NudgeReason.CrisisPause);
        }

        if (preferences.IsUnsafe(now, zone))
        {
            return Drop(NudgeReason.UnsafeHours);
        }

        if (preferences.AfterQuiet(now, zone) is var morning && morning > now)
        {
            return new NudgeDecision(NudgeVerdict.Wait, NudgeReason.QuietHours, morning);
        }

        if (conversation.Run is not null && conversation.LastHeard + Reflecting > now)
        {
            var again = now + LookAgain;
            return again > due.Deadline
                ? Drop(NudgeReason.StillReflecting)
                : new NudgeDecision(NudgeVerdict.Wait, NudgeReason.StillReflecting, again);
        }

        return new NudgeDecision(NudgeVerdict.Send);
    }

    private static NudgeDecision Drop(NudgeReason reason) => new(NudgeVerdict.Drop, reason);
}
