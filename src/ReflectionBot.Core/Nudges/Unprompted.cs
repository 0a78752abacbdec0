using NodaTime;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Nudges;

/// <summary>Whether something may be said to a person who has not just written, by the rules that hold for nudges.</summary>
internal static class Unprompted
{
    /// <summary>Never, now, or when to look again.</summary>
    public static NudgeDecision Of(Conversation conversation, Instant now)
    {
        var preferences = conversation.NudgePreferences;
        if (preferences.OnlyWhenIWriteFirst)
        {
            return new NudgeDecision(NudgeVerdict.Drop, NudgeReason.OnlyWhenIWriteFirst);
        }

        if (conversation.Care.StaysQuietAt(now) || conversation.Care.Asked is not null)
        {
            return new NudgeDecision(NudgeVerdict.Drop, NudgeReason.CrisisPause);
        }

        var zone = conversation.Nudges.FirstOrDefault() is { } plan ? NudgePlan.ZoneOf(plan.Zone) : null;
        if (zone is not null && preferences.IsTender(now.InZone(zone).Date))
        {
            return new NudgeDecision(NudgeVerdict.Drop, NudgeReason.Tender);
        }

        if (MayBeUnsafe(conversation, now))
        {
            return zone is null
                ? new NudgeDecision(NudgeVerdict.Drop, NudgeReason.UnsafeHours)
                : new NudgeDecision(NudgeVerdict.Wait, NudgeReason.UnsafeHours, now + LookAgain);
        }

        if (zone is not null && preferences.AfterQuiet(now, zone) is var morning && morning > now)
        {
            return new NudgeDecision(NudgeVerdict.Wait, NudgeReason.QuietHours, morning);
        }

        return conversation.Run is not null && conversation.LastHeard + NudgeDecision.Reflecting > now
            ? new NudgeDecision(NudgeVerdict.Wait, NudgeReason.StillReflecting, now + LookAgain)
            : new NudgeDecision(NudgeVerdict.Send);
    }

    /// <summary>Somebody else may hold the phone then. Where a person lives is known from their plans alone: without one, unsafe hours may be at any time.</summary>
    public static bool MayBeUnsafe(Conversation conversation, Instant at) =>
        !conversation.NudgePreferences.Unsafe.IsEmpty
        && (conversation.Nudges.IsEmpty || conversation.Nudges.Any(plan => conversation.NudgePreferences.IsUnsafe(at, NudgePlan.ZoneOf(plan.Zone))));

    private static readonly Duration LookAgain = Duration.FromMinutes(30);
}
