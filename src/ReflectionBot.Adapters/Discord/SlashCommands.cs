using System.Collections.Immutable;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;

namespace ReflectionBot.Adapters.Discord;

/// <summary>The bot's slash commands as the content words them, in every language of the Pack that Discord knows.</summary>
internal static class SlashCommands
{
    public const int MaxName = 32;
    public const int MaxDescription = 100;

    private static readonly int[] _everywhere = [0, 1, 2];
    private static readonly int[] _serverOrPerson = [0, 1];
    private static readonly int[] _servers = [0];

    /// <summary>In the picker help comes first, where a frightened eye finds it.</summary>
    private static readonly ImmutableArray<string> _order =
    [
        Commands.Help, Commands.Reflect, Commands.Continue, Commands.Skip, Commands.Back, Commands.Stop, Commands.Journal, Commands.Settings,
        Commands.Country, Commands.Language, Commands.Privacy, Commands.About, Commands.Export, Commands.Forget, Commands.Start,
    ];

    /// <summary>Languages that are one of Discord's locales as they are; en-US is the default language and needs none.</summary>
    private static readonly ImmutableHashSet<string> _plainLocales =
        [.. "bg cs da de el fi fr hi hr hu id it ja ko lt nl no pl ro ru th tr uk vi".Split(' ')];

    public static SlashCommand[] Of(Pack pack)
    {
        var english = pack.In("en");
        return
        [
            .. _order.AddRange(Commands.All.Except(_order)).Select(command => new SlashCommand(command, Description(english, command))
            {
                NameLocalizations = Localized(pack, messages => Name(messages, command)),
                DescriptionLocalizations = Localized(pack, messages => Description(messages, command)),
                Options = command == Commands.Country ? [CountryOption(pack)] : null,
                Contexts = _everywhere,
                IntegrationTypes = _serverOrPerson,
            }),
            .. GroupCommands.All.Where(command => english.Texts.ContainsKey($"discord.command.{command}")).Select(command => new SlashCommand(command, Description(english, command))
            {
                NameLocalizations = Localized(pack, messages => Name(messages, command)),
                DescriptionLocalizations = Localized(pack, messages => Description(messages, command)),
                Options = command == GroupCommands.Round ? [RoleOption(pack)] : null,
                Contexts = _servers,
                IntegrationTypes = _servers,
                DefaultMemberPermissions = GroupCommands.OfModerators.Contains(command) ? DiscordPermissions.Text(DiscordPermissions.OfModerators) : null,
            }),
        ];
    }

    /// <summary>As they are at Discord; what Discord fills in by itself does not count.</summary>
    public static bool AreSame(IReadOnlyList<SlashCommand> theirs, IReadOnlyList<SlashCommand> ours) =>
        theirs.Count == ours.Count && ours.All(wanted => theirs.Any(present => IsSame(present, wanted)));

    private static bool IsSame(SlashCommand one, SlashCommand other) =>
        one.Name == other.Name && one.Description == other.Description
        && Same(one.NameLocalizations, other.NameLocalizations) && Same(one.DescriptionLocalizations, other.DescriptionLocalizations)
        && one.DefaultMemberPermissions == other.DefaultMemberPermissions
        && (one.Contexts ?? []).Order().SequenceEqual((other.Contexts ?? []).Order()) && (one.IntegrationTypes ?? []).Order().SequenceEqual((other.IntegrationTypes ?? []).Order())
        && (one.Options ?? []).Count == (other.Options ?? []).Count
        && (one.Options ?? []).Zip(other.Options ?? []).All(static pair =>
            pair.First.Name == pair.Second.Name && pair.First.Type == pair.Second.Type && pair.First.Description == pair.Second.Description
            && Same(pair.First.NameLocalizations, pair.Second.NameLocalizations) && Same(pair.First.DescriptionLocalizations, pair.Second.DescriptionLocalizations));

    private static bool Same(IReadOnlyDictionary<string, string>? one, IReadOnlyDictionary<string, string>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0) && (one ?? ImmutableDictionary<string, string>.Empty).All(pair => other!.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static SlashOption CountryOption(Pack pack) => new("code", Cut(pack.In("en").Text("discord.option.country"), MaxDescription))
    {
        DescriptionLocalizations = Localized(pack, messages => Cut(messages.Text("discord.option.country"), MaxDescription)),
    };

    /// <summary>A role that posts may mention, or whose bearers may moderate.</summary>
    private static SlashOption RoleOption(Pack pack) => new(InteractionReader.RoleOption, Cut(pack.In("en").Text("discord.option.role"), MaxDescription))
    {
        Type = SlashOption.Role,
        DescriptionLocalizations = Localized(pack, messages => Cut(messages.Text("discord.option.role"), MaxDescription)),
    };

    private static SortedDictionary<string, string>? Localized(Pack pack, Func<Messages, string> text)
    {
        var byLocale = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var messages in pack.Languages.Values.Where(messages => messages.Language != "en"))
        {
            foreach (var locale in LocalesOf(messages.Language))
            {
                byLocale[locale] = text(messages);
            }
        }

        return byLocale.Count > 0 ? byLocale : null;
    }

    private static ImmutableArray<string> LocalesOf(string language) => language switch
    {
        "es" => ["es-ES", "es-419"],
        "pt" => ["pt-BR"],
        "sv" => ["sv-SE"],
        _ => _plainLocales.Contains(language) ? [language] : [],
    };

    private static string Name(Messages messages, string command) =>
        messages.Texts.TryGetValue($"discord.name.{command}", out var name) && IsName(name) ? name : command;

    private static string Description(Messages messages, string command) =>
        Cut(messages.Texts.TryGetValue($"discord.command.{command}", out var text) ? text : messages.Text($"button.{command}"), MaxDescription);

    /// <summary>Discord's rule: 1 to 32 letters, digits, - _ ', without capitals.</summary>
    public static bool IsName(string name) =>
        name.Length is >= 1 and <= MaxName && name.All(static c => (char.IsLetterOrDigit(c) && !char.IsUpper(c)) || c is '-' or '_' or '\'');

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..max];
}
