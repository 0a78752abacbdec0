using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>Something is there; what it is does not matter.</summary>
[JsonConverter(typeof(PresentConverter))]
internal readonly record struct Present(bool IsThere)
{
    public static implicit operator bool(Present present) => present.IsThere;
}

internal sealed class PresentConverter : JsonConverter<Present>
{
    public override Present Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return new Present(IsThere: true);
    }

    public override void Write(Utf8JsonWriter writer, Present value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>The result of a method whose answer says nothing: true, or the message that was edited.</summary>
[JsonConverter(typeof(DoneConverter))]
internal readonly record struct Done;

internal sealed class DoneConverter : JsonConverter<Done>
{
    public override Done Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, Done value, JsonSerializerOptions options) => writer.WriteBooleanValue(value: true);
}
