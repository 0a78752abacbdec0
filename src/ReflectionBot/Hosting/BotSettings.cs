using System.Collections.Immutable;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Storage;

namespace ReflectionBot.Hosting;

/// <summary>What the operator wants, checked. Holds no secret that it does not need.</summary>
public sealed record BotSettings
{
    public required Uri HttpUrl { get; init; }

    public required bool LocalChat { get; init; }

    /// <summary>Other machines may open the chat page; it has no password.</summary>
    public required bool LocalChatAllowRemote { get; init; }

    public required ImmutableArray<string> LocalChatHosts { get; init; }

    /// <summary>Who moderates groups on the chat page; empty: everybody.</summary>
    public ImmutableArray<string> LocalChatModerators { get; init; } = [];

    /// <summary>Absolute path of the folder with <c>flows/</c> and <c>messages/</c>.</summary>
    public required string ContentPath { get; init; }

    /// <summary>Null when there is no token.</summary>
    public TelegramOptions? Telegram { get; init; }

    /// <summary>Null when there is no token.</summary>
    public DiscordOptions? Discord { get; init; }

    public required StorageOptions Storage { get; init; }

    /// <summary>Nobody but this machine can reach the pages.</summary>
    public bool IsLoopbackOnly => HttpUrl.IsLoopback;
}
