using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Storage;

namespace ReflectionBot.Hosting;

/// <summary>Reads the whole configuration and finds every fault in it before anything is started.</summary>
public static class SettingsReader
{
    private static readonly ImmutableArray<string> Sections = [.. SettingsCatalog.All.Select(setting => setting.Section).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <returns>The settings, or null when there is at least one fault.</returns>
    public static BotSettings? Read(IConfiguration configuration, out ImmutableArray<ConfigurationFault> faults)
    {
        var found = ImmutableArray.CreateBuilder<ConfigurationFault>();
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        foreach (var (key, value) in Given(configuration))
        {
            if (SettingsCatalog.Find(key, out var fromFile) is not { } setting)
            {
                found.Add(Unknown(key));
            }
            else if (ValueOf(setting, key, value, fromFile, found) is { } effective)
            {
                if (!values.TryAdd(setting.Key, effective))
                {
                    found.Add(new ConfigurationFault(setting.Key, $"is given twice, as {setting.Key} and as {setting.Key}{SettingsCatalog.FileSuffix}; keep one", null));
                }
                else if (!setting.Accepts(effective))
                {
                    found.Add(new ConfigurationFault(setting.Key, $"must be {setting.Rule}", setting.Secret ? null : effective));
                }
            }
        }

        // A setting that is wrong by itself is not named a second time for what follows from it.
        var named = found.Select(fault => fault.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        found.AddRange(AcrossSettings(values).Where(fault => !named.Contains(fault.Key)));
        faults = [.. found.OrderBy(fault => fault.Key, StringComparer.OrdinalIgnoreCase)];
        return faults.IsEmpty ? Build(values) : null;
    }

    private static IEnumerable<(string Key, string Value)> Given(IConfiguration configuration) =>
        Sections
            .SelectMany(section => configuration.GetSection(section).AsEnumerable())
            .Where(pair => pair.Key.Contains(':', StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(pair.Value))
            .Select(pair => (pair.Key, pair.Value!.Trim()));

    private static ConfigurationFault Unknown(string key)
    {
        // The value is not shown: a mistyped Telegram:Tokne holds a token.
        var meant = Suggestion.For(key, SettingsCatalog.All.Select(setting => setting.Key));
        return new ConfigurationFault(key, meant is null ? "is not a setting" : $"is not a setting; did you mean {meant}?", null);
    }

    private static string? ValueOf(Setting setting, string key, string value, bool fromFile, ImmutableArray<ConfigurationFault>.Builder found)
    {
        if (!fromFile)
        {
            return value;
        }

        try
        {
            var text = File.ReadAllText(value).Trim();
            if (text.Length > 0)
            {
                return text;
            }

            found.Add(new ConfigurationFault(key, "must name a file that holds the value; this one is empty", value));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            found.Add(new ConfigurationFault(key, $"must name a file that can be read and holds {setting.Rule}", value));
        }

        return null;
    }

    private static IEnumerable<ConfigurationFault> AcrossSettings(Dictionary<string, string> values)
    {
        foreach (var (setting, rule) in (Telegram(values)?.Faults() ?? []).AddRange(Discord(values)?.Faults() ?? []))
        {
            yield return new ConfigurationFault(setting, rule, null);
        }

        // A provider that the catalogue has refused already says nothing about the connection string.
        if (SettingsCatalog.Of(SettingsCatalog.StorageProvider).Accepts(values.GetValueOrDefault(SettingsCatalog.StorageProvider, "sqlite"))
            && StorageOptions.From(key => values.GetValueOrDefault(key)).ConnectionFault() is { } fault)
        {
            yield return new ConfigurationFault(SettingsCatalog.StorageConnectionString, fault, null);
        }

        if (!values.ContainsKey(SettingsCatalog.ContentPath) && DefaultContentPath() is null)
        {
            yield return new ConfigurationFault(SettingsCatalog.ContentPath, "must be given: there is no content folder here and none beside the program", null);
        }
    }

    private static BotSettings Build(Dictionary<string, string> values)
    {
        string Value(string key, string otherwise) => values.GetValueOrDefault(key, otherwise);

        var tokens = values.ContainsKey(SettingsCatalog.TelegramToken) || values.ContainsKey(SettingsCatalog.DiscordToken);
        return new BotSettings
        {
            HttpUrl = new Uri(Value(SettingsCatalog.HttpUrl, SettingsCatalog.DefaultHttpUrl)),
            LocalChat = values.TryGetValue(SettingsCatalog.LocalChatEnabled, out var enabled) ? bool.Parse(enabled) : !tokens,
            LocalChatAllowRemote = bool.Parse(Value(SettingsCatalog.LocalChatAllowRemote, "false")),
            LocalChatHosts = [.. Value(SettingsCatalog.LocalChatHosts, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            LocalChatModerators = [.. Value(SettingsCatalog.LocalChatModerators, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            ContentPath = Path.GetFullPath(values.GetValueOrDefault(SettingsCatalog.ContentPath) ?? DefaultContentPath()!),
            Telegram = Telegram(values),
            Discord = Discord(values),
            Storage = StorageOptions.From(key => values.GetValueOrDefault(key)),
        };
    }

    /// <summary>Null without a token. Values that are wrong by themselves are left out: they have been named.</summary>
    private static TelegramOptions? Telegram(Dictionary<string, string> values)
    {
        if (!values.TryGetValue(SettingsCatalog.TelegramToken, out var token))
        {
            return null;
        }

        Uri? Address(string key) => values.TryGetValue(key, out var value) && SettingsCatalog.Of(key).Accepts(value) ? new Uri(value) : null;

        return new TelegramOptions
        {
            Token = token,
            ApiBaseUrl = Address(SettingsCatalog.TelegramApiBaseUrl) ?? TelegramOptions.OfficialApi,
            Receive = Enum.TryParse<TelegramReceive>(values.GetValueOrDefault(SettingsCatalog.TelegramReceive), ignoreCase: true, out var receive) ? receive : TelegramReceive.Polling,
            WebhookUrl = Address(SettingsCatalog.TelegramWebhookUrl),
            WebhookSecret = values.GetValueOrDefault(SettingsCatalog.TelegramWebhookSecret),
        };
    }

    /// <summary>As for Telegram. The gateway's sessions are kept beside the database.</summary>
    private static DiscordOptions? Discord(Dictionary<string, string> values)
    {
        if (!values.TryGetValue(SettingsCatalog.DiscordToken, out var token))
        {
            return null;
        }

        var storage = StorageOptions.From(key => values.GetValueOrDefault(key));
        return new DiscordOptions
        {
            Token = token,
            ApiBaseUrl = values.TryGetValue(SettingsCatalog.DiscordApiBaseUrl, out var address) && SettingsCatalog.Of(SettingsCatalog.DiscordApiBaseUrl).Accepts(address) ? new Uri(address) : DiscordOptions.OfficialApi,
            Receive = Enum.TryParse<DiscordReceive>(values.GetValueOrDefault(SettingsCatalog.DiscordReceive), ignoreCase: true, out var receive) ? receive : DiscordReceive.Gateway,
            ShardCount = int.TryParse(values.GetValueOrDefault(SettingsCatalog.DiscordShardCount), NumberStyles.None, CultureInfo.InvariantCulture, out var shards) ? shards : null,
            SessionFile = storage.ConnectionFault() is not null ? null : Path.Combine(Path.GetDirectoryName(storage.DatabasePath)!, "discord-sessions.json"),
        };
    }

    /// <summary>The repository's own content when started from there, so that an author sees every change at once; else the published copy.</summary>
    private static string? DefaultContentPath() =>
        new[] { Path.GetFullPath("content"), Path.Combine(AppContext.BaseDirectory, "content") }
            .FirstOrDefault(path => Directory.Exists(Path.Combine(path, "flows")));
}
