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

    public static string Of(NudgeReason reason) => reason is NudgeReason.Late ? Late : NotThen;
}
