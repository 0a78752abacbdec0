using System.Globalization;
using System.Text.Json.Nodes;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>Somebody with Discord open: writes, uses commands, presses, chooses, fills in fields.</summary>
internal sealed class LoopbackPerson(LoopbackDiscord discord, long id, string locale)
{
    private const string ServerChannel = LoopbackServer.Channel;

    private int _heard;

    public long Id => id;

    /// <summary>The bot's messages that are there for this person, oldest first.</summary>
    public IEnumerable<LoopbackMessage> Sees => discord.Chats.To(id).Where(message => !message.Deleted);

    /// <summary>Writes in the private chat.</summary>
    /// <returns>The message's id.</returns>
    public string Writes(string text, Action<JsonObject>? with = null)
    {
        Acts();
        var message = Message(discord.Chats.NextId(), text);
        with?.Invoke(message);
        discord.Publish("MESSAGE_CREATE", message);
        return message["id"]!.GetValue<string>();
    }

    public void Edits(string messageId, string text)
    {
        var message = Message(messageId, text);
        message["edited_timestamp"] = $"2026-03-02T18:0{text.Length % 10}:00+00:00";
        discord.Publish("MESSAGE_UPDATE", message);
    }

    /// <summary>Writes in the server. Without the privileged intent a bot is told the words only when they name it.</summary>
    /// <returns>The message's id.</returns>
    public string WritesInServer(string text, bool bot = false, string? edits = null)
    {
        var named = text.Contains($"<@{LoopbackDiscord.Application}>", StringComparison.Ordinal);
        var message = Message(edits ?? discord.Chats.NextId(), named ? text : "");
        message["channel_id"] = ServerChannel;
        message["channel_type"] = 0;
        message["guild_id"] = LoopbackServer.Id;
        message["member"] = new JsonObject { ["roles"] = new JsonArray() };
        message["author"]!["bot"] = bot;
        message["edited_timestamp"] = edits is null ? null : "2026-03-02T18:01:00+00:00";
        message["mentions"] = named ? new JsonArray(new JsonObject { ["id"] = LoopbackDiscord.Application, ["username"] = "reflection", ["bot"] = true }) : new JsonArray();
        discord.Publish(edits is null ? "MESSAGE_CREATE" : "MESSAGE_UPDATE", message);
        return message["id"]!.GetValue<string>();
    }

    public LoopbackInteraction Uses(string command, string? argument = null, LoopbackPlace place = LoopbackPlace.Private) =>
        Interacts(2, place, null, new JsonObject
        {
            ["id"] = "900000000000000001",
            ["name"] = command,
            ["type"] = 1,
            ["options"] = argument is null ? new JsonArray() : new JsonArray(new JsonObject { ["name"] = "code", ["type"] = 3, ["value"] = argument }),
        });

    /// <summary>The command with a role named, as the picker gives it.</summary>
    public LoopbackInteraction NamesRole(string command, string role, string name) => Interacts(2, LoopbackPlace.Server, null, new JsonObject
    {
        ["id"] = "900000000000000001",
        ["name"] = command,
        ["type"] = 1,
        ["options"] = new JsonArray(new JsonObject { ["name"] = "role", ["type"] = 8, ["value"] = role }),
        ["resolved"] = new JsonObject { ["roles"] = new JsonObject { [role] = new JsonObject { ["id"] = role, ["name"] = name, ["permissions"] = "0" } } },
    });

    /// <summary>Presses the button, or chooses the entries of a list.</summary>
    public LoopbackInteraction Presses(LoopbackMessage message, params IReadOnlyList<string> labels)
    {
        var component = message.Component(labels[0]);
        return component.Choices.Count == 0
            ? PressesRaw(message, component.CustomId)
            : PressesRaw(message, component.CustomId, [.. labels.Select(label => component.Choices.First(choice => choice.Label == label).Value)]);
    }

