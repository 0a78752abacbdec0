using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>What each route does.</summary>
internal sealed partial class LoopbackRoutes(LoopbackDiscord discord)
{
    private readonly LoopbackInteractionRoutes _interactions = new(discord);
    private string _commands = "[]";

    public LoopbackReply CarryOut(LoopbackCall call) => call.Route switch
    {
        "GET applications/@me" => LoopbackReply.Done(new { id = LoopbackDiscord.Application, name = "Reflection", description = "", flags = 0, verify_key = discord.Caller?.PublicKey ?? "00" }),
        "GET gateway/bot" => LoopbackReply.Done(new { url = discord.GatewayAddress.AbsoluteUri, shards = 1, session_start_limit = new { total = 1000, remaining = 999, reset_after = 86400000, max_concurrency = 1 } }),
        "GET applications/{}/commands" => new LoopbackReply(200, _commands),
        "PUT applications/{}/commands" => SetCommands(call.Body!.Value),
        "POST users/@me/channels" => OpenChannel(call.Body!.Value),
        "POST channels/{}/typing" => LoopbackReply.NoContent,
        "POST channels/{}/messages" => Create(call),
        "GET channels/{}/messages" => List(call),
        "PATCH channels/{}/messages/{}" => Edit(call),
        "DELETE channels/{}/messages/{}" => Delete(call),
        "GET guilds/{}" => discord.Server.Removed ? LoopbackReply.Failed(404, 10004, "Unknown Guild") : LoopbackReply.Done(discord.Server.AsJson()),
        "GET guilds/{}/members/{}" => discord.Server.Member(call.Ids[1]),
        "POST channels/{}/messages/{}/threads" => discord.Server.WithoutThreads ?? LoopbackReply.Done(new { id = call.Ids[1], type = 11 }),
        "GET channels/{}" => discord.Server.Hidden(call.Ids[0]) ?? LoopbackReply.Done(new { id = call.Ids[0], type = discord.Server.Threads.ContainsKey(call.Ids[0]) ? 11 : 0 }),
        "PATCH channels/{}" => LoopbackReply.Done(new { id = call.Ids[0], type = 11 }),
        _ when call.OfInteraction => _interactions.CarryOut(call),
        _ => LoopbackReply.Failed(404, 0, "404: Not Found"),
    };

    /// <summary>What must be true of every message, wherever it goes.</summary>
    public static void CheckMessage(LoopbackDiscord discord, JsonElement body, bool isNew)
    {
        var content = body.TryGetProperty("content", out var given) ? given.GetString()! : null;
        if (isNew && string.IsNullOrWhiteSpace(content))
        {
            discord.Breaches.Enqueue("50006: an empty message");
        }

        if (content is not null && (!body.TryGetProperty("allowed_mentions", out var mentions) || mentions.GetProperty("parse").GetArrayLength() != 0))
        {
            discord.Breaches.Enqueue("a text may call people: allowed_mentions is not empty");
        }

        if (isNew && (!body.TryGetProperty("flags", out var flags) || (flags.GetInt32() & 4) == 0))
        {
            discord.Breaches.Enqueue("a text may bring a preview: embeds are not suppressed");
        }

        if (content is not null && Markup().Match(Addresses().Replace(WithoutMention(content, body), "")) is { Success: true } markup)
        {
            discord.Breaches.Enqueue($"'{markup.Value}' would be read as markup");
        }
    }

    /// <summary>A role at the beginning, when it is the one that may be called.</summary>
    private static string WithoutMention(string content, JsonElement body) =>
        body.TryGetProperty("allowed_mentions", out var mentions) && mentions.TryGetProperty("roles", out var roles) && roles.GetArrayLength() == 1
        && content.StartsWith($"<@&{roles[0].GetString()}>", StringComparison.Ordinal)
            ? content[(roles[0].GetString()!.Length + 4)..]
            : content;

    private LoopbackReply SetCommands(JsonElement body)
    {
        // Discord adds fields of its own.
        _commands = JsonSerializer.Serialize(body.EnumerateArray().Select((command, i) =>
        {
            var all = command.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
            all["id"] = JsonSerializer.SerializeToElement($"{9000 + i}");
            all["version"] = JsonSerializer.SerializeToElement("1");
            all["nsfw"] = JsonSerializer.SerializeToElement(value: false);
            all.TryAdd("default_member_permissions", JsonSerializer.SerializeToElement<string?>(null));
            all["type"] = JsonSerializer.SerializeToElement(1);
            return all;
        }));
        return new LoopbackReply(200, _commands);
    }

