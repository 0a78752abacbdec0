using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>
/// The parameters of one method, and only those the bot uses. The type has the method's name; what is null is left
/// out, because the server reads a null as the word "null".
/// </summary>
internal interface IBotRequest;

internal sealed record GetMe : IBotRequest;

/// <param name="Offset">Confirms every update before it; null confirms nothing.</param>
/// <param name="Timeout">Seconds the server may wait for a first update, at most 50.</param>
internal sealed record GetUpdates(long? Offset, int Limit, int Timeout, IReadOnlyList<string> AllowedUpdates) : IBotRequest;

internal sealed record GetWebhookInfo : IBotRequest;

internal sealed record SetWebhook(string Url, string SecretToken, int MaxConnections, IReadOnlyList<string> AllowedUpdates) : IBotRequest;

internal sealed record DeleteWebhook : IBotRequest;

/// <param name="Text">Plain text: no parse_mode is ever sent, so nothing a person wrote can be taken for markup.</param>
internal sealed record SendMessage(long ChatId, string Text) : IBotRequest
{
    /// <summary>A forum topic; never the general one, which has no thread.</summary>
    public int? MessageThreadId { get; init; }

    public LinkPreviewOptions? LinkPreviewOptions { get; init; }

    public bool? DisableNotification { get; init; }

    public bool? ProtectContent { get; init; }

    public InlineKeyboardMarkup? ReplyMarkup { get; init; }

    /// <summary>One member of the group alone sees it. A server older than Bot API 10.3 passes over this and shows it to all.</summary>
    public EphemeralMessageParameters? EphemeralMessageParameters { get; init; }
}

/// <param name="ReceiverUserId">Who sees it; that it reaches them is not promised.</param>
internal sealed record EphemeralMessageParameters(long ReceiverUserId)
{
    /// <summary>The press it answers.</summary>
    public string? CallbackQueryId { get; init; }
}

internal sealed record DeleteEphemeralMessage(long ChatId, long ReceiverUserId, long EphemeralMessageId) : IBotRequest;

/// <summary>Goes as multipart; <see cref="Document"/> names the part that holds the file.</summary>
internal sealed record SendDocument(long ChatId, string Document, string? Caption) : IBotRequest
{
    public int? MessageThreadId { get; init; }

    public bool? DisableContentTypeDetection { get; init; }

    public bool? DisableNotification { get; init; }

    public bool? ProtectContent { get; init; }

    public InlineKeyboardMarkup? ReplyMarkup { get; init; }
}

internal sealed record SendChatAction(long ChatId, string Action) : IBotRequest;

internal sealed record AnswerCallbackQuery(string CallbackQueryId) : IBotRequest
{
    public const int MaxText = 200;

    /// <summary>Shown to the one who pressed, for a moment.</summary>
    public string? Text { get; init; }

    /// <summary>Opened by the app of the one who pressed; only a way into the bot's own private chat is allowed.</summary>
    public string? Url { get; init; }
}

internal sealed record GetChatAdministrators(long ChatId) : IBotRequest;

/// <param name="Name">1 to 128 characters.</param>
internal sealed record CreateForumTopic(long ChatId, string Name) : IBotRequest;

internal sealed record CloseForumTopic(long ChatId, int MessageThreadId) : IBotRequest;

internal sealed record EditMessageText(long ChatId, int MessageId, string Text) : IBotRequest
{
    public LinkPreviewOptions? LinkPreviewOptions { get; init; }

    public InlineKeyboardMarkup? ReplyMarkup { get; init; }
}

/// <param name="ReplyMarkup">Null takes the buttons away.</param>
internal sealed record EditMessageReplyMarkup(long ChatId, int MessageId, InlineKeyboardMarkup? ReplyMarkup) : IBotRequest;

internal sealed record DeleteMessages(long ChatId, IReadOnlyList<int> MessageIds) : IBotRequest
{
    public const int Most = 100;
}

internal sealed record DeleteMessage(long ChatId, int MessageId) : IBotRequest;

internal sealed record SetMyCommands(IReadOnlyList<BotCommand> Commands, BotCommandScope Scope, string? LanguageCode) : IBotRequest;

internal sealed record GetMyCommands(BotCommandScope Scope, string? LanguageCode) : IBotRequest;

internal sealed record SetMyName(string Name, string? LanguageCode) : IBotRequest;

internal sealed record GetMyName(string? LanguageCode) : IBotRequest;

internal sealed record SetMyDescription(string Description, string? LanguageCode) : IBotRequest;

internal sealed record GetMyDescription(string? LanguageCode) : IBotRequest;

internal sealed record SetMyShortDescription(string ShortDescription, string? LanguageCode) : IBotRequest;

