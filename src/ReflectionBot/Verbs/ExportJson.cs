using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Storage;

namespace ReflectionBot.Verbs;

/// <summary>What <c>export</c> prints.</summary>
internal static class ExportJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(StoredAddress stored)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("address", stored.Address.Value);
            Write(json, "lastActive", stored.LastActive);
            Write(json, "wakesAt", stored.WakesAt);
            json.WritePropertyName("conversation");
            if (stored.State.IsEmpty)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteRawValue(stored.State.Span);
            }

            WriteAll(json, "entries", stored.Entries, entry =>
            {
                json.WriteString("id", entry.Id);
                Write(json, "keptAt", entry.KeptAt);
                json.WriteString("words", entry.Body.Span);
            });
            WriteAll(json, "lines", stored.Lines, line => Write(json, line));
            WriteAll(json, "waiting", stored.Waiting, waiting => Write(json, waiting));
            WriteAll(json, "sent", stored.Sent, sent =>
            {
                json.WriteString("message", sent.MessageId);
                Write(json, "at", sent.SentAt);
            });
            WriteAll(json, "answers", stored.Voices, voice =>
            {
                json.WriteString("group", voice.Group.Value);
                json.WriteString("round", voice.RoundId);
                json.WriteString("words", voice.Words);
            });
            WriteAll(json, "muted", stored.Mutes, mute =>
            {
                json.WriteString("group", mute.Group.Value);
                Write(json, "until", mute.Until);
            });
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ChatLine line)
    {
        json.WriteString("id", line.Id);
        json.WriteString("by", line.Speaker is ChatSpeaker.Person ? "person" : "bot");
        Write(json, "at", line.At);
        json.WriteString("text", line.Text);
        WriteAll(json, "options", line.Options, option =>
        {
            json.WriteString("id", option.Id);
            json.WriteString("label", option.Label);
        });
        json.WriteString("chosen", line.Chosen);
        json.WriteBoolean("edited", line.Edited);
        if (line.Document is { } document)
        {
            json.WriteString("file", document.FileName);
            json.WriteString("fileText", document.Text);
        }
    }

    private static void Write(Utf8JsonWriter json, StoredWaiting waiting)
    {
        json.WriteString("id", waiting.Row.Id);
        Write(json, "since", waiting.CommittedAt);
        json.WriteString("state", waiting.Row.State.ToString());
        json.WriteNumber("attempts", waiting.Row.Attempts);
        Write(json, "notBefore", waiting.Row.NotBefore);
        json.WriteBoolean("lastWord", waiting.Row.LastWord);
        json.WritePropertyName("message");
        json.WriteRawValue(ConversationJson.Write(waiting.Row.Outgoing));
        WriteAll(json, "removes", waiting.Row.Target ?? [], id => json.WriteString("message", id));
    }

    private static void Write(Utf8JsonWriter json, string name, Instant? moment) => json.WriteString(name, moment?.ToString());

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
