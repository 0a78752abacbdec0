using System.Collections.Immutable;
using System.Globalization;

namespace ReflectionBot.Hosting;

/// <summary>Every setting there is. The checks at start and "did you mean" come from here, and the README's table, which a test writes and compares.</summary>
public static class SettingsCatalog
{
    public const string TelegramToken = "Telegram:Token";
    public const string TelegramApiBaseUrl = "Telegram:ApiBaseUrl";
    public const string TelegramReceive = "Telegram:Receive";
    public const string TelegramWebhookUrl = "Telegram:WebhookUrl";
    public const string TelegramWebhookSecret = "Telegram:WebhookSecret";
    public const string DiscordToken = "Discord:Token";
    public const string DiscordApiBaseUrl = "Discord:ApiBaseUrl";
    public const string DiscordReceive = "Discord:Receive";
    public const string DiscordShardCount = "Discord:ShardCount";
    public const string LocalChatEnabled = "LocalChat:Enabled";
    public const string LocalChatAllowRemote = "LocalChat:AllowRemote";
    public const string LocalChatHosts = "LocalChat:Hosts";
    public const string LocalChatModerators = "LocalChat:Moderators";
    public const string StorageProvider = "Storage:Provider";
    public const string StorageConnectionString = "Storage:ConnectionString";
    public const string StorageKeyFile = "Storage:KeyFile";
    public const string ContentPath = "Content:Path";
    public const string HttpUrl = "Http:Url";

    public const string DefaultHttpUrl = "http://127.0.0.1:5080";

    /// <summary>A setting whose value is in a file is given as its key with this behind it.</summary>
    public const string FileSuffix = "File";

    public static readonly ImmutableArray<Setting> All =
    [
        new(HttpUrl, "Where the chat page and the operator's pages listen", "an http address with a port and no path, such as http://127.0.0.1:5080; put a proxy in front for https")
        {
            Default = DefaultHttpUrl,
            Accepts = IsListenAddress,
        },
        new(LocalChatEnabled, "Serve the chat page at /", "true or false")
        {
            Default = "true when no token is set",
            Accepts = static value => bool.TryParse(value, out _),
        },
        new(LocalChatAllowRemote, "Let other machines into the chat page, which has no password; for a container whose port is published on the host's loopback only", "true or false")
        {
            Default = "false",
            Accepts = static value => bool.TryParse(value, out _),
        },
        new(LocalChatHosts, "Host names besides localhost under which the chat page may be opened, parted by commas", "host names without a port, parted by commas")
        {
            Accepts = static value => value.Split(',', StringSplitOptions.TrimEntries).All(host => Uri.CheckHostName(host) != UriHostNameType.Unknown),
        },
        new(LocalChatModerators, "Who moderates groups on the chat page, parted by commas", "names of a-z, 0-9 and hyphen, parted by commas")
        {
            Default = "everybody on the page",
            Accepts = static value => value.Split(',', StringSplitOptions.TrimEntries).All(name => Adapters.LocalChat.LocalPerson.TryAddress(name, out _)),
        },
        new(ContentPath, "Folder with flows/, messages/ and prompts/", "a folder that exists")
        {
            Default = "./content if it is there, else the content beside the program",
            Accepts = Directory.Exists,
        },
        new(StorageProvider, "Which database", "sqlite (postgres is not part of this version)")
        {
            Default = "sqlite",
            Accepts = static value => value.Equals("sqlite", StringComparison.OrdinalIgnoreCase),
        },
        new(StorageConnectionString, "Where the database is", "a connection string such as \"Data Source=data/reflectionbot.db\"")
        {
            Default = "Data Source=data/reflectionbot.db",
            Secret = true,
        },
        new(StorageKeyFile, "The master key: without this file nothing that was kept can be read", "the path of a file")
        {
            Default = "beside the database, with .key instead of .db",
            Accepts = static value => !Directory.Exists(value),
        },
        new(TelegramToken, "The bot's token, from BotFather", "a token such as 123456:ABC…") { Secret = true },
        new(TelegramApiBaseUrl, "Where Telegram's Bot API is", "an http or https address") { Default = "https://api.telegram.org", Accepts = IsWebAddress },
        new(TelegramReceive, "How updates come: polling, webhook or off", "polling, webhook or off") { Default = "polling", Accepts = OneOf("polling", "webhook", "off") },
        new(TelegramWebhookUrl, "Public address of /telegram", "an https address") { Accepts = static value => IsWebAddress(value) && value.StartsWith("https:", StringComparison.OrdinalIgnoreCase) },
        new(TelegramWebhookSecret, "Proves that an update comes from Telegram", "1 to 256 letters, digits, _ or -")
        {
            Secret = true,
            Accepts = static value => value.Length <= 256 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'),
        },
        new(DiscordToken, "The bot's token, from the developer portal", "a token as the developer portal shows it under Bot") { Secret = true },
        new(DiscordApiBaseUrl, "Where Discord's API is", "an http or https address") { Default = "https://discord.com/api/v10", Accepts = IsWebAddress },
        new(DiscordReceive, "How events come: gateway, http or off", "gateway, http or off") { Default = "gateway", Accepts = OneOf("gateway", "http", "off") },
        new(DiscordShardCount, "Over how many gateway connections", "a whole number from 1 to 16384")
        {
            Default = "what Discord recommends",
            Accepts = static value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 16384,
        },
    ];

    private static readonly ImmutableDictionary<string, Setting> ByKey = All.ToImmutableDictionary(setting => setting.Key, StringComparer.OrdinalIgnoreCase);

    public static Setting Of(string key) => ByKey[key];

    /// <summary>The setting that <paramref name="key"/> gives a value to, directly or as <c>…File</c>; null when there is none.</summary>
    public static Setting? Find(string key, out bool fromFile)
    {
        fromFile = false;
        if (ByKey.TryGetValue(key, out var setting))
        {
            return setting;
        }

        fromFile = key.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase)
            && ByKey.TryGetValue(key[..^FileSuffix.Length], out setting);
        return fromFile ? setting : null;
    }

    private static Func<string, bool> OneOf(params string[] values) => value => values.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static bool IsWebAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool IsListenAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { Scheme: "http", PathAndQuery: "/", UserInfo: "" }
        && (uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || (uri.Host == "localhost" && uri.Port != 0));
}
