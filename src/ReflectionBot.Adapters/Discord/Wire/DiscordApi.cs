using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>The methods of Discord's API that the bot uses, with failures as values.</summary>
internal sealed class DiscordApi(RestTransport transport)
{
    /// <summary>How long an ordinary call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A first answer that takes longer comes too late anyway.</summary>
    public static readonly TimeSpan CallbackPatience = TimeSpan.FromSeconds(3);

    private static readonly DiscordJson _json = DiscordJson.Wire;
    private static readonly MediaTypeHeaderValue _jsonType = new("application/json");

    public Task<RestResult<ApplicationInfo>> GetApplicationAsync(CancellationToken cancellationToken) =>
        CallAsync(Route.Application(), null, _json.ApplicationInfo, cancellationToken);

    public Task<RestResult<GatewayInfo>> GetGatewayAsync(CancellationToken cancellationToken) =>
        CallAsync(Route.GatewayBot(), null, _json.GatewayInfo, cancellationToken);

    public Task<RestResult<SlashCommand[]>> GetCommandsAsync(string application, CancellationToken cancellationToken) =>
        CallAsync(Route.Commands(HttpMethod.Get, application), null, _json.SlashCommandArray, cancellationToken);

    public Task<RestResult<SlashCommand[]>> SetCommandsAsync(string application, SlashCommand[] commands, CancellationToken cancellationToken) =>
        CallAsync(Route.Commands(HttpMethod.Put, application), Json(commands, _json.SlashCommandArray), _json.SlashCommandArray, cancellationToken);

    /// <summary>The private chat with a person; it is the same one every time.</summary>
    public Task<RestResult<ChannelInfo>> OpenChannelAsync(string person, Urgency urgency, CancellationToken cancellationToken) =>
        CallAsync(Route.OpenChannel(), Json(new OpenChannelBody(person), _json.OpenChannelBody), _json.ChannelInfo, cancellationToken, urgency);

    public Task<RestResult<SentMessage>> CreateMessageAsync(string channel, MessageBody body, Document? document, Urgency urgency, CancellationToken cancellationToken) =>
        CallAsync(Route.Messages(HttpMethod.Post, channel), Content(body, _json.MessageBody, document), _json.SentMessage, cancellationToken, urgency);

    /// <summary>The newest messages, newest first.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="most">At most 100.</param>
    /// <param name="urgency">Whose share of the limits it takes.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <param name="before">Those that are older than this one; null for the newest of all.</param>
    public Task<RestResult<ListedMessage[]>> ListMessagesAsync(string channel, int most, Urgency urgency, CancellationToken cancellationToken, string? before = null) =>
        CallAsync(Route.Messages(HttpMethod.Get, channel, $"?limit={most}{(before is null ? "" : $"&before={before}")}"), null, _json.ListedMessageArray, cancellationToken, urgency);

    public Task<RestResult<SentMessage>> EditMessageAsync(string channel, string message, MessageBody body, Urgency urgency, CancellationToken cancellationToken) =>
        CallAsync(Route.Message(HttpMethod.Patch, channel, message), Json(body, _json.MessageBody), _json.SentMessage, cancellationToken, urgency);

    public Task<RestResult<GuildInfo>> GetGuildAsync(string guild, CancellationToken cancellationToken) =>
        CallAsync(Route.Guild(guild), null, _json.GuildInfo, cancellationToken);

    public Task<RestResult<MemberInfo>> GetMemberAsync(string guild, string person, CancellationToken cancellationToken) =>
        CallAsync(Route.Member(guild, person), null, _json.MemberInfo, cancellationToken);

    public Task<RestResult<ChannelInfo>> GetChannelAsync(string channel, CancellationToken cancellationToken) =>
        CallAsync(Route.Channel(HttpMethod.Get, channel), null, _json.ChannelInfo, cancellationToken);

    /// <summary>A thread under a message; its id is the message's.</summary>
    public Task<RestResult<ChannelInfo>> OpenThreadAsync(string channel, string message, OpenThreadBody body, Urgency urgency, CancellationToken cancellationToken) =>
        CallAsync(Route.Threads(channel, message), Json(body, _json.OpenThreadBody), _json.ChannelInfo, cancellationToken, urgency);

