using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>A call whose answer says nothing.</summary>
internal readonly record struct Done;

internal sealed record ApplicationInfo
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    public string? Name { get; set; }

    /// <summary>What interactions over HTTP are signed with; hexadecimal.</summary>
    public string? VerifyKey { get; set; }
}

internal sealed record GatewayInfo
{
    public string Url { get; set; } = "";

    public int Shards { get; set; } = 1;

    public SessionLimitInfo? SessionStartLimit { get; set; }
}

/// <summary>Times in milliseconds.</summary>
internal sealed record SessionLimitInfo
{
    public int Remaining { get; set; }

    public long ResetAfter { get; set; }

    public int MaxConcurrency { get; set; } = 1;
}

internal sealed record ChannelInfo
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    public int Type { get; set; }

    /// <summary>A thread of any kind.</summary>
    [JsonIgnore]
    public bool IsThread => Type is 10 or 11 or 12;
}

internal sealed record SentMessage
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    [JsonConverter(typeof(SnowflakeConverter))]
    public string ChannelId { get; set; } = "";

    public int Flags { get; set; }
}

/// <summary>The answer to a callback with <c>with_response</c>; there is no message in it when none was made.</summary>
internal sealed record CallbackAnswer
{
    public CallbackResource? Resource { get; set; }
}

internal sealed record CallbackResource
{
    public SentMessage? Message { get; set; }
}

/// <summary>A message of the private chat, as far as it is needed to know one's own again.</summary>
internal sealed record ListedMessage
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    public string? Content { get; set; }

    public Author? Author { get; set; }

    public int Flags { get; set; }

    public IReadOnlyList<ListedRow>? Components { get; set; }

    /// <summary>The bot said it: there is no other in a private chat. A "thinking" is not said yet.</summary>
    public bool IsOf(string? application) => Author is { } author && (author.Id == application || author.Bot) && (Flags & MessageFlags.Thinking) == 0;
}

internal sealed record ListedRow
{
    public IReadOnlyList<ListedComponent>? Components { get; set; }
}

internal sealed record ListedComponent
{
    public string? CustomId { get; set; }
}

internal sealed record Author
{
    [JsonConverter(typeof(SnowflakeConverter))]
    public string Id { get; set; } = "";

    public bool Bot { get; set; }
}

/// <summary>Fields and codes are ours to read; texts of the server may repeat what was sent and are never kept.</summary>
internal sealed record ErrorBody
{
    public int Code { get; set; }

    /// <summary>Seconds.</summary>
    public double? RetryAfter { get; set; }

    public bool Global { get; set; }

    /// <summary>Which field was wrong, as a tree of names.</summary>
    public JsonElement? Errors { get; set; }
}

/// <summary>Ids are strings of digits; numbers are understood too.</summary>
internal sealed class SnowflakeConverter : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.Number when reader.TryGetUInt64(out var number):
                return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            default:
                reader.Skip();
                return "";
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