internal sealed record GetMyShortDescription(string? LanguageCode) : IBotRequest;

internal sealed record LinkPreviewOptions(bool IsDisabled)
{
    public static readonly LinkPreviewOptions None = new(IsDisabled: true);
}

internal sealed record InlineKeyboardMarkup(IReadOnlyList<IReadOnlyList<InlineKeyboardButton>> InlineKeyboard);

/// <summary>Exactly one of the two is set.</summary>
internal sealed record InlineKeyboardButton(string Text)
{
    /// <summary>1 to 64 bytes.</summary>
    public string? CallbackData { get; init; }

    public string? Url { get; init; }

    public string? Style { get; init; }
}

internal sealed record BotCommand(string Command, string Description);

internal sealed record BotCommandScope(string Type)
{
    public static readonly BotCommandScope PrivateChats = new("all_private_chats");
    public static readonly BotCommandScope Groups = new("all_group_chats");

    /// <summary>Shown in place of <see cref="Groups"/> to those who administrate the group.</summary>
    public static readonly BotCommandScope Administrators = new("all_chat_administrators");
}

/// <summary>Names and shapes of everything sent to and read from the Bot API, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GetMe))]
[JsonSerializable(typeof(GetUpdates))]
[JsonSerializable(typeof(GetWebhookInfo))]
[JsonSerializable(typeof(SetWebhook))]
[JsonSerializable(typeof(DeleteWebhook))]
[JsonSerializable(typeof(SendMessage))]
[JsonSerializable(typeof(SendDocument))]
[JsonSerializable(typeof(SendChatAction))]
[JsonSerializable(typeof(AnswerCallbackQuery))]
[JsonSerializable(typeof(GetChatAdministrators))]
[JsonSerializable(typeof(CreateForumTopic))]
[JsonSerializable(typeof(CloseForumTopic))]
[JsonSerializable(typeof(EditMessageText))]
[JsonSerializable(typeof(EditMessageReplyMarkup))]
[JsonSerializable(typeof(DeleteMessages))]
[JsonSerializable(typeof(DeleteMessage))]
[JsonSerializable(typeof(DeleteEphemeralMessage))]
[JsonSerializable(typeof(SetMyCommands))]
[JsonSerializable(typeof(GetMyCommands))]
[JsonSerializable(typeof(SetMyName))]
[JsonSerializable(typeof(GetMyName))]
[JsonSerializable(typeof(SetMyDescription))]
[JsonSerializable(typeof(GetMyDescription))]
[JsonSerializable(typeof(SetMyShortDescription))]
[JsonSerializable(typeof(GetMyShortDescription))]
[JsonSerializable(typeof(ApiAnswer<Done>), TypeInfoPropertyName = "AnswerDone")]
[JsonSerializable(typeof(ApiAnswer<SentMessage>), TypeInfoPropertyName = "AnswerSentMessage")]
[JsonSerializable(typeof(ApiAnswer<BotUser>), TypeInfoPropertyName = "AnswerBotUser")]
[JsonSerializable(typeof(ApiAnswer<WebhookInfo>), TypeInfoPropertyName = "AnswerWebhookInfo")]
[JsonSerializable(typeof(ApiAnswer<Update[]>), TypeInfoPropertyName = "AnswerUpdates")]
[JsonSerializable(typeof(ApiAnswer<JsonElement[]>), TypeInfoPropertyName = "AnswerRawUpdates")]
[JsonSerializable(typeof(ApiAnswer<BotCommand[]>), TypeInfoPropertyName = "AnswerCommands")]
[JsonSerializable(typeof(ApiAnswer<ChatMember[]>), TypeInfoPropertyName = "AnswerChatMembers")]
[JsonSerializable(typeof(ApiAnswer<ForumTopic>), TypeInfoPropertyName = "AnswerForumTopic")]
[JsonSerializable(typeof(ApiAnswer<BotName>), TypeInfoPropertyName = "AnswerName")]
[JsonSerializable(typeof(ApiAnswer<BotDescription>), TypeInfoPropertyName = "AnswerDescription")]
[JsonSerializable(typeof(ApiAnswer<BotShortDescription>), TypeInfoPropertyName = "AnswerShortDescription")]
[JsonSerializable(typeof(Update))]
internal sealed partial class BotApiJson : JsonSerializerContext
{
    /// <summary>Writes letters of every script as they are instead of six bytes each; nothing here ends in HTML.</summary>
    public static BotApiJson Wire => Compact.Instance;

    /// <summary>Apart, because it is made from <see cref="Default"/>, which must be there first.</summary>
    private static class Compact
    {
        public static readonly BotApiJson Instance = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
