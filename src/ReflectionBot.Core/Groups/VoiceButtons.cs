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

    /// <summary>Under the post in the group: an adapter brings it to the private Address of whoever pressed.</summary>
    public static string Answer(string roundId) => Prefix + roundId;

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
