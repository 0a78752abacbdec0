using System.Globalization;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What an update means to the bot.</summary>
internal abstract record Reading
{
    /// <summary>It moves a conversation.</summary>
    public sealed record ForBot(Input Input) : Reading;

    /// <summary>Somebody gave the bot a command in a group.</summary>
    public sealed record InGroup(long ChatId, string Command, string? Language) : Reading;

    /// <summary>Nothing the bot answers: a service message, another bot, a kind it does not know.</summary>
    public sealed record Nothing : Reading;
}

/// <summary>Translates updates to Inputs. The only place where Telegram's shapes become ours.</summary>
internal static class UpdateReader
{
    private const int MaxCommand = 32;

    /// <param name="update">The update.</param>
    /// <param name="username">The bot's own name, to know commands meant for another bot; null while unknown.</param>
    public static Reading Read(Update update, string? username)
    {
        var id = $"{TelegramOptions.Platform}/{update.UpdateId.ToString(CultureInfo.InvariantCulture)}";
        return update switch
        {
            { Message: { } message } => ReadMessage(id, message, username),
            { EditedMessage: { } edited } => ReadEdited(id, edited),
            { CallbackQuery: { } pressed } => ReadPress(id, pressed),
            _ => new Reading.Nothing(),
        };
    }

    public static string KindOf(Update update) => update switch
    {
        { Message: not null } => "message",
        { EditedMessage: not null } => "edited_message",
        { CallbackQuery: not null } => "callback_query",
        _ => "other",
    };

    private static Reading ReadMessage(string id, Message message, string? username)
    {
        if (message is { MigrateToChatId: { } to, Chat: { } group })
        {
            return new Reading.ForBot(new MovedInput(id, AddressOf(group.Id), AddressOf(to)));
        }

        if (message is not { From: { IsBot: false } person, Chat: { } chat })
        {
            return new Reading.Nothing();
        }

        if (chat.Type != Chat.Private)
        {
            return message.Text is { } said && CommandOf(said, username) is { } called
                ? new Reading.InGroup(chat.Id, called.Name, person.LanguageCode)
                : new Reading.Nothing();
        }

        var address = AddressOf(chat.Id);
        Input? input = message switch
        {
            { Text: { } text } when CommandOf(text, username: null) is { } command && Commands.All.Contains(command.Name) => Meant(id, address, command),
            { Text: { } text } => new TextInput(id, address, text),
            { HasMedia: true } => new MediaInput(id, address, message.Caption ?? ""),
            _ => null,
        };
        return input is null ? new Reading.Nothing() : new Reading.ForBot(input with { ClientLanguage = person.LanguageCode });
    }

    /// <summary>A deep link says "/start word": when the word is a command, that command is meant.</summary>
    private static CommandInput Meant(string id, Address address, (string Name, string Argument) command) =>
        command.Name == Commands.Start && Commands.All.Contains(command.Argument)
            ? new CommandInput(id, address, command.Argument)
            : new CommandInput(id, address, command.Name, command.Argument);

    private static Reading ReadEdited(string id, Message edited) =>
        edited is { From: { IsBot: false } person, Chat: { Type: Chat.Private } chat } && (edited.Text ?? edited.Caption) is { } text
            ? new Reading.ForBot(new TextInput(id, AddressOf(chat.Id), text, Edited: true) { ClientLanguage = person.LanguageCode })
            : new Reading.Nothing();

    /// <summary>
    /// What a button sends back can be invented. It counts only in the private chat of the one who pressed, and there
    /// the conversation knows which options are open.
    /// </summary>
    private static Reading ReadPress(string id, CallbackQuery pressed) =>
        pressed is { From: { IsBot: false } person, Message.Chat: { Type: Chat.Private } chat, Data: not TelegramKeyboard.Inert and { Length: > 0 and <= TelegramKeyboard.MaxData } data } && chat.Id == person.Id
            ? new Reading.ForBot(new OptionInput(id, AddressOf(chat.Id), [data]) { ClientLanguage = person.LanguageCode })
            : new Reading.Nothing();

    private static Address AddressOf(long chat) => Address.Of(TelegramOptions.Platform, chat.ToString(CultureInfo.InvariantCulture));

    /// <returns>Null when it is no command, or one for another bot.</returns>
    private static (string Name, string Argument)? CommandOf(string text, string? username)
    {
        if (!text.StartsWith('/'))
        {
            return null;
        }

        var end = text.AsSpan().IndexOfAny(" \n\t");
        var head = end < 0 ? text.AsSpan(1) : text.AsSpan(1, end - 1);
        var at = head.IndexOf('@');
        if (at >= 0)
        {
            if (username is not null && !head[(at + 1)..].Equals(username, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            head = head[..at];
        }

        return head.Length is >= 1 and <= MaxCommand && !head.ContainsAnyExcept(_commandCharacters)
            ? (head.ToString().ToLowerInvariant(), end < 0 ? "" : text[(end + 1)..].Trim())
            : null;
    }

    private static readonly System.Buffers.SearchValues<char> _commandCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}
