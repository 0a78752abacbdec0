using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>The methods of the Bot API that the bot uses, with failures as values.</summary>
internal sealed class BotApi(BotTransport transport)
{
    /// <summary>How long an ordinary call may take; the server answers in well under a second or not at all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What a long poll may take beyond the time the server was asked to wait.</summary>
    public static readonly TimeSpan PollMargin = TimeSpan.FromSeconds(15);

    private static readonly BotApiJson _json = BotApiJson.Wire;

    public Task<ApiResult<BotUser>> GetMeAsync(CancellationToken cancellationToken) =>
        CallAsync(new GetMe(), _json.GetMe, _json.AnswerBotUser, cancellationToken);

    /// <summary>An update that cannot be read is left out of the answer, so that it cannot hold up those behind it.</summary>
    /// <returns>The updates, and what is known of those left out.</returns>
    public async Task<ApiResult<UpdateBatch>> GetUpdatesAsync(GetUpdates request, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromSeconds(request.Timeout) + PollMargin;
        var read = await CallAsync(request, _json.GetUpdates, _json.AnswerUpdates, cancellationToken, patience);
        if (read is { Failure: null, Value: { } updates })
        {
            return new ApiResult<UpdateBatch>(UpdateBatch.Of(updates), null);
        }

        if (read.Failure is not (null or ApiFailure.Doubtful { Reason: BotTransport.Unreadable }))
        {
            return read.Failure;
        }

        var raw = await CallAsync(request, _json.GetUpdates, _json.AnswerRawUpdates, cancellationToken, patience);
        return raw.Value is { } elements ? new ApiResult<UpdateBatch>(UpdateBatch.Sorted(elements), null) : raw.Failure ?? new ApiFailure.Doubtful(BotTransport.Unreadable);
    }

    public Task<ApiResult<WebhookInfo>> GetWebhookInfoAsync(CancellationToken cancellationToken) =>
        CallAsync(new GetWebhookInfo(), _json.GetWebhookInfo, _json.AnswerWebhookInfo, cancellationToken);

