using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What an update means to the bot.</summary>
internal abstract record Reading
{
    /// <summary>It moves a conversation.</summary>
    public sealed record ForBot(Input Input) : Reading;

    /// <summary>Somebody gave the bot a command in a group, and is shown the way into the private chat there. Without a command: they spoke to it, which matters only if it calls for help.</summary>
    public sealed record InGroup(long ChatId, string Command, string? Language) : Reading
    {
        /// <summary>What was said, or stands behind the command: looked at for help, and never an answer to anything.</summary>
        public string Words { get; init; } = "";

        /// <summary>A forum topic.</summary>
        public int? Topic { get; init; }

        /// <summary>Who gave it; null when nobody knows.</summary>
        public long? Person { get; init; }

        /// <summary>The bot's name stood behind it; otherwise it may be meant for another bot.</summary>
        public bool ByName { get; init; }

        /// <summary>Sent in the name of the group, so that nobody knows by whom.</summary>
        public bool Anonymous { get; init; }
    }

    /// <summary>A command of the group's own: it goes on in the private chat of whoever gave it.</summary>
    public sealed record Called(long Person, GroupCommandInput Input, InGroup Call) : Reading;

    /// <summary>A button under a post in a group that answers by itself.</summary>
    /// <param name="Payload">The way to the same in private.</param>
    /// <param name="Group">The group, where Telegram could show an answer to the one who pressed; null where it would come to stand in another topic.</param>
    public sealed record Tapped(long Person, OptionInput Input, string Payload, long? Group) : Reading;

    /// <summary>A button under a post in a group whose place is in private.</summary>
    public sealed record Elsewhere(string Payload) : Reading;

    /// <summary>Nothing the bot answers: a service message, another bot, a kind it does not know.</summary>
    public sealed record Nothing : Reading;
}

/// <summary>Translates updates to Inputs. The only place where Telegram's shapes become ours.</summary>
internal static class UpdateReader
{
    private const int MaxCommand = 32;