    public LoopbackInteraction PressesRaw(LoopbackMessage message, string customId, IReadOnlyList<string>? values = null)
    {
        var data = new JsonObject { ["component_type"] = values is null ? 2 : 3, ["custom_id"] = customId };
        if (values is not null)
        {
            data["values"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        return Interacts(3, PlaceOf(message), message, data);
    }

    /// <summary>Presses the button with this label on the newest message that has one.</summary>
    public async Task<LoopbackInteraction> PressesAsync(string label)
    {
        LoopbackMessage? WithIt() => Sees.LastOrDefault(seen => seen.Labels.Contains(label));
        await LoopbackDiscord.UntilAsync(() => WithIt() is not null, $"a button '{label}'; there are: {string.Join(" | ", Sees.SelectMany(seen => seen.Labels))}");
        return Presses(WithIt()!, label);
    }

    /// <summary>Fills in the field that a press opened.</summary>
    public LoopbackInteraction FillsIn(LoopbackInteraction opened, string text) => Interacts(5, opened.Place, opened.Modal!.Source, new JsonObject
    {
        ["custom_id"] = opened.Modal.CustomId,
        ["components"] = new JsonArray(new JsonObject
        {
            ["type"] = 18,
            ["id"] = 1,
            ["component"] = new JsonObject { ["type"] = 4, ["id"] = 2, ["custom_id"] = opened.Modal.Field, ["value"] = text },
        }),
    });

    /// <summary>Sends off a field in which there is nothing at all.</summary>
    public LoopbackInteraction Submits(string customId) =>
        Interacts(5, LoopbackPlace.Private, null, new JsonObject { ["custom_id"] = customId, ["components"] = new JsonArray() });

    /// <summary>The bot's next message that was not heard yet.</summary>
    public async Task<LoopbackMessage> HearsAsync()
    {
        await LoopbackDiscord.UntilAsync(() => discord.Chats.To(id).Count > _heard, $"message {_heard + 1} to {id}");
        return discord.Chats.To(id)[_heard++];
    }

    /// <summary>Closes the private chat to the bot; or opens it again.</summary>
    public void Closes(bool closed = true) => discord.Chats.Closed[id] = closed;

    private void Acts() => discord.Chats.TurnedAway.TryRemove(id, out _);

    private static LoopbackPlace PlaceOf(LoopbackMessage message) => message.Channel == ServerChannel ? LoopbackPlace.Server : LoopbackPlace.Private;

    private LoopbackInteraction Interacts(int type, LoopbackPlace place, LoopbackMessage? source, JsonObject data)
    {
        Acts();
        var number = discord.Chats.NextId();
        var interaction = new LoopbackInteraction
        {
            Id = number,
            Token = $"{LoopbackDiscord.InteractionSecret}{number}",
            Type = type,
            Person = id,
            Place = place,
            Channel = place == LoopbackPlace.Private ? LoopbackChats.PrivateOf(id) : ServerChannel,
            Source = source,
            Time = discord.Time,
        };
        discord.Chats.ByToken[interaction.Token] = interaction;
        var user = User();
        var payload = new JsonObject
        {
            ["id"] = interaction.Id,
            ["application_id"] = LoopbackDiscord.Application,
            ["type"] = type,
            ["token"] = interaction.Token,
            ["version"] = 1,
            ["data"] = data,
            ["context"] = (int)place,
            ["channel_id"] = interaction.Channel,
            ["locale"] = locale,
            ["entitlements"] = new JsonArray(),
            ["authorizing_integration_owners"] = new JsonObject { ["0"] = "0" },
            ["attachment_size_limit"] = 10485760,
        };
        if (place == LoopbackPlace.Server)
        {
            payload["guild_id"] = LoopbackServer.Id;
            payload["guild_locale"] = "en-US";
            payload["member"] = new JsonObject { ["user"] = user, ["permissions"] = discord.Server.RightsOf(id), ["roles"] = new JsonArray([.. discord.Server.RolesOf(id).Select(role => JsonValue.Create(role))]) };
            payload["app_permissions"] = discord.Server.RightsOfBot;
            payload["channel"] = new JsonObject { ["id"] = interaction.Channel, ["type"] = 0, ["name"] = "general" };
        }
        else
        {
            payload["user"] = user;
        }

        if (source is not null)
        {
            payload["message"] = new JsonObject { ["id"] = source.Id, ["channel_id"] = source.Channel, ["type"] = 0, ["content"] = source.Content, ["flags"] = source.Flags };
        }

        discord.Publish("INTERACTION_CREATE", payload);
        return interaction;
    }

    private JsonObject User() => new() { ["id"] = id.ToString(CultureInfo.InvariantCulture), ["username"] = "ann", ["discriminator"] = "0", ["global_name"] = "Ann", ["avatar"] = null };

    private JsonObject Message(string messageId, string text) => new()
    {
        ["id"] = messageId,
        ["channel_id"] = LoopbackChats.PrivateOf(id),
        ["channel_type"] = 1,
        ["type"] = 0,
        ["content"] = text,
        ["author"] = User(),
        ["timestamp"] = "2026-03-02T18:00:00+00:00",
        ["edited_timestamp"] = null,
        ["attachments"] = new JsonArray(),
        ["embeds"] = new JsonArray(),
        ["mentions"] = new JsonArray(),
        ["flags"] = 0,
    };
}
