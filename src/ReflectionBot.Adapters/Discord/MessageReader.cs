using System.Text.Json;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Translates what is written in the private chat to Inputs. What is said in servers is not read.</summary>
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

    private static bool HasMedia(MessagePayload message) =>
        IsThere(message.Attachments) || IsThere(message.StickerItems) || message.Poll is { ValueKind: JsonValueKind.Object } || message.MessageSnapshots is { Count: > 0 };

    private static IEnumerable<string> Words(MessagePayload message) =>
        new[] { message.Content }.Concat((message.MessageSnapshots ?? []).Select(snapshot => snapshot.Message?.Content)).Where(text => !string.IsNullOrEmpty(text))!;

    private static bool IsThere(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0;
}
