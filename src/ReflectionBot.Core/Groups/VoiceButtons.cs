namespace ReflectionBot.Core.Groups;

/// <summary>
/// Buttons of a Round: <c>@r/id</c> and <c>@r/id/action</c>. They carry all that is needed, so that a private Conversation need not remember
/// that somebody answered.
/// </summary>
public static class VoiceButtons
{
    public const string Prefix = "@r/";

    internal const string Change = "change";
    internal const string Out = "out";
    internal const string Report = "report";

    /// <summary>Under the post in the group: an adapter brings it to the private Address of whoever pressed.</summary>
    public static string Answer(string roundId) => Prefix + roundId;

    /// <summary>Under a release, to have one of its answers read again.</summary>
    public static string Reporting(string roundId) => To(roundId, Report);

    /// <summary>The Round such a button belongs to, and what pressing it does; null for any other button.</summary>
    public static (string RoundId, VoiceAct Act)? Of(string optionId) => Read(optionId) is { } read
        ? (read.RoundId, read.Action.Length == 0 ? VoiceAct.Answer : RoundPost.Scale.Contains(read.Action) ? VoiceAct.Tap : read.Action == Report ? VoiceAct.Report : VoiceAct.Look)
        : null;

    internal static string To(string roundId, string action) => $"{Prefix}{roundId}/{action}";

    /// <summary>Round id and action; null for rubbish.</summary>
    internal static (string RoundId, string Action)? Read(string id)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = id[Prefix.Length..].Split('/');
        return parts.Length <= 2 && IsRoundId(parts[0]) ? (parts[0], parts.Length == 2 ? parts[1] : "") : null;
    }

    private static bool IsRoundId(string id) => id.Length == 16 && id.All(char.IsAsciiHexDigitLower);
}

/// <summary>What a button of a Round asks for.</summary>
public enum VoiceAct
{
    /// <summary>To write an answer: a platform with a field for that may open it at once and hand over a <see cref="Messaging.VoiceInput"/>.</summary>
    Answer,

    /// <summary>One's own answer, in private: to see, change or take out.</summary>
    Look,

    /// <summary>To have a released answer read again, which is talked about in private.</summary>
    Report,

    /// <summary>Answered by this one tap; the next Reply to the person says so in a few words.</summary>
    Tap,
}
