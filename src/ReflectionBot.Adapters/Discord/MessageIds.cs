namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// How the bot names a message it sent: by its channel (<c>channel/message</c>), or, for one that only its reader can see, by the interaction that brought it
/// (<c>~interaction/message</c>): such a message is out of reach when that is over.
/// </summary>
internal readonly record struct MessageIds(string Place, string Message, bool OfInteraction)
{
    private const char Mark = '~';

    public static string InChannel(string channel, string message) => $"{channel}/{message}";

    public static string ForReader(string interaction, string message) => $"{Mark}{interaction}/{message}";

    public static MessageIds? Read(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || slash == id.Length - 1)
        {
            return null;
        }

        return id[0] == Mark ? new MessageIds(id[1..slash], id[(slash + 1)..], OfInteraction: true) : new MessageIds(id[..slash], id[(slash + 1)..], OfInteraction: false);
    }
}
