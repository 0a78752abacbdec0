using System.Collections.Immutable;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What the bot says of itself in Telegram: its menu, its name, its descriptions. All of it is content.</summary>
internal static class TelegramTexts
{
    public const int MaxName = 64;
    public const int MaxShortDescription = 120;
    public const int MaxDescription = 512;
    public const int MaxCommandDescription = 256;

    /// <summary>In a private chat; help comes first, where a frightened thumb finds it.</summary>
    private static readonly ImmutableArray<string> _private =
    [
        Commands.Help, Commands.Reflect, Commands.Continue, Commands.Skip, Commands.Back, Commands.Stop, Commands.Journal, Commands.Settings,
        Commands.Country, Commands.Language, Commands.Privacy, Commands.About, Commands.Export, Commands.Forget, Commands.Start,
    ];

    private static readonly ImmutableArray<string> _groups = [Commands.Help, Commands.Reflect, .. GroupCommands.All.Except(GroupCommands.OfModerators)];

    private static readonly ImmutableArray<string> _administrators = [Commands.Help, .. GroupCommands.OfModerators, .. _groups[1..]];

    /// <param name="pack">Content in force.</param>
    /// <param name="clientLanguage">BCP 47, as the client reports it.</param>
    public static Messages For(Pack pack, string? clientLanguage) =>
        pack.In(clientLanguage is { Length: >= 2 } tag ? tag[..2].ToLowerInvariant() : "en");

    public static bool IsHelp(Pack pack, string command) =>
        command == Commands.Help || pack.Languages.Values.Any(messages => messages.CommandWords.TryGetValue(command, out var meant) && meant == Commands.Help);

    /// <summary>One of the bot's own, under any of its names. Another may be meant for another bot.</summary>
    public static bool Knows(Pack pack, string command) =>
        Commands.All.Contains(command) || GroupCommands.All.Contains(command) || pack.Languages.Values.Any(messages => messages.CommandWords.ContainsKey(command));

    public static BotCommand[] Menu(Messages messages, BotCommandScope scope) =>
    [
        .. (scope == BotCommandScope.Groups ? _groups : scope == BotCommandScope.Administrators ? _administrators : [.. _private, .. Commands.All.Except(_private)]).Select(command => new BotCommand(
            command,
            Cut(messages.Texts.TryGetValue($"telegram.command.{command}", out var text) ? text : messages.Text($"button.{command}"), MaxCommandDescription))),
    ];

    /// <summary>Null when the content says nothing: then what BotFather was told stays.</summary>
    public static string? Name(Messages messages) => Optional(messages, "telegram.name", MaxName);

    public static string? ShortDescription(Messages messages) => Optional(messages, "telegram.short", MaxShortDescription);

    /// <summary>What stands in the empty chat before the first message.</summary>
    public static string? Description(Messages messages) => Optional(messages, "telegram.description", MaxDescription);

    private static string? Optional(Messages messages, string key, int max) =>
        messages.Texts.TryGetValue(key, out var text) && !string.IsNullOrWhiteSpace(text) ? Cut(text.Trim(), max) : null;

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..max];
}
