using System.Text.Json;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Something said to the bot where everybody in a server reads it.</summary>
/// <param name="Id">The same for a second delivery; another for each correction.</param>
/// <param name="Person">The private Address of whoever said it.</param>
/// <param name="Words">Without the bot's name.</param>
internal sealed record Mention(string Id, Address Person, string Server, string Channel, string Words);

/// <summary>Translates what is written in the private chat to Inputs. Of what is said in servers only that is read which names the bot.</summary>
internal static class MessageReader
{
    private const int PrivateChannel = 1;
    private const int Ordinary = 0;
    private const int Answer = 19;

    /// <returns>Null when it is nothing the bot answers.</returns>
    public static Input? Read(MessagePayload message, bool edited)
    {
        if (message is not { Id.Length: > 0, ChannelId.Length: > 0, GuildId.Length: 0, WebhookId.Length: 0, ChannelType: null or PrivateChannel, Type: null or Ordinary or Answer, Author: { Bot: false } author }
            || !Address.TryParse($"{DiscordOptions.Platform}:{author.Id}", out var address)
            || !DiscordSender.IsPerson(address))
        {
            return null;
        }

        if (edited)
        {
            return message is { EditedTimestamp: { Length: > 0 and < 64 } at, Content: { Length: > 0 } changed }
                ? new TextInput($"{DiscordOptions.Platform}/e/{message.Id}/{at}", address, changed, Edited: true)
                : null;
        }

        var id = $"{DiscordOptions.Platform}/m/{message.Id}";
        if (HasMedia(message))
        {
            return new MediaInput(id, address, string.Join('\n', Words(message)));
        }

        return message.Content is { Length: > 0 } text ? new TextInput(id, address, text) : null;
    }

    /// <param name="message">As Discord sends it.</param>
    /// <param name="bot">The bot's own id; null while it is not known.</param>
    /// <param name="edited">It was changed.</param>
    /// <returns>Null when it is nothing that somebody says to the bot in a server.</returns>
    public static Mention? ReadMention(MessagePayload message, string? bot, bool edited)
    {
        if (bot is null
            || message is not { Id.Length: > 0, ChannelId.Length: > 0, GuildId.Length: > 0, WebhookId.Length: 0, Type: null or Ordinary or Answer, Author: { Bot: false } author, Mentions: { } mentions }
            || mentions.All(one => one.Id != bot)
            || !Address.TryParse($"{DiscordOptions.Platform}:{author.Id}", out var person)
            || !DiscordSender.IsPerson(person)
            || (edited && message.EditedTimestamp is not { Length: > 0 and < 64 }))
        {
            return null;
        }

        var words = string.Join('\n', Words(message)).Replace($"<@{bot}>", "", StringComparison.Ordinal).Replace($"<@!{bot}>", "", StringComparison.Ordinal).Trim();
        return new Mention($"{DiscordOptions.Platform}/n/{message.Id}{(edited ? $"/{message.EditedTimestamp}" : "")}", person, message.GuildId, message.ChannelId, words);
    }

    private static bool HasMedia(MessagePayload message) =>
        IsThere(message.Attachments) || IsThere(message.StickerItems) || message.Poll || message.MessageSnapshots is { Count: > 0 };

    private static IEnumerable<string> Words(MessagePayload message) =>
        new[] { message.Content, message.Poll.Text }.Concat((message.MessageSnapshots ?? []).Select(snapshot => snapshot.Message?.Content)).Where(text => !string.IsNullOrEmpty(text))!;

    private static bool IsThere(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0;
}
