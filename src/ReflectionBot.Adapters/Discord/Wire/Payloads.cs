using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>What the bot reads of INTERACTION_CREATE; everything else in it is passed over. Settable, because what is missing must keep its default.</summary>
internal sealed record InteractionPayload
{
    public const int Ping = 1;
    public const int Command = 2;
    public const int Component = 3;
    public const int ModalSubmit = 5;

    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string ApplicationId { get; set; } = "";

    public int Type { get; set; }

    public string Token { get; set; } = "";

    public InteractionData? Data { get; set; }

    [JsonConverter(typeof(SnowflakeConverter))]
    public string ChannelId { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string GuildId { get; set; } = "";

    /// <summary>Where it was used: 0 a server, 1 the bot's private chat, 2 another private chat.</summary>
    public int? Context { get; set; }

    /// <summary>In a server.</summary>
    public Member? Member { get; set; }

    /// <summary>Elsewhere.</summary>
    public Person? User { get; set; }

    /// <summary>The message a pressed button stands on.</summary>
    public SourceMessage? Message { get; set; }

    /// <summary>BCP 47, of the one who pressed.</summary>
    public string? Locale { get; set; }

    /// <summary>What the bot may do in this channel: the bits as a number in a text.</summary>
    public string? AppPermissions { get; set; }

    public ChannelPart? Channel { get; set; }
}

internal sealed record ChannelPart
{
    public int Type { get; set; }

    /// <summary>A thread of any kind.</summary>
    [JsonIgnore]
    public bool IsThread => Type is 10 or 11 or 12;
}

internal sealed record InteractionData
{
    /// <summary>Of a command: always in the default language.</summary>
    public string? Name { get; set; }

    public string? CustomId { get; set; }

    /// <summary>What was chosen from a list.</summary>
    public IReadOnlyList<string>? Values { get; set; }

    public IReadOnlyList<GivenOption>? Options { get; set; }

    /// <summary>More about what the options name.</summary>
    public Resolved? Resolved { get; set; }

    /// <summary>Of a modal.</summary>
    public IReadOnlyList<ModalField>? Components { get; set; }
}

internal sealed record Resolved
{
    /// <summary>By id.</summary>
    public IReadOnlyDictionary<string, NamedRole>? Roles { get; set; }
}

internal sealed record NamedRole
{
    public string? Name { get; set; }
}

internal sealed record GivenOption
{
    public string? Name { get; set; }

    [JsonConverter(typeof(PersonTextConverter))]
    public string? Value { get; set; }
}

/// <summary>A label around its field, or a row of fields as older clients have it.</summary>
internal sealed record ModalField
{
    public ModalField? Component { get; set; }

    public IReadOnlyList<ModalField>? Components { get; set; }

    public string? CustomId { get; set; }

    [JsonConverter(typeof(PersonTextConverter))]
    public string? Value { get; set; }
}

internal sealed record Member
{
    public Person? User { get; set; }

    /// <summary>What this person may do in the channel where they pressed.</summary>
    public string? Permissions { get; set; }

    /// <summary>Ids of the roles this person has at that moment.</summary>
    public IReadOnlyList<string>? Roles { get; set; }
}

internal sealed record Person
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    public bool Bot { get; set; }
}

internal sealed record SourceMessage
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    public int? Flags { get; set; }
}

/// <summary>What the bot reads of MESSAGE_CREATE and MESSAGE_UPDATE.</summary>
internal sealed record MessagePayload
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string ChannelId { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string GuildId { get; set; } = "";

    /// <summary>1: a private chat. Not always there.</summary>
    public int? ChannelType { get; set; }

    /// <summary>0 a message, 19 a reply; the others are about the chat itself.</summary>
    public int? Type { get; set; }

    public Person? Author { get; set; }

    [JsonConverter(typeof(SnowflakeConverter))]
    public string WebhookId { get; set; } = "";

    /// <summary>Whom it names, and whom it answers.</summary>
    public IReadOnlyList<Person>? Mentions { get; set; }

    [JsonConverter(typeof(PersonTextConverter))]
    public string? Content { get; set; }

    /// <summary>Null when it is an update that nobody made, such as a preview that was found.</summary>
    public string? EditedTimestamp { get; set; }

    public JsonElement? Attachments { get; set; }

    public JsonElement? StickerItems { get; set; }

    public EnclosedWords Poll { get; set; }

    public IReadOnlyList<Snapshot>? MessageSnapshots { get; set; }
}

/// <summary>A forwarded message.</summary>
internal sealed record Snapshot
{
    public SnapshotMessage? Message { get; set; }
}

internal sealed record SnapshotMessage
{
    [JsonConverter(typeof(PersonTextConverter))]
    public string? Content { get; set; }
}
