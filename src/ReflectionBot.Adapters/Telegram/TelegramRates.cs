namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// The limits kept ahead of time. Telegram publishes: about one message a second in one chat with short bursts, 20 a
/// minute in one group, about 30 a second for bulk messages. Answers to people are not bulk.
/// </summary>
public sealed record TelegramRates
{
    /// <summary>For tests and measurements against a server without limits.</summary>
    public static readonly TelegramRates Unlimited = new()
    {
        ChatInterval = TimeSpan.Zero,
        GroupInterval = TimeSpan.Zero,
        BulkInterval = TimeSpan.Zero,
    };

    /// <summary>Between two messages or edits in one private chat, on average.</summary>
    public TimeSpan ChatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many may go at once in a private chat that was quiet.</summary>
    public int ChatBurst { get; init; } = 20;

    /// <summary>With <see cref="GroupBurst"/> and <see cref="HelpReserve"/> at most 20 in any minute.</summary>
    public TimeSpan GroupInterval { get; init; } = TimeSpan.FromSeconds(6);

    public int GroupBurst { get; init; } = 5;

    /// <summary>Between two nudges, over all chats; with <see cref="BulkBurst"/> at most 30 in any second.</summary>
    public TimeSpan BulkInterval { get; init; } = TimeSpan.FromMilliseconds(40);

    public int BulkBurst { get; init; } = 5;

    /// <summary>What help, and what belongs to something that went, may take beyond a chat's burst.</summary>
    public int HelpReserve { get; init; } = 5;
}
