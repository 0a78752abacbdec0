using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>What the bot reads of GUILD_CREATE and GUILD_DELETE; everything else in them, and there is much, is passed over.</summary>
internal sealed record GuildPayload
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    /// <summary>Discord cannot reach it just now; the bot is in it all the same.</summary>
    public bool? Unavailable { get; set; }

    /// <summary>ISO 8601; another one when the bot was added again.</summary>
    public string? JoinedAt { get; set; }

    [JsonConverter(typeof(SnowflakeConverter))]
    public string SystemChannelId { get; set; } = "";

    /// <summary>BCP 47, of the server.</summary>
    public string? PreferredLocale { get; set; }
}

/// <summary>What the bot reads of THREAD_DELETE.</summary>
internal sealed record ThreadPayload
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string GuildId { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string ParentId { get; set; } = "";
}

internal sealed record GuildInfo
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string OwnerId { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string SystemChannelId { get; set; } = "";

    /// <summary>BCP 47, of the server.</summary>
    public string? PreferredLocale { get; set; }

    public IReadOnlyList<RoleInfo>? Roles { get; set; }
}

internal sealed record RoleInfo
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    public string? Permissions { get; set; }
}

internal sealed record MemberInfo
{
    /// <summary>Ids; the one that everybody has, which has the server's id, is not among them.</summary>
    public IReadOnlyList<string>? Roles { get; set; }
}

/// <param name="Name">1 to 100 characters.</param>
/// <param name="AutoArchiveDuration">Minutes of silence: 60, 1440, 4320 or 10080.</param>
internal sealed record OpenThreadBody(string Name, int AutoArchiveDuration);

internal sealed record CloseThreadBody(bool Archived);
