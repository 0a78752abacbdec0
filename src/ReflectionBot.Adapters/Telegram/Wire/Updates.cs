using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>What the bot reads of an update; everything else in it is passed over, and so is every other kind.</summary>
internal sealed record Update
{
    /// <summary>The kinds asked for. The server remembers the list, so it is always given.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["message", "edited_message", "callback_query", "my_chat_member"];

    public long UpdateId { get; init; }

    public Message? Message { get; init; }

    public Message? EditedMessage { get; init; }

    public CallbackQuery? CallbackQuery { get; init; }

    /// <summary>The bot's own place in a chat has changed.</summary>
    public ChatMemberUpdated? MyChatMember { get; init; }

    /// <summary>Updates with the same key are handled in order; there is none where order does not matter.</summary>
    [JsonIgnore]
    public long? ChatId => (Message ?? EditedMessage)?.Chat?.Id ?? MyChatMember?.Chat?.Id ?? CallbackQuery?.Message?.Chat?.Id ?? CallbackQuery?.From?.Id;
}

internal sealed record Message
{
    public int MessageId { get; init; }

    public User? From { get; init; }

    /// <summary>In whose name it was sent, when not in the person's own: the group itself for its anonymous administrators.</summary>
    public Chat? SenderChat { get; init; }

    public Chat? Chat { get; init; }

    public int? MessageThreadId { get; init; }

    /// <summary>Its thread is a forum topic; a thread of replies is none.</summary>
    public bool IsTopicMessage { get; init; }

    [JsonConverter(typeof(PersonTextConverter))]
    public string? Text { get; init; }

    [JsonConverter(typeof(PersonTextConverter))]
    public string? Caption { get; init; }

    /// <summary>Of photos and the like that were sent together.</summary>
    public string? MediaGroupId { get; init; }

    /// <summary>The message that this one answers.</summary>
    public Message? ReplyToMessage { get; init; }

    public long? MigrateToChatId { get; init; }

    public Present Animation { get; init; }

    public Present Audio { get; init; }

    public EnclosedWords Checklist { get; init; }

    public Present Contact { get; init; }

    public Present Dice { get; init; }

    public Present Document { get; init; }

    public Present Game { get; init; }

    public Present LivePhoto { get; init; }

    public Present Location { get; init; }

    public Present PaidMedia { get; init; }

    public Present Photo { get; init; }

    public EnclosedWords Poll { get; init; }

    public EnclosedWords RichMessage { get; init; }

    public Present Sticker { get; init; }

    public Present Story { get; init; }

    public Present Venue { get; init; }

    public Present Video { get; init; }

    public Present VideoNote { get; init; }

    public Present Voice { get; init; }

    /// <summary>What the person wrote, wherever in the message it stands; null where nothing is written.</summary>
    [JsonIgnore]
    public string? Words =>
        Text ?? Caption ?? (string.Join('\n', new[] { Poll.Text, Checklist.Text, RichMessage.Text }.Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } enclosed ? enclosed : null);

    /// <summary>Something a person sends that is not a text; service messages are not.</summary>
    [JsonIgnore]
    public bool HasMedia =>
        Animation || Audio || Checklist || Contact || Dice || Document || Game || LivePhoto || Location || PaidMedia || Photo
        || Poll || RichMessage || Sticker || Story || Venue || Video || VideoNote || Voice;
}

internal sealed record Chat
{
    public const string Private = "private";
    public const string Group = "group";
    public const string Supergroup = "supergroup";

    public long Id { get; init; }

    public string? Type { get; init; }

    /// <summary>It has topics.</summary>
    public bool IsForum { get; init; }

    [JsonIgnore]
    public bool IsGroup => Type is Group or Supergroup;
}

internal sealed record User
{
    public long Id { get; init; }

    public bool IsBot { get; init; }

    public string? Username { get; init; }

    public string? LanguageCode { get; init; }
}

internal sealed record CallbackQuery
{
    public string Id { get; init; } = "";

    public User? From { get; init; }

    /// <summary>May be inaccessible by now; then only its chat and id are there.</summary>
    public CallbackMessage? Message { get; init; }

    public string? Data { get; init; }
}

internal sealed record CallbackMessage
{
    public int MessageId { get; init; }

    public Chat? Chat { get; init; }
}

internal sealed record BotUser
{
    public long Id { get; init; }

    public string? Username { get; init; }

    /// <summary>True when privacy mode is off: the bot then sees all that is said in its groups.</summary>
    public bool CanReadAllGroupMessages { get; init; }
}

internal sealed record SentMessage
{
    public int MessageId { get; init; }

    /// <summary>Of a message that one member of a group alone sees; null when all see it.</summary>
    public long? EphemeralMessageId { get; init; }
}

internal sealed record ChatMember
{
    public const string Creator = "creator";
    public const string Administrator = "administrator";
    public const string Restricted = "restricted";

    /// <summary>Of the bot in a private chat: the person has stopped it.</summary>
    public const string Kicked = "kicked";

    public string? Status { get; init; }

    public User? User { get; init; }

    /// <summary>Of a restricted one, who may have left.</summary>
    public bool IsMember { get; init; }

    /// <summary>Of a restricted one.</summary>
    public bool CanSendMessages { get; init; }

    /// <summary>Of an administrator in a group with topics.</summary>
    public bool CanManageTopics { get; init; }

    [JsonIgnore]
    public bool IsThere => Status is Creator or Administrator or "member" || (Status == Restricted && IsMember);
}

internal sealed record ChatMemberUpdated
{
    public Chat? Chat { get; init; }

    public User? From { get; init; }

    public ChatMember? NewChatMember { get; init; }
}

internal sealed record ForumTopic
{
    public int MessageThreadId { get; init; }
}

internal sealed record WebhookInfo
{
    public string? Url { get; init; }
}

internal sealed record BotName
{
    public string? Name { get; init; }
}

internal sealed record BotDescription
{
    public string? Description { get; init; }
}

internal sealed record BotShortDescription
{
    public string? ShortDescription { get; init; }
}
