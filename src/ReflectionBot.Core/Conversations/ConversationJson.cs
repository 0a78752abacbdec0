using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>The stored form of a Conversation and of an Outbox row. Unknown members are ignored, missing ones take the default of their type, whatever their initializer says.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(InstantConverter), typeof(LocalDateConverter), typeof(LocalTimeConverter), typeof(AnnualDateConverter), typeof(AddressConverter)])]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(Outgoing))]
public sealed partial class ConversationJson : JsonSerializerContext
{
    public static byte[] Write(Conversation conversation) => JsonSerializer.SerializeToUtf8Bytes(conversation, Default.Conversation);

    public static byte[] Write(Outgoing outgoing) => JsonSerializer.SerializeToUtf8Bytes(outgoing, Default.Outgoing);

    /// <exception cref="JsonException">Not the stored form of a Conversation.</exception>
    public static Conversation Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.Conversation) ?? throw new JsonException("A stored conversation is never null.");

    /// <exception cref="JsonException">Not the stored form of an Outgoing.</exception>
    public static Outgoing ReadOutgoing(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.Outgoing) ?? throw new JsonException("A stored outgoing is never null.");
}

internal abstract class PatternConverter<T>(IPattern<T> pattern) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        pattern.Parse(reader.GetString() ?? "") is { Success: true } parsed
            ? parsed.Value
            : throw new JsonException($"Not the stored form of a {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(pattern.Format(value));
}

internal sealed class InstantConverter() : PatternConverter<Instant>(InstantPattern.ExtendedIso);

internal sealed class LocalDateConverter() : PatternConverter<LocalDate>(LocalDatePattern.Iso);

internal sealed class LocalTimeConverter() : PatternConverter<LocalTime>(LocalTimePattern.ExtendedIso);

internal sealed class AnnualDateConverter() : PatternConverter<AnnualDate>(AnnualDatePattern.Iso);

internal sealed class AddressConverter : JsonConverter<Address>
{
    public override Address Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Address.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("An address is written platform:id.");

    public override void Write(Utf8JsonWriter writer, Address value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
