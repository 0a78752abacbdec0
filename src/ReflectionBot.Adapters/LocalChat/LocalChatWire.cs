using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>What the page posts: exactly one of text, options and command, under an id of its own making.</summary>
/// <param name="Group">The group a command was given in, with its tilde; only beside a command.</param>
public sealed record PostedInput(string? Id, string? Text, ImmutableArray<string>? Options, string? Command, string? Group = null);

/// <summary>Why something was not taken: a code that the page has words for, and those words in English.</summary>
public sealed record Refusal(string Code, string Message);

/// <summary>One event of the stream. Which of the parts are there depends on the event's type.</summary>
public sealed record WireEvent(string Person)
{
    /// <summary>Ids of all lines, oldest first; what a page shows beyond them is gone.</summary>
    public ImmutableArray<string>? Present { get; init; }

    /// <summary>Lines that are new or have changed.</summary>
    public ImmutableArray<WireLine>? Lines { get; init; }
}

public sealed record WireLine(string Id, bool Mine, long At, string Text, ReplyKind Kind, ImmutableArray<Option> Options)
{
    public bool PickSeveral { get; init; }

    public string? Chosen { get; init; }

    public bool Edited { get; init; }

    public string? File { get; init; }

    /// <summary>Stays on the page although everything else there is gone.</summary>
    public bool LastWord { get; init; }

    public static WireLine Of(ChatLine line) =>
        new(line.Id, line.Speaker == ChatSpeaker.Person, line.At.ToUnixTimeMilliseconds(), line.Text, line.Kind, line.Options)
        {
            PickSeveral = line.PickSeveral,
            Chosen = line.Chosen,
            Edited = line.Edited,
            File = line.Document?.FileName,
            LastWord = line.LastWord,
        };
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PostedInput))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(WireEvent))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class LocalChatJson : JsonSerializerContext;
