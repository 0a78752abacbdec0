using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

public enum ChatSpeaker
{
    Person,
    Bot,
}

/// <summary>One message as the page shows it.</summary>
/// <param name="Id">Unique per Address; see <see cref="OfPerson"/> and <see cref="OfBot"/>.</param>
public sealed record ChatLine(string Id, ChatSpeaker Speaker, Instant At, string Text)
{
    /// <summary>The most lines an Address keeps; older ones leave as new ones come.</summary>
    public const int MaxKept = 500;

    public ReplyKind Kind { get; init; }

    public ImmutableArray<Option> Options { get; init; } = [];

    public bool PickSeveral { get; init; }

    /// <summary>What was answered, once the question is over.</summary>
    public string? Chosen { get; init; }

    public bool Edited { get; init; }

    public Document? Document { get; init; }

    /// <summary>Said to somebody who was forgotten: open pages show it until they are left; it is never logged.</summary>
    public bool LastWord { get; init; }

    /// <summary>The id of a line the person wrote, from the id the page gave it.</summary>
    public static string OfPerson(string inputId) => $"in-{inputId}";

    /// <summary>The id of a line of the bot: the same for every attempt at one Delivery.</summary>
    public static string OfBot(string deliveryId) => $"out-{deliveryId}";
}

/// <summary>A line and the moment of its last change.</summary>
/// <param name="Version">Rises with every change at one Address, and never falls, not even when everything there is cleared.</param>
public sealed record VersionedLine(long Version, ChatLine Line);

/// <summary>What is to be seen at one Address.</summary>
/// <param name="Present">Ids of all lines, oldest first.</param>
/// <param name="Changed">Those of them that changed after the version asked for, oldest first.</param>
/// <param name="Version">The highest version among the lines, or the version asked for when that is higher.</param>
public sealed record ChatPage(ImmutableArray<string> Present, ImmutableArray<VersionedLine> Changed, long Version);