    /// <summary>Of the id of an album; Telegram's have about 17 digits.</summary>
    private const int MaxAlbum = 64;

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
            { MyChatMember: { } changed } => ReadPlace(id, changed),
            _ => new Reading.Nothing(),
        };
    }

    public static string KindOf(Update update) => update switch
    {
        { Message: not null } => "message",
        { EditedMessage: not null } => "edited_message",
        { CallbackQuery: not null } => "callback_query",
        { MyChatMember: not null } => "my_chat_member",
        _ => "other",
    };

    private static Reading ReadMessage(string id, Message message, string? username)
    {
        if (message is { MigrateToChatId: { } to, Chat: { } group })
        {
            return new Reading.ForBot(new MovedInput(id, AddressOf(group.Id), AddressOf(to)));
        }

        if (message is { Chat: { } room } && room.Type != Chat.Private)
        {
            return message.Text is { } said && CommandOf(said, username) is { } called ? ReadCall(id, message, room, called)
                : message.Words is { } words && IsSpokenTo(message, words, username) ? ReadCall(id, message, room, ("", words, false))
                : new Reading.Nothing();
        }

        if (message is not { From: { IsBot: false } person, Chat: { } chat })
        {
            return new Reading.Nothing();
        }

        var address = AddressOf(chat.Id);
        Input? input = message switch
        {
            { Text: { } text } when CommandOf(text, username: null) is { } command && Commands.All.Contains(command.Name) => Meant(id, address, command),
            { Text: { } text } => new TextInput($"{id}/{message.MessageId.ToString(CultureInfo.InvariantCulture)}", address, text),
            { HasMedia: true } => new MediaInput(AlbumOf(message) ?? id, address, message.Words ?? ""),
            _ => null,
        };
        return input is null ? new Reading.Nothing() : new Reading.ForBot(input with { ClientLanguage = person.LanguageCode });
    }

    /// <summary>Ten photos that came together are answered once; what stands under one of them is read all the same.</summary>
    private static string? AlbumOf(Message message) =>
        string.IsNullOrEmpty(message.Caption) && message.MediaGroupId is { Length: > 0 and <= MaxAlbum } album ? $"{TelegramOptions.Platform}/album/{album}" : null;

    /// <summary>It answers a message of the bot, or names the bot.</summary>
    private static bool IsSpokenTo(Message message, string words, string? username) =>
        username is not null
        && (string.Equals(message.ReplyToMessage?.From?.Username, username, StringComparison.OrdinalIgnoreCase) || words.Contains($"@{username}", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// In a group. A command of the group's own belongs to the private chat of the person behind it; to all others the way into the private chat is shown.
    /// An anonymous administrator is nobody in particular: whoever comes by that way is asked for there. A channel is nobody at all, also where Telegram itself
    /// brings its posts into the group.
    /// </summary>
    private static Reading ReadCall(string id, Message message, Chat group, (string Name, string Argument, bool ByName) called)
    {
        var anonymous = message.SenderChat is { } sender && sender.Id == group.Id;
        if (!group.IsGroup || message.From is null || ((message.From.IsBot || message.SenderChat is not null) && !anonymous))
        {
            return new Reading.Nothing();
        }

        var topic = message.IsTopicMessage ? message.MessageThreadId : null;
        var call = new Reading.InGroup(group.Id, called.Name, message.From.LanguageCode) { Topic = topic, ByName = called.ByName, Words = called.Argument, Anonymous = anonymous, Person = anonymous ? null : message.From.Id };
        return anonymous || !GroupCommands.All.Contains(called.Name)
            ? call
            : new Reading.Called(
                message.From.Id,
                new GroupCommandInput(id, AddressOf(message.From.Id), AddressOf(group.Id), called.Name, called.Argument)
                {
                    Thread = topic?.ToString(CultureInfo.InvariantCulture),
                    ClientLanguage = message.From.LanguageCode,
                },
                call);
    }

    /// <summary>The message that an Input came with, so that it can be deleted; null when the id does not say.</summary>
    public static int? WrittenIn(string inputId) =>
        inputId.Split('/') is [TelegramOptions.Platform, _, var message] && int.TryParse(message, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A deep link says "/start word": when the word means something, that is meant.</summary>
    private static Input Meant(string id, Address address, (string Name, string Argument, bool ByName) command) =>
        command.Name == Commands.Start && DeepLinks.Read(id, address, command.Argument) is { } meant
            ? meant
            : new CommandInput(id, address, command.Name, command.Argument);

    private static Reading ReadEdited(string id, Message edited) =>
        edited is { From: { IsBot: false } person, Chat: { Type: Chat.Private } chat } && edited.Words is { } text
            ? new Reading.ForBot(new TextInput(id, AddressOf(chat.Id), text, Edited: true) { ClientLanguage = person.LanguageCode })
            : new Reading.Nothing();

    /// <summary>
    /// The bot came into a group, was taken out of it, or may do more or less there. Or somebody stopped it in their private chat; that they let it back in
    /// shows when they say something.
    /// </summary>
    private static Reading ReadPlace(string id, ChatMemberUpdated changed)
    {
        if (changed is { Chat: { Type: Chat.Private } stopped, NewChatMember.Status: ChatMember.Kicked })
        {
            return new Reading.ForBot(new ClosedInput(id, AddressOf(stopped.Id)));
        }

        if (changed is not { Chat: { IsGroup: true } group, NewChatMember: { } now })
        {
            return new Reading.Nothing();
        }

        if (!now.IsThere)
        {
            return new Reading.ForBot(new GroupLeftInput(id, AddressOf(group.Id)));
        }

        ImmutableArray<GroupAbility> missing =
        [
            .. now is { Status: ChatMember.Restricted, CanSendMessages: false } ? [GroupAbility.Post] : ImmutableArray<GroupAbility>.Empty,
            .. group.IsForum && now is not { Status: ChatMember.Administrator, CanManageTopics: true } ? [GroupAbility.Threads] : ImmutableArray<GroupAbility>.Empty,
        ];
        return new Reading.ForBot(new GroupJoinedInput(id, AddressOf(group.Id), changed.From is { IsBot: false } by ? AddressOf(by.Id) : null)
        {
            Missing = missing,
            ClientLanguage = changed.From?.LanguageCode,
        });
    }

    /// <summary>
    /// What a button sends back can be invented. It counts only in the private chat of the one who pressed, and there
    /// the conversation knows which options are open.
    /// </summary>
    private static Reading ReadPress(string id, CallbackQuery pressed) =>
        pressed is { From.IsBot: false, Message.Chat.IsGroup: true, Data: { Length: > 0 and <= TelegramKeyboard.MaxData } } ? ReadPressInGroup(id, pressed.From, pressed.Data, pressed.Message.Chat)
        : pressed is { From: { IsBot: false } person, Message.Chat: { Type: Chat.Private } chat, Data: not TelegramKeyboard.Inert and { Length: > 0 and <= TelegramKeyboard.MaxData } data } && chat.Id == person.Id
            ? new Reading.ForBot(new OptionInput(id, AddressOf(chat.Id), [data]) { ClientLanguage = person.LanguageCode })
            : new Reading.Nothing();

    /// <summary>Under a post that all see only what is anybody's counts: one's own answer to a Round, and help.</summary>
    private static Reading ReadPressInGroup(string id, User person, string data, Chat group) =>
        VoiceButtons.Of(data) is { Act: VoiceAct.Tap } tapped
            ? new Reading.Tapped(person.Id, new OptionInput(id, AddressOf(person.Id), [data]) { ClientLanguage = person.LanguageCode }, DeepLinks.Round(tapped.RoundId), group.IsForum ? null : group.Id)
            : DeepLinks.PayloadOf(data) is { } payload ? new Reading.Elsewhere(payload) : new Reading.Nothing();

    private static Address AddressOf(long chat) => Address.Of(TelegramOptions.Platform, chat.ToString(CultureInfo.InvariantCulture));

    /// <returns>Null when it is no command, or one for another bot.</returns>
    private static (string Name, string Argument, bool ByName)? CommandOf(string text, string? username)
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
            ? (head.ToString().ToLowerInvariant(), end < 0 ? "" : text[(end + 1)..].Trim(), at >= 0)
            : null;
    }

    private static readonly System.Buffers.SearchValues<char> _commandCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}
