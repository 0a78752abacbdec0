using System.Collections.Immutable;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What the bot wants to be told. None of these is privileged.</summary>
[Flags]
internal enum GatewayIntents
{
    None = 0,

    /// <summary>Servers that are joined and left: a group whose bot was taken out must come to rest. Not needed for commands and buttons: interactions need no intent.</summary>
    Guilds = 1 << 0,

    /// <summary>Messages in servers. Their text is empty unless they mention the bot.</summary>
    GuildMessages = 1 << 9,

    /// <summary>What is written to the bot in private, with its text.</summary>
    DirectMessages = 1 << 12,
}

/// <summary>How the gateway is used. Never prints its token.</summary>
internal sealed record GatewayOptions
{
    public required string Token { get; init; }

    public GatewayIntents Intents { get; init; } = GatewayIntents.DirectMessages;

    /// <summary>Null: as many as Discord recommends.</summary>
    public int? ShardCount { get; init; }

    /// <summary>The events that are handed over; all others are passed over without being copied. Empty: all are. READY and RESUMED always are.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>
    /// Where the sessions are kept so that the next process resumes them and misses nothing. Null: they end with this process, and what is
    /// said before the next one has identified itself is lost. Holds no token and nothing that anybody wrote.
    /// </summary>
    public string? SessionFile { get; init; }

    /// <summary>Ask for zlib-stream. What the server sends plain is understood all the same.</summary>
    public bool Compress { get; init; } = true;

    public override string ToString() => $"gateway with {Intents}";
}