    private static LoopbackReply OpenChannel(JsonElement body) =>
        LoopbackReply.Done(new { id = LoopbackChats.PrivateOf(long.Parse(body.GetProperty("recipient_id").GetString()!, System.Globalization.CultureInfo.InvariantCulture)), type = 1 });

    private LoopbackReply Create(LoopbackCall call)
    {
        var (channel, body) = (call.Ids[0], call.Body!.Value);
        if (Refused(channel) is { } refused)
        {
            return refused;
        }

        CheckMessage(discord, body, isNew: true);
        var nonce = body.TryGetProperty("nonce", out var given) && body.TryGetProperty("enforce_nonce", out var enforced) && enforced.GetBoolean() ? given.GetString() : null;
        if (nonce is null)
        {
            discord.Breaches.Enqueue("a message without an enforced nonce may come twice");
        }

        var same = discord.Chats.To(LoopbackChats.PersonOf(channel)).FirstOrDefault(message => nonce is not null && message.Nonce == nonce);
        var message = same ?? new LoopbackMessage
        {
            Id = discord.Chats.NextId(),
            Channel = channel,
            Content = body.GetProperty("content").GetString()!.Trim(),
            Components = LoopbackMessage.ComponentsOf(body),
            Flags = body.GetProperty("flags").GetInt32(),
            Nonce = nonce,
            FileName = call.File?.Name,
            FileText = call.File?.Text,
        };
        if (message.Ephemeral)
        {
            discord.Breaches.Enqueue("a message of a channel cannot be ephemeral");
        }

        if (same is null)
        {
            discord.Chats.Add(message, LoopbackChats.PersonOf(channel));
        }

        return LoopbackReply.Done(message.AsJson());
    }

    private LoopbackReply? Refused(string channel)
    {
        if (discord.Server.Refusal(channel) is { } refusal)
        {
            return refusal;
        }

        var person = LoopbackChats.PersonOf(channel);
        if (!discord.Chats.Closed.GetValueOrDefault(person))
        {
            return null;
        }

        if (discord.Chats.TurnedAway.AddOrUpdate(person, 1, (_, times) => times + 1) > 1)
        {
            discord.Breaches.Enqueue("a 403 was repeated");
        }

        return LoopbackReply.Failed(403, 50007, "Cannot send messages to this user");
    }

    private LoopbackReply Edit(LoopbackCall call)
    {
        if (discord.Server.Hidden(call.Ids[0]) is { } hidden)
        {
            return hidden;
        }

        if (discord.Chats.Find(call.Ids[0], call.Ids[1]) is not { } message)
        {
            return LoopbackReply.Failed(404, 10008, "Unknown Message");
        }

        Change(discord, message, call.Body!.Value);
        return LoopbackReply.Done(message.AsJson());
    }

    public static void Change(LoopbackDiscord discord, LoopbackMessage message, JsonElement body)
    {
        CheckMessage(discord, body, isNew: false);
        message.Content = body.TryGetProperty("content", out var content) ? content.GetString()! : message.Content;
        message.Components = body.TryGetProperty("components", out _) ? LoopbackMessage.ComponentsOf(body) : message.Components;
        message.Edits++;
    }

    private LoopbackReply List(LoopbackCall call)
    {
        var most = int.Parse(call.Query["limit"]!, System.Globalization.CultureInfo.InvariantCulture);
        if (most is < 1 or > 100)
        {
            discord.Breaches.Enqueue("a list has one to a hundred messages");
        }

        return LoopbackReply.Done(discord.Chats.Newest(call.Ids[0], most, call.Query["before"]).Select(message => message.AsJson()));
    }

    private LoopbackReply Delete(LoopbackCall call)
    {
        if (discord.Chats.Find(call.Ids[0], call.Ids[1]) is not { } message)
        {
            return LoopbackReply.Failed(404, 10008, "Unknown Message");
        }

        if (message.Author != LoopbackDiscord.Application)
        {
            discord.Breaches.Enqueue("what a person wrote is not the bot's to delete");
            return LoopbackReply.Failed(403, 50003, "Cannot execute action on a DM channel");
        }

        message.Deleted = true;
        return LoopbackReply.NoContent;
    }

    /// <summary>Anything that would not show as it is: a mark without its backslash, or one that begins a line.</summary>
    [GeneratedRegex(@"(?<!\\)(\\\\)*[*_~|`<\[]|(?m:^ *(>|#|-|\d+\.) )", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();
}
