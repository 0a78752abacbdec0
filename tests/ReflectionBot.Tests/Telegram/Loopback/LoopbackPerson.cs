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
    public long Shows(string kind, string? caption = null)
    {
        var message = new JsonObject { [kind] = kind == "photo" ? new JsonArray() : new JsonObject() };
        if (caption is not null)
        {
            message["caption"] = caption;
        }

        return Sends(message);
    }

    public long Edits(string text) => Sends(new JsonObject { ["text"] = text, ["edit_date"] = 1790000001 }, "edited_message");

    public long WritesInGroup(long group, string text)
    {
        api.Chats.Open[group] = true;
        return Sends(new JsonObject { ["text"] = text }, chat: new JsonObject { ["id"] = group, ["type"] = group < -1_000_000_000 ? "supergroup" : "group", ["title"] = "Group" });
    }

    /// <summary>The group became a supergroup: from now on it has another id.</summary>
    public long TurnsGroupIntoSupergroup(long group, long supergroup)
    {
        api.Chats.MovedTo[group] = supergroup;
        api.Chats.Open[supergroup] = true;
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

    /// <summary>Stops the bot in the app; or starts it again.</summary>
    public void Blocks(bool blocked = true) => api.Chats.Open[id] = !blocked;

    private long Sends(JsonObject message, string kind = "message", JsonObject? chat = null)
    {
        message["message_id"] = api.Chats.NextMessageId();
        message["date"] = 1790000000;
        message["from"] = From();
        message["chat"] = chat ?? new JsonObject { ["id"] = id, ["type"] = "private", ["first_name"] = "Ann" };
        return Send(kind, $"chat/{message["chat"]!["id"]}", message);
    }

    private long Send(string kind, string lane, JsonObject body)
    {
        api.Chats.Open.TryAdd(id, true);
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

    private JsonObject From() => new() { ["id"] = id, ["is_bot"] = false, ["first_name"] = "Ann", ["language_code"] = language };

    private static readonly JsonSerializerOptions _json = new();
}
