using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>A line of the local chat as the database holds it, before it is encrypted.</summary>
internal sealed record ChatLineBody(ChatSpeaker Speaker, long At, string Text)
{
    public ReplyKind Kind { get; init; }

    public ImmutableArray<Option> Options { get; init; } = [];

    public bool PickSeveral { get; init; }

    public string? Chosen { get; init; }

    public bool Edited { get; init; }

    public Document? Document { get; init; }

    public static byte[] Write(ChatLine line) => JsonSerializer.SerializeToUtf8Bytes(
        new ChatLineBody(line.Speaker, line.At.ToUnixTimeTicks(), line.Text)
        {
            Kind = line.Kind,
            Options = line.Options,
            PickSeveral = line.PickSeveral,
            Chosen = line.Chosen,
            Edited = line.Edited,
            Document = line.Document,
        },
        ChatLineJson.Default.ChatLineBody);

    public static ChatLine Read(string id, byte[] bytes)
    {
        var body = JsonSerializer.Deserialize(bytes, ChatLineJson.Default.ChatLineBody) ?? throw new InvalidDataException("A line of the local chat is empty.");
        return new ChatLine(id, body.Speaker, Instant.FromUnixTimeTicks(body.At), body.Text)
        {
            Kind = body.Kind,
            Options = body.Options,
            PickSeveral = body.PickSeveral,
            Chosen = body.Chosen,
            Edited = body.Edited,
            Document = body.Document,
        };
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ChatLineBody))]
internal sealed partial class ChatLineJson : JsonSerializerContext;