    public Task<RestResult<ChannelInfo>> CloseThreadAsync(string thread, CloseThreadBody body, Urgency urgency, CancellationToken cancellationToken) =>
        CallAsync(Route.Channel(HttpMethod.Patch, thread), Json(body, _json.CloseThreadBody), _json.ChannelInfo, cancellationToken, urgency);

    public Task<RestResult<Done>> DeleteMessageAsync(string channel, string message, Urgency urgency, CancellationToken cancellationToken) =>
        CallAsync<Done>(Route.Message(HttpMethod.Delete, channel, message), null, null, cancellationToken, urgency);

    public Task<RestResult<Done>> ShowTypingAsync(string channel, CancellationToken cancellationToken) =>
        CallAsync<Done>(Route.Typing(channel), null, null, cancellationToken, Urgency.Nudge);

    public Task<RestResult<CallbackAnswer>> AnswerAsync(InteractionKey key, CallbackBody body, Document? document, CancellationToken cancellationToken) =>
        CallAsync(Route.Callback(key), Content(body, _json.CallbackBody, document), _json.CallbackAnswer, cancellationToken, patience: CallbackPatience);

    public Task<RestResult<CallbackAnswer>> OpenModalAsync(InteractionKey key, ModalBody modal, CancellationToken cancellationToken) =>
        CallAsync(Route.Callback(key), Json(new ModalCallbackBody(modal), _json.ModalCallbackBody), _json.CallbackAnswer, cancellationToken, patience: CallbackPatience);

    public Task<RestResult<SentMessage>> FollowUpAsync(InteractionKey key, MessageBody body, Document? document, CancellationToken cancellationToken) =>
        CallAsync(Route.Followup(key), Content(body, _json.MessageBody, document), _json.SentMessage, cancellationToken);

    public Task<RestResult<SentMessage>> GetOriginalAsync(InteractionKey key, CancellationToken cancellationToken) =>
        CallAsync(Route.OwnMessage(HttpMethod.Get, key, Route.Original), null, _json.SentMessage, cancellationToken);

    /// <param name="message">An id, or <see cref="Route.Original"/>.</param>
    public Task<RestResult<SentMessage>> EditOwnAsync(InteractionKey key, string message, MessageBody body, Document? document, CancellationToken cancellationToken) =>
        CallAsync(Route.OwnMessage(HttpMethod.Patch, key, message), Content(body, _json.MessageBody, document), _json.SentMessage, cancellationToken);

    /// <param name="message">An id, or <see cref="Route.Original"/>.</param>
    public Task<RestResult<Done>> DeleteOwnAsync(InteractionKey key, string message, CancellationToken cancellationToken) =>
        CallAsync<Done>(Route.OwnMessage(HttpMethod.Delete, key, message), null, null, cancellationToken);

    private async Task<RestResult<T>> CallAsync<T>(
        Route route, HttpContent? content, JsonTypeInfo<T>? answer, CancellationToken cancellationToken, Urgency urgency = Urgency.Reply, TimeSpan? patience = null)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = await transport.CallAsync(route, content, answer, urgency, patience ?? Patience, cancellationToken);
        DiscordMeter.Called(route, result.Failure, Stopwatch.GetElapsedTime(begun));
        return result;
    }

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = _jsonType;
        return content;
    }

    /// <summary>A file makes it a form: the body as <c>payload_json</c>, the file as <c>files[0]</c>.</summary>
    private static HttpContent Content<T>(T body, JsonTypeInfo<T> type, Document? document)
    {
        if (document is null)
        {
            return Json(body, type);
        }

        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(document.Text));
        file.Headers.ContentType = MediaTypeHeaderValue.TryParse(document.MediaType, out var mediaType) ? mediaType : new MediaTypeHeaderValue("text/plain");
        return new MultipartFormDataContent { { Json(body, type), "payload_json" }, { file, "files[0]", document.FileName } };
    }
}
