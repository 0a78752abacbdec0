using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters;

/// <summary>What a person wrote inside something the bot cannot take, such as a poll or a checklist. It may be a call for help, so it is read all the same.</summary>
/// <param name="Text">A line each; empty where it has no words.</param>
[JsonConverter(typeof(EnclosedWordsConverter))]
internal readonly record struct EnclosedWords(bool IsThere, string Text)
{
    public static implicit operator bool(EnclosedWords words) => words.IsThere;
}

internal sealed class EnclosedWordsConverter : JsonConverter<EnclosedWords>
{
    private static readonly PersonTextConverter Person = new();

    public override EnclosedWords Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var words = new StringBuilder();
        var isThere = reader.TokenType != JsonTokenType.Null;
        Collect(ref reader, isWords: false, words, options);
        return new EnclosedWords(isThere, words.ToString());
    }

    public override void Write(Utf8JsonWriter writer, EnclosedWords value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);

    /// <summary>The depth is bounded by the reader's own limit.</summary>
    private static void Collect(ref Utf8JsonReader reader, bool isWords, StringBuilder words, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var holdsWords = reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("question"u8) || reader.ValueTextEquals("title"u8)
                        || reader.ValueTextEquals("description"u8) || reader.ValueTextEquals("explanation"u8);
                    reader.Read();
                    Collect(ref reader, holdsWords, words, options);
                }

                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Collect(ref reader, isWords, words, options);
                }

                break;
            case JsonTokenType.String when isWords && Person.Read(ref reader, typeof(string), options) is { Length: > 0 } text:
                words.Append(words.Length > 0 ? "\n" : "").Append(text);
                break;
            default:
                break;
        }
    }
}
