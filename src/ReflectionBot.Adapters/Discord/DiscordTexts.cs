using ReflectionBot.Core.Content;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What the bot says of its own accord in Discord. All of it is content.</summary>
internal static class DiscordTexts
{
    /// <param name="pack">Content in force.</param>
    /// <param name="locale">BCP 47, as the client reports it.</param>
    public static Messages For(Pack pack, string? locale) =>
        pack.In(locale is { Length: >= 2 } tag ? tag[..2].ToLowerInvariant() : "en");

    public static string Write(Messages messages) => messages.Text("discord.write");

    public static string Cut(string text, int max) => text.Length <= max ? text : text[..max];
}
