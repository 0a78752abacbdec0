using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>Somebody with a Telegram app. What they do becomes updates; what the bot sends, they see.</summary>
internal sealed class LoopbackPerson(LoopbackBotApi api, long id, string language)
{
    private int _heard;

    public long Id => id;

    /// <summary>What stands in the chat from the bot.</summary>
    public IEnumerable<LoopbackMessage> Sees => api.Chats.In(id).Where(message => !message.Deleted);

    public long Writes(string text) => Sends(text.StartsWith('/')
        ? new JsonObject { ["text"] = text, ["entities"] = new JsonArray(new JsonObject { ["type"] = "bot_command", ["offset"] = 0, ["length"] = text.Split(' ')[0].Length }) }
        : new JsonObject { ["text"] = text });

    /// <summary>Something that is not a text, such as <c>voice</c>.</summary>
    public long Shows(string kind, string? caption = null, string? album = null)
    {
        var message = new JsonObject { [kind] = kind == "photo" ? new JsonArray() : new JsonObject() };
        if (album is not null)
        {
            message["media_group_id"] = album;
        }

        if (caption is not null)
        {
            message["caption"] = caption;
        }

        return Sends(message);
    }

    public long Edits(string text) => Sends(new JsonObject { ["text"] = text, ["edit_date"] = 1790000001 }, "edited_message");

    public long WritesInGroup(long group, string text, int? topic = null, bool anonymously = false, bool toTheBot = false)
    {
        api.Chats.Open[group] = true;
        var message = new JsonObject { ["text"] = text };
        if (topic is not null)
        {
            message["message_thread_id"] = topic;
            message["is_topic_message"] = true;
        }

        if (toTheBot)
        {
            message["reply_to_message"] = new JsonObject
            {
                ["message_id"] = 1,
                ["date"] = 1790000000,
                ["chat"] = Group(group),
                ["from"] = new JsonObject { ["id"] = 1, ["is_bot"] = true, ["first_name"] = "Bot", ["username"] = "reflection_test_bot" },
            };
        }

        if (anonymously)
        {
            message["sender_chat"] = Group(group);
            message["from"] = new JsonObject { ["id"] = 1087968824, ["is_bot"] = true, ["first_name"] = "Group", ["username"] = "GroupAnonymousBot" };
        }

        return Sends(message, chat: Group(group));
    }

    /// <summary>Presses a button under the newest post of a group that has it; a link is followed.</summary>
    /// <returns>Id of the press; null when it was a link.</returns>
    public async Task<string?> PressesInGroupAsync(long group, string label)
    {
        LoopbackMessage? WithIt() => api.Chats.In(group).LastOrDefault(seen => !seen.Deleted && seen.Buttons.Any(button => button.Label == label));
        await LoopbackBotApi.UntilAsync(() => WithIt() is not null, $"a button '{label}' in the group");
        var message = WithIt()!;
        var button = message.Buttons.First(button => button.Label == label);
        if (button.Url is { } url)
        {
            Follows(url);
            return null;
        }

        return PressesInGroup(group, message.Id, button.Data!);
    }

    /// <returns>Id of the press.</returns>
    public string PressesInGroup(long group, int messageId, string data)
    {
        var callback = api.Chats.NextCallbackId(id);
        Send("callback_query", $"user/{id}", new JsonObject
        {
            ["id"] = callback,
            ["from"] = From(),
            ["chat_instance"] = "1",
            ["message"] = new JsonObject { ["message_id"] = messageId, ["date"] = 1790000000, ["chat"] = Group(group) },
            ["data"] = data,
        }, inGroup: true);
        return callback;
    }

    /// <summary>Opens a link into the bot's private chat and presses Start there.</summary>
    public long Follows(string url)
    {
        const string start = $"https://t.me/{LoopbackBotApi.Username}?start=";
        if (!url.StartsWith(start, StringComparison.Ordinal) || url[start.Length..] is not { Length: >= 1 and <= 64 } word || !word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new InvalidOperationException($"Telegram takes no such link: {url}");
        }

        return Writes($"/start {word}");
    }

    /// <summary>The bot is taken out of the group by this person, or let in.</summary>
    public long ChangesTheBot(long group, string status, JsonObject? rights = null)
    {
        if (status is "kicked" or "left")
        {
            api.Chats.Kicked[group] = true;
        }
        else
        {
            api.Chats.Kicked.TryRemove(group, out _);
            api.Chats.Open[group] = true;
            api.Chats.Joined[group] = true;
        }

        var now = rights ?? [];
        now["status"] = status;
        now["user"] = new JsonObject { ["id"] = 7000001, ["is_bot"] = true, ["first_name"] = "Test" };
        return Send("my_chat_member", $"my/{group}", new JsonObject
        {
            ["chat"] = Group(group),
            ["from"] = From(),
            ["date"] = 1790000000,
            ["old_chat_member"] = new JsonObject { ["status"] = "left", ["user"] = now["user"]!.DeepClone() },
            ["new_chat_member"] = now,
        }, inGroup: true);
    }

