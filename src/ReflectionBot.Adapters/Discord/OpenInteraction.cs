using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>How far the answer to an interaction has come.</summary>
internal enum AnswerStage
{
    /// <summary>Three seconds are left, at most.</summary>
    Unanswered,

    /// <summary>Told "thinking": a message must follow.</summary>
    Deferred,

    /// <summary>Answered: more may follow until its token ends.</summary>
    Answered,

    /// <summary>Nothing reaches it any more.</summary>
    Over,
}

/// <summary>One interaction while it can be answered. In memory alone: after a restart the private chat is the way.</summary>
internal sealed class OpenInteraction(InteractionKey key, Address address, long receivedAt)
{
    private volatile AnswerStage _stage;

    public InteractionKey Key { get; } = key;

    public Address Address { get; } = address;

    /// <summary>The clock's ticks when it was received.</summary>
    public long ReceivedAt { get; } = receivedAt;

    /// <summary>Used in the bot's private chat: what is said there stays, and nobody else sees it.</summary>
    public required bool InPrivate { get; init; }

    /// <summary>A pressed component: there is a message it stands on, and it can be acknowledged without a word.</summary>
    public required bool OfComponent { get; init; }

    /// <summary>Id of the message a pressed component stands on, or a modal was opened from; empty for a command.</summary>
    public string Source { get; init; } = "";

    public string? Locale { get; init; }

    /// <summary>Address of the channel of a server it was used in; null elsewhere.</summary>
    public string? CameFrom { get; init; }

    /// <summary>One answer at a time: the timer that defers and the sender meet here.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public AnswerStage Stage
    {
        get => _stage;
        set => _stage = value;
    }

    /// <summary>What is called @original is the message of <see cref="Source"/>: it was acknowledged or updated.</summary>
    public bool OriginalIsSource { get; set; }

    /// <summary>Id of the message that is called @original, when it is one that this interaction brought; null when unknown or none.</summary>
    public string? OriginalId { get; set; }

    /// <summary>The Delivery whose message was tried as the first answer: when the answer to that was lost, "already acknowledged" means that it arrived.</summary>
    public string? TriedAs { get; set; }

    /// <summary>What became of its Input, when that is known.</summary>
    public Acceptance? Became { get; set; }

    /// <summary>Flags of what is said through it.</summary>
    public int Flags => MessageFlags.SuppressEmbeds | (InPrivate ? 0 : MessageFlags.Ephemeral);

    /// <summary>What a message that it brought is called in its routes.</summary>
    public string NameOf(string message) => OriginalId == message ? Route.Original : message;
}
