using System.Collections.Concurrent;
using System.Text.Json;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>What each method does.</summary>
internal sealed class LoopbackMethods(LoopbackBotApi api)
{
    private readonly ConcurrentDictionary<string, string> _profile = new();

    public async Task<ApiReply> CarryOutAsync(string method, JsonElement parameters, (string Name, string Text)? file, CancellationToken aborted)
    {
        var chat = parameters.TryGetProperty("chat_id", out var id) && id.ValueKind == JsonValueKind.Number ? id.GetInt64() : 0;
        if (api.OnCall is { } onCall)
        {
            onCall(method, chat != 0 || method != "answerCallbackQuery" ? chat : api.Chats.UnansweredCallbacks.GetValueOrDefault(parameters.GetProperty("callback_query_id").GetString()!));
        }

        return method switch
        {
            "getMe" => ApiReply.Done($$"""{"id":7000001,"is_bot":true,"first_name":"Test","username":"{{LoopbackBotApi.Username}}","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}"""),
            "getUpdates" => await GetUpdatesAsync(parameters, aborted),
            "getWebhookInfo" => ApiReply.Done($$"""{"url":{{JsonSerializer.Serialize(api.WebhookUrl ?? "")}},"has_custom_certificate":false,"pending_update_count":{{api.Updates.Pending}}}"""),
            "setWebhook" => SetWebhook(parameters),
            "deleteWebhook" => DeleteWebhook(),
            "sendMessage" => Send(chat, parameters, parameters.GetProperty("text").GetString()!, null),
            "sendDocument" => Send(chat, parameters, parameters.TryGetProperty("caption", out var caption) ? caption.GetString()! : "", file),
            "sendChatAction" => Reachable(chat) ?? ApiReply.True,
            "answerCallbackQuery" => AnswerCallback(parameters),
            "getChatAdministrators" => Administrators(chat),
            "createForumTopic" => CreateTopic(chat),
            "closeForumTopic" => CloseTopic(chat, parameters.GetProperty("message_thread_id").GetInt32()),
            "editMessageText" or "editMessageReplyMarkup" => Edit(chat, parameters),
            "deleteMessages" => Delete(chat, [.. parameters.GetProperty("message_ids").EnumerateArray().Select(number => number.GetInt32())]),
            "deleteEphemeralMessage" => DeleteAlone(chat, parameters),
            "deleteMessage" => Delete(chat, [parameters.GetProperty("message_id").GetInt32()]),
            _ => Profile(method, parameters),
        };
    }

