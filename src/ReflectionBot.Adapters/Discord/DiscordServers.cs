using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>The Address of a server: <c>discord:g</c> and its id, so that it is never taken for a person's.</summary>
internal static class DiscordServers
{
    private const char Mark = 'g';

    /// <returns>Null when it is no id of Discord.</returns>
    public static Address? AddressOf(string id) => IsId(id) ? Address.Of(DiscordOptions.Platform, $"{Mark}{id}") : null;

    /// <returns>Null when it is no server's.</returns>
    public static string? IdOf(Address address) =>
        address.Platform == DiscordOptions.Platform && address.Local is [Mark, .. var id] && IsId(id) ? id : null;

    /// <summary>To a channel of a server, or to a message there.</summary>
    public static string Url(string server, string channel, string? message = null) =>
        message is null ? $"https://discord.com/channels/{server}/{channel}" : $"https://discord.com/channels/{server}/{channel}/{message}";

    public static bool IsId(string? id) => id is { Length: > 0 and <= 20 } && id.All(char.IsAsciiDigit);
}
