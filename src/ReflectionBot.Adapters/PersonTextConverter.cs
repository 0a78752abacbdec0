using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters;

/// <summary>
/// What a person wrote is read whatever it holds: half a surrogate pair must not cost the whole message, and the
/// message may be a call for help.
/// </summary>
internal sealed class PersonTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return Unescaped(reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Unescaped(string raw)
    {
        var text = new StringBuilder(raw.Length);
        var rest = raw.AsSpan();
        while (rest.Length > 0)
        {
            var taken = 1;
            if (rest is ['\\', 'u', ..] && rest.Length >= 6 && ushort.TryParse(rest.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit))
            {
                text.Append((char)unit);
                taken = 6;
            }
            else if (rest is ['\\', var escaped, ..])
            {
                text.Append(escaped switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => escaped });
                taken = 2;
            }
            else
            {
                text.Append(rest[0]);
            }

            rest = rest[taken..];
        }

        return WellFormed(text.ToString());
    }

    /// <summary>Halves of pairs become the replacement character.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