    private async Task<ApiReply> GetUpdatesAsync(JsonElement parameters, CancellationToken aborted)
    {
        if (!parameters.TryGetProperty("allowed_updates", out _))
        {
            api.Breaches.Enqueue("getUpdates without allowed_updates takes whatever was set before");
        }

        if (api.WebhookUrl is { Length: > 0 })
        {
            return ApiReply.Failed(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
        }

        long? offset = parameters.TryGetProperty("offset", out var given) ? given.GetInt64() : null;
        var limit = parameters.TryGetProperty("limit", out var most) ? most.GetInt32() : 100;
        var timeout = parameters.TryGetProperty("timeout", out var seconds) ? seconds.GetInt32() : 0;
        var updates = await api.Updates.PollAsync(offset, limit, TimeSpan.FromSeconds(timeout), aborted);
        return updates is null && api.WebhookUrl is { Length: > 0 } ? ApiReply.Failed(409, "Conflict: terminated by setWebhook request")
            : updates is null ? ApiReply.Failed(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
            : ApiReply.Done($"[{string.Join(',', updates)}]");
    }

    private ApiReply SetWebhook(JsonElement parameters)
    {
        var url = parameters.GetProperty("url").GetString()!;
        if (!url.StartsWith("https://", StringComparison.Ordinal))
        {
            return ApiReply.Failed(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
        }

        api.WebhookSecret = parameters.TryGetProperty("secret_token", out var secret) ? secret.GetString() : null;
        api.WebhookUrl = url;
        api.Updates.EndPoll();
        return ApiReply.True;
    }

    private ApiReply DeleteWebhook()
    {
        api.WebhookUrl = null;
        return ApiReply.True;
    }

    private ApiReply? Reachable(long chat) =>
        api.Chats.MovedTo.TryGetValue(chat, out var moved) ? ApiReply.Failed(400, "Bad Request: group chat was upgraded to a supergroup chat", $$"""{"migrate_to_chat_id":{{moved}}}""")
        : api.Chats.Kicked.ContainsKey(chat) ? ApiReply.Failed(403, "Forbidden: bot was kicked from the supergroup chat")
        : api.Chats.Strangers.ContainsKey(chat) ? ApiReply.Failed(403, "Forbidden: bot can't initiate conversation with a user")
        : !api.Chats.Open.TryGetValue(chat, out var open) ? ApiReply.Failed(400, "Bad Request: chat not found")
        : !open ? ApiReply.Failed(403, "Forbidden: bot was blocked by the user")
        : null;

    private ApiReply? Paced(long chat)
    {
        if (!api.Watchful || !api.KeepsRates)
        {
            return null;
        }

        lock (api.Rates)
        {
            if (api.Rates.Sent(chat) is not { } broken)
            {
                return null;
            }

            api.Breaches.Enqueue(broken);
            return ApiReply.Failed(429, "Too Many Requests: retry after 1", """{"retry_after":1}""");
        }
    }

    private ApiReply Send(long chat, JsonElement parameters, string text, (string Name, string Text)? file)
    {
        if ((Reachable(chat) ?? Paced(chat)) is { } refused)
        {
            return refused;
        }

        if (parameters.TryGetProperty("ephemeral_message_parameters", out var alone) && api.Chats.Ephemerals != EphemeralKind.Unknown)
        {
            return SendAlone(chat, alone, parameters, text);
        }

        if (api.Chats.Muted.ContainsKey(chat))
        {
            return ApiReply.Failed(400, "Bad Request: not enough rights to send text messages to the chat");
        }

        int? topic = parameters.TryGetProperty("message_thread_id", out var thread) ? thread.GetInt32() : null;
        if (topic is { } wanted && (!api.Chats.Topics.TryGetValue((chat, wanted), out var isOpen) || !isOpen))
        {
            return ApiReply.Failed(400, api.Chats.Topics.ContainsKey((chat, wanted)) ? "Bad Request: TOPIC_CLOSED" : "Bad Request: message thread not found");
        }

        var message = new LoopbackMessage
        {
            Topic = topic,
            Id = api.Chats.NextMessageId(),
            Text = text,
            Rows = LoopbackMessage.RowsOf(parameters),
            Silent = Is(parameters, "disable_notification"),
            Protected = Is(parameters, "protect_content"),
            PreviewOff = parameters.TryGetProperty("link_preview_options", out var preview) && Is(preview, "is_disabled"),
            FileName = file?.Name,
            FileText = file?.Text,
        };
        api.Chats.Add(chat, message);
        api.OnSent?.Invoke(chat, message);
        return ApiReply.Done(Rendered(chat, message));
    }

    private ApiReply SendAlone(long chat, JsonElement alone, JsonElement parameters, string text)
    {
        var person = alone.GetProperty("receiver_user_id").GetInt64();
        if (chat > 0)
        {
            api.Breaches.Enqueue("a message for one alone has its place in a group");
        }

        if (alone.TryGetProperty("callback_query_id", out var press)
            && (api.Chats.AnsweredCallbacks.TryGetValue(press.GetString()!, out var who) || api.Chats.UnansweredCallbacks.TryGetValue(press.GetString()!, out who) ? who : 0) != person)
        {
            api.Breaches.Enqueue("a message for one alone answers the press of another");
        }

        if (api.Chats.Ephemerals == EphemeralKind.Refused)
        {
            return ApiReply.Failed(400, "Bad Request: ephemeral messages can't be sent to the chat");
        }

        var message = new LoopbackMessage { Id = api.Chats.NextMessageId(), Text = text, Rows = LoopbackMessage.RowsOf(parameters), Silent = Is(parameters, "disable_notification") };
        api.Chats.Alone.AddOrUpdate((chat, person), [message], (_, seen) => seen.Add(message));
        return ApiReply.Done(
            $$"""{"message_id":0,"ephemeral_message_id":{{message.Id}},"receiver_user":{"id":{{person}},"is_bot":false,"first_name":"Ann"},"chat":{"id":{{chat}},"type":"group"},"date":1790000000,"text":{{JsonSerializer.Serialize(text)}}}""");
    }

    private ApiReply DeleteAlone(long chat, JsonElement parameters)
    {
        var id = parameters.GetProperty("ephemeral_message_id").GetInt32();
        if (api.Chats.Alone.GetValueOrDefault((chat, parameters.GetProperty("receiver_user_id").GetInt64()), []).Find(message => message.Id == id) is not { } message)
        {
            return ApiReply.Failed(400, "Bad Request: message to delete not found");
        }

        message.Deleted = true;
        return ApiReply.True;
    }

    private ApiReply Edit(long chat, JsonElement parameters)
    {
        if ((Reachable(chat) ?? Paced(chat)) is { } refused)
        {
            return refused;
        }

        if (api.Chats.Find(chat, parameters.GetProperty("message_id").GetInt32()) is not { } message)
        {
            return ApiReply.Failed(400, "Bad Request: message to edit not found");
        }

        var text = parameters.TryGetProperty("text", out var given) ? given.GetString()! : message.Text;
        var rows = LoopbackMessage.RowsOf(parameters);
        if (text == message.Text && rows.SelectMany(row => row).SequenceEqual(message.Buttons))
        {
            return ApiReply.Failed(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");
        }

        message.Text = text;
        message.Rows = rows;
        message.Edits++;
        return ApiReply.Done(Rendered(chat, message));
    }

    private ApiReply Delete(long chat, IReadOnlyList<int> ids)
    {
        if (Reachable(chat) is { } refused)
        {
            return refused;
        }

        var ofPeople = ids.Where(id => api.Chats.Find(chat, id) is null && api.Chats.Wrote.TryGetValue(id, out var where) && where == chat).ToList();
        if (ids.Count == ofPeople.Count && chat > 0)
        {
            ofPeople.ForEach(id => api.Chats.DeletedOfPeople[(chat, id)] = true);
            return ApiReply.True;
        }

        var found = ids.Select(id => api.Chats.Find(chat, id)).Where(message => message is not null).Select(message => message!).ToList();
        if (found.Exists(message => message.Old))
        {
            return ApiReply.Failed(400, "Bad Request: message can't be deleted");
        }

        if (ids.Count == 1 && found.Count == 0)
        {
            return ApiReply.Failed(400, "Bad Request: message to delete not found");
        }

        found.ForEach(message => message.Deleted = true);
        return ApiReply.True;
    }

    private ApiReply Administrators(long chat) => Reachable(chat) ?? ApiReply.Done(JsonSerializer.Serialize(
        api.Chats.Administrators.GetValueOrDefault(chat, []).Select((user, i) => new
        {
            status = i == 0 ? "creator" : "administrator",
            user = new { id = user, is_bot = false, first_name = "Admin" },
            is_anonymous = i == 1,
        })));

    private ApiReply CreateTopic(long chat)
    {
        if ((Reachable(chat) ?? Paced(chat)) is { } refused)
        {
            return refused;
        }

        if (!api.Chats.Topics.Keys.Any(known => known.Group == chat))
        {
            return ApiReply.Failed(400, "Bad Request: the chat is not a forum");
        }

        if (api.Chats.WithoutTopics.ContainsKey(chat))
        {
            return ApiReply.Failed(400, "Bad Request: not enough rights to create a topic");
        }

        var topic = api.Chats.NextMessageId();
        api.Chats.Topics[(chat, topic)] = true;
        return ApiReply.Done($$"""{"message_thread_id":{{topic}},"name":"x","icon_color":7322096}""");
    }

    private ApiReply CloseTopic(long chat, int topic)
    {
        if ((Reachable(chat) ?? Paced(chat)) is { } refused)
        {
            return refused;
        }

        if (!api.Chats.Topics.ContainsKey((chat, topic)))
        {
            return ApiReply.Failed(400, "Bad Request: message thread not found");
        }

        api.Chats.Topics[(chat, topic)] = false;
        return ApiReply.True;
    }

    private ApiReply AnswerCallback(JsonElement parameters)
    {
        var id = parameters.GetProperty("callback_query_id").GetString()!;
        api.Chats.CallbackWords.TryAdd(
            id,
            (parameters.TryGetProperty("text", out var text) ? text.GetString() : null, parameters.TryGetProperty("url", out var url) ? url.GetString() : null));

        if (api.Chats.UnansweredCallbacks.TryRemove(id, out var chat))
        {
            api.Chats.AnsweredCallbacks[id] = chat;
            return ApiReply.True;
        }

        if (api.Chats.AnsweredCallbacks.ContainsKey(id) && api.Watchful && !api.ForgivesSecondAnswers)
        {
            api.Breaches.Enqueue("a pressed button was answered twice");
        }

        return ApiReply.Failed(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
    }

    private ApiReply Profile(string method, JsonElement parameters)
    {
        var scope = parameters.TryGetProperty("scope", out var given) ? given.GetProperty("type").GetString() : "";
        var language = parameters.TryGetProperty("language_code", out var code) ? code.GetString() : "";
        var what = method["setMy".Length..];
        var key = $"{what}/{scope}/{language}";
        if (method.StartsWith("set", StringComparison.Ordinal))
        {
            _profile[key] = what == "Commands" ? parameters.GetProperty("commands").GetRawText() : WithoutLanguage(parameters);
            return ApiReply.True;
        }

        return ApiReply.Done(_profile.GetValueOrDefault(key, what switch
        {
            "Commands" => "[]",
            "Name" => """{"name":"At BotFather"}""",
            "Description" => """{"description":""}""",
            _ => """{"short_description":""}""",
        }));
    }

    private static string WithoutLanguage(JsonElement parameters) =>
        JsonSerializer.Serialize(parameters.EnumerateObject().Where(field => field.Name != "language_code").ToDictionary(field => field.Name, field => field.Value));

    private static bool Is(JsonElement parameters, string name) => parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Rendered(long chat, LoopbackMessage message) =>
        $$"""{"message_id":{{message.Id}},"from":{"id":7000001,"is_bot":true,"first_name":"Test"},"chat":{"id":{{chat}},"type":"{{(chat < 0 ? "group" : "private")}}"},"date":1790000000,"text":{{JsonSerializer.Serialize(message.Text)}}}""";
}
