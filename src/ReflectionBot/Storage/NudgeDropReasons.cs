using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Storage;

/// <summary>
/// Why a nudge that was due was not sent, as operators see it. What a person set or went through is one reason and no more: in a small
/// community a count of crisis pauses would be about somebody.
/// </summary>
public static class NudgeDropReasons
{
    /// <summary>Late by more than its window: the bot or the platform was away.</summary>
    public const string Late = "late";

    /// <summary>By the person's own rules or state it was not to come then.</summary>
    public const string NotThen = "not-then";

    /// <summary>Stopped or paused while it waited to be sent.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>An attempt may have arrived: never tried again.</summary>
    public const string Doubtful = "doubtful";

    /// <summary>A Round of a group's programme that came too late to be opened.</summary>
    public const string RoundLate = "round-late";

    /// <summary>A Round of a group's programme that found no question, or no place.</summary>
    public const string RoundSkipped = "round-skipped";

    public static string Of(NudgeReason reason) => reason switch
    {
        NudgeReason.Late => Late,
        NudgeReason.RoundLate => RoundLate,
        NudgeReason.RoundSkipped => RoundSkipped,
        _ => NotThen,
    };
}