    public Task<ApiResult<Done>> SetWebhookAsync(SetWebhook request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.SetWebhook, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<Done>> DeleteWebhookAsync(CancellationToken cancellationToken) =>
        CallAsync(new DeleteWebhook(), _json.DeleteWebhook, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<SentMessage>> SendMessageAsync(SendMessage request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.SendMessage, _json.AnswerSentMessage, cancellationToken);

    public async Task<ApiResult<SentMessage>> SendDocumentAsync(SendDocument request, Document document, CancellationToken cancellationToken)
    {
        using var content = Multipart(request, document);
        return await TimedAsync("sendDocument", content, _json.AnswerSentMessage, Patience, cancellationToken);
    }

    public Task<ApiResult<Done>> SendChatActionAsync(SendChatAction request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.SendChatAction, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<Done>> AnswerCallbackQueryAsync(AnswerCallbackQuery request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.AnswerCallbackQuery, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<ChatMember[]>> GetChatAdministratorsAsync(GetChatAdministrators request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.GetChatAdministrators, _json.AnswerChatMembers, cancellationToken);

    public Task<ApiResult<ForumTopic>> CreateForumTopicAsync(CreateForumTopic request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.CreateForumTopic, _json.AnswerForumTopic, cancellationToken);

    public Task<ApiResult<Done>> CloseForumTopicAsync(CloseForumTopic request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.CloseForumTopic, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<Done>> EditMessageTextAsync(EditMessageText request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.EditMessageText, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<Done>> EditMessageReplyMarkupAsync(EditMessageReplyMarkup request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.EditMessageReplyMarkup, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<Done>> DeleteMessagesAsync(DeleteMessages request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.DeleteMessages, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<Done>> DeleteMessageAsync(DeleteMessage request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.DeleteMessage, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<Done>> DeleteEphemeralMessageAsync(DeleteEphemeralMessage request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.DeleteEphemeralMessage, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<BotCommand[]>> GetMyCommandsAsync(GetMyCommands request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.GetMyCommands, _json.AnswerCommands, cancellationToken);

    public Task<ApiResult<Done>> SetMyCommandsAsync(SetMyCommands request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.SetMyCommands, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<BotName>> GetMyNameAsync(GetMyName request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.GetMyName, _json.AnswerName, cancellationToken);

    public Task<ApiResult<Done>> SetMyNameAsync(SetMyName request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.SetMyName, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<BotDescription>> GetMyDescriptionAsync(GetMyDescription request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.GetMyDescription, _json.AnswerDescription, cancellationToken);

    public Task<ApiResult<Done>> SetMyDescriptionAsync(SetMyDescription request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.SetMyDescription, _json.AnswerDone, cancellationToken);

    public Task<ApiResult<BotShortDescription>> GetMyShortDescriptionAsync(GetMyShortDescription request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.GetMyShortDescription, _json.AnswerShortDescription, cancellationToken);

    public Task<ApiResult<Done>> SetMyShortDescriptionAsync(SetMyShortDescription request, CancellationToken cancellationToken) =>
        CallAsync(request, _json.SetMyShortDescription, _json.AnswerDone, cancellationToken);

    /// <summary>The method's name is the request type's, with a small first letter.</summary>
    public static string MethodOf(Type request) => char.ToLowerInvariant(request.Name[0]) + request.Name[1..];

    private async Task<ApiResult<TResult>> CallAsync<TRequest, TResult>(
        TRequest request, JsonTypeInfo<TRequest> type, JsonTypeInfo<ApiAnswer<TResult>> answer, CancellationToken cancellationToken, TimeSpan? patience = null)
        where TRequest : IBotRequest
    {
        using var content = BotContent.Json(request, type);
        return await TimedAsync(Method<TRequest>.Name, content, answer, patience ?? Patience, cancellationToken);
    }

    private async Task<ApiResult<T>> TimedAsync<T>(string method, HttpContent content, JsonTypeInfo<ApiAnswer<T>> answer, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = await transport.CallAsync(method, content, answer, patience, cancellationToken);
        TelegramMeter.Called(method, result.Failure, Stopwatch.GetElapsedTime(begun));
        return result;
    }

    private static MultipartFormDataContent Multipart(SendDocument request, Document document)
    {
        var form = new MultipartFormDataContent();
        foreach (var parameter in JsonSerializer.SerializeToElement(request, _json.SendDocument).EnumerateObject())
        {
            var value = parameter.Value.ValueKind == JsonValueKind.String ? parameter.Value.GetString()! : parameter.Value.GetRawText();
            if (parameter.Name != "document")
            {
                form.Add(new StringContent(value, Encoding.UTF8), parameter.Name);
            }
        }

        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(document.Text));
        file.Headers.ContentType = MediaTypeHeaderValue.TryParse(document.MediaType, out var mediaType) ? mediaType : new MediaTypeHeaderValue("text/plain");
        form.Add(file, "document", document.FileName);
        return form;
    }

    private static class Method<TRequest>
    {
        public static readonly string Name = MethodOf(typeof(TRequest));
    }
}

/// <param name="Unreadable">The highest id of an update that could not be read; null when all could.</param>
internal sealed record UpdateBatch(IReadOnlyList<Update> Updates, long? Unreadable)
{
    /// <summary>Something was in the answer, and nothing that could be confirmed: it will be there again.</summary>
    public bool IsStuck { get; private init; }

    /// <param name="read">As they were read, with holes and ids that no update has.</param>
    public static UpdateBatch Of(IReadOnlyList<Update?> read) => Of(read, unreadable: null, read.Count);

    private static UpdateBatch Of(IEnumerable<Update?> read, long? unreadable, int given)
    {
        Update[] updates = [.. read.Where(update => update is not null && IsId(update.UpdateId)).Select(update => update!)];
        return new UpdateBatch(updates, unreadable) { IsStuck = given > 0 && updates.Length == 0 && unreadable is null };
    }

    private static bool IsId(long number) => number is > 0 and < long.MaxValue;

    public static UpdateBatch Sorted(JsonElement[] raw)
    {
        var updates = new List<Update?>(raw.Length);
        long? unreadable = null;
        foreach (var element in raw)
        {
            try
            {
                updates.Add(element.Deserialize(BotApiJson.Wire.Update));
            }
            catch (JsonException)
            {
                if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("update_id", out var id)
                    && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && IsId(number))
                {
                    unreadable = Math.Max(unreadable ?? long.MinValue, number);
                }
            }
        }

        return Of(updates, unreadable, raw.Length);
    }
}