    /// <summary>The group became a supergroup: from now on it has another id. That the bot is in the new one is told like any joining, and may be told first.</summary>
    public long TurnsGroupIntoSupergroup(long group, long supergroup)
    {
        api.Chats.MovedTo[group] = supergroup;
        api.Chats.Open[supergroup] = true;
        if (api.Chats.Joined.ContainsKey(group))
        {
            ChangesTheBot(supergroup, "member");
        }

        Sends(new JsonObject { ["migrate_from_chat_id"] = group }, chat: Group(supergroup));
        return Sends(new JsonObject { ["migrate_to_chat_id"] = supergroup }, chat: new JsonObject { ["id"] = group, ["type"] = "group", ["title"] = "Group" });
    }

    public long Press(LoopbackMessage message, LoopbackButton button) => PressRaw(message.Id, button.Data ?? throw new InvalidOperationException($"'{button.Label}' leads elsewhere."));

    /// <summary>As a forged or very old client would.</summary>
    public long PressRaw(int messageId, string data, long? chatOfMessage = null)
    {
        var callback = api.Chats.NextCallbackId(id);
        return Send("callback_query", $"user/{id}", new JsonObject
        {
            ["id"] = callback,
            ["from"] = From(),
            ["chat_instance"] = "1",
            ["message"] = new JsonObject { ["message_id"] = messageId, ["date"] = 0, ["chat"] = new JsonObject { ["id"] = chatOfMessage ?? id, ["type"] = "private", ["first_name"] = "Ann" } },
            ["data"] = data,
        });
    }

    /// <summary>Presses the button with this label on the newest message that has one.</summary>
    public async Task PressesAsync(string label)
    {
        LoopbackMessage? WithIt() => Sees.LastOrDefault(seen => seen.Buttons.Any(button => button.Label == label));
        await LoopbackBotApi.UntilAsync(
            () => WithIt() is not null,
            $"a button '{label}'; there are: {string.Join(" | ", Sees.SelectMany(seen => seen.Buttons).Select(button => button.Label))}");
        var message = WithIt()!;
        Press(message, message.Buttons.First(button => button.Label == label));
    }

    /// <summary>The bot's next message that was not heard yet.</summary>
    public async Task<LoopbackMessage> HearsAsync()
    {
        await LoopbackBotApi.UntilAsync(() => api.Chats.In(id).Count > _heard, $"message {_heard + 1} to {id}");
        return api.Chats.In(id)[_heard++];
    }

    /// <summary>Stops the bot in the app, and the bot hears of it.</summary>
    public long StopsTheBot()
    {
        var number = Send("my_chat_member", $"my/{id}", new JsonObject
        {
            ["chat"] = new JsonObject { ["id"] = id, ["type"] = "private", ["first_name"] = "Ann" },
            ["from"] = From(),
            ["date"] = 1790000000,
            ["new_chat_member"] = new JsonObject { ["status"] = "kicked", ["until_date"] = 0, ["user"] = new JsonObject { ["id"] = 7000001, ["is_bot"] = true, ["first_name"] = "Test" } },
        });
        Blocks();
        return number;
    }

    /// <summary>Stops the bot in the app; or starts it again.</summary>
    public void Blocks(bool blocked = true) => api.Chats.Open[id] = !blocked;

    private long Sends(JsonObject message, string kind = "message", JsonObject? chat = null)
    {
        var number = api.Chats.NextMessageId();
        api.Chats.Wrote[number] = chat is null ? id : chat["id"]!.GetValue<long>();
        message["message_id"] = number;
        message["date"] = 1790000000;
        message["from"] ??= From();
        message["chat"] = chat ?? new JsonObject { ["id"] = id, ["type"] = "private", ["first_name"] = "Ann" };
        return Send(kind, $"chat/{message["chat"]!["id"]}", message, inGroup: chat is not null);
    }

    private long Send(string kind, string lane, JsonObject body, bool inGroup = false)
    {
        if (!inGroup)
        {
            api.Chats.Strangers.TryRemove(id, out _);
            api.Chats.Open.TryAdd(id, true);
        }
        else if (!api.Chats.Open.ContainsKey(id))
        {
            api.Chats.Strangers[id] = true;
        }

        lock (api.Rates)
        {
            api.Rates.Asked(id);
        }

        string Rendered(long updateId) => new JsonObject { ["update_id"] = updateId, [kind] = body.DeepClone() }.ToJsonString(_json);
        if (api.WebhookUrl is null)
        {
            return api.Updates.Add(Rendered);
        }

        var number = api.Updates.Add(Rendered);
        api.Updates.Remove(number);
        api.Pump.Add(lane, Rendered(number));
        return number;
    }

    private JsonObject Group(long group)
    {
        var chat = new JsonObject { ["id"] = group, ["type"] = group < -1_000_000_000 || api.Chats.MovedTo.Values.Contains(group) ? "supergroup" : "group", ["title"] = "Group" };
        if (api.Chats.Topics.Keys.Any(known => known.Group == group))
        {
            chat["is_forum"] = true;
        }

        return chat;
    }

    private JsonObject From() => new() { ["id"] = id, ["is_bot"] = false, ["first_name"] = "Ann", ["language_code"] = language };

    private static readonly JsonSerializerOptions _json = new();
}
