using NodaTime;

namespace ReflectionBot.Core.Messaging;

/// <summary>One attempt to hand an <see cref="Outgoing"/> to a platform.</summary>
/// <param name="Id">Same for every attempt at the same Outbox row, at most 25 characters [0-9a-z]: usable as a platform's nonce.</param>
/// <param name="Target">The platform's ids of the messages meant by an edit, a retirement or a removal; empty when none was ever sent.</param>
public sealed record Delivery(string Id, Address Address, Outgoing Outgoing, IReadOnlyList<string> Target)
{
    /// <summary>The earlier attempt may have reached the person: use the platform's own way against doubles, if it has one.</summary>
    public bool InDoubt { get; init; }

    /// <summary>The platform's ids of the post that <see cref="Reply.Back"/> means; empty when it is not known or there is none.</summary>
    public IReadOnlyList<string> Back { get; init; } = [];

    /// <summary>The Address has been forgotten and is told so: nothing about it may be kept, this message included.</summary>
    public bool LastWord { get; init; }
}

/// <summary>What became of a <see cref="Delivery"/>. Failures are values; an exception out of a sender is a bug.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The platform has it. <paramref name="MessageIds"/> are the platform's ids of the parts, in order; empty for edits and removals.</summary>
    public sealed record Sent(IReadOnlyList<string> MessageIds) : SendOutcome
    {
        /// <summary>Less was done than wished, as a discussion without its thread, because the bot lacks this right: key of the text that names it. Null: all was done.</summary>
        public string? Lacking { get; init; }
    }

    /// <summary>Not now. Nothing else goes to that scope before <paramref name="Delay"/> has passed.</summary>
    public sealed record RetryAfter(Duration Delay, RetryScope Scope) : SendOutcome;

    /// <summary>It may or may not have arrived: the connection broke after the request left.</summary>
    public sealed record Doubtful(string Reason) : SendOutcome;

    /// <summary>The person or the platform does not let us: blocked, closed, gone. Final for this Address until it writes again.</summary>
    public sealed record Refused(string Reason) : SendOutcome
    {
        /// <summary>This way is shut; what else waits for the Address may have another, as the answer to something it pressed.</summary>
        public bool OthersMayArrive { get; init; }
    }

    /// <summary>The chat lives on under another Address, where nothing has been sent yet: message ids of before mean nothing there.</summary>
    public sealed record Migrated(Address To) : SendOutcome;

    /// <summary>The thread or topic it was meant for is no longer there. Whatever else goes to this Address may go on.</summary>
    public sealed record ThreadGone(string Reason) : SendOutcome;

    /// <summary>In that place of a group the bot lacks a right. Whatever else goes to this Address may go on; this can be posted when the right is there.</summary>
    /// <param name="Missing">Key of the text that names the right as the platform does.</param>
    public sealed record Barred(string Reason, string Missing) : SendOutcome;

    /// <summary>The platform does not understand this one: our fault, never retried, counted.</summary>
    public sealed record Invalid(string Reason) : SendOutcome;
}

public enum RetryScope
{
    /// <summary>Calls of this kind to this Address wait. Help goes by another way and does not wait with them.</summary>
    Kind,

    /// <summary>Only this Address waits.</summary>
    Address,

    /// <summary>The whole platform waits.</summary>
    Platform,
}

/// <summary>The way out to one platform.</summary>
public interface ISender
{
    /// <summary>The platform part of the Addresses it serves.</summary>
    string Platform { get; }

    /// <summary>
    /// Asked before a Delivery is claimed: how long it must still wait to stay within the platform's limits. Zero means that it may go
    /// and that its share was taken.
    /// </summary>
    Duration Pace(Address address, Urgency urgency) => Duration.Zero;

    /// <summary>Its share was taken before; parts beyond the first take theirs here.</summary>
    Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Shows that an answer is on its way; best effort.</summary>
    Task ShowTypingAsync(Address address, CancellationToken cancellationToken);
}

/// <summary>What became of an Input.</summary>
public enum Acceptance
{
    /// <summary>Taken, and its consequences are durable: the platform may forget the update.</summary>
    Taken,

    /// <summary>Taken before under the same id; nothing changed.</summary>
    Duplicate,

    /// <summary>Too many at once from this Address: not taken. Help, if it was called for, has been sent all the same.</summary>
    TooMany,

    /// <summary>Storage did not answer: not taken, may be offered again. Help, if it was called for, has been sent all the same.</summary>
    Unavailable,
}

/// <summary>The way in: receivers hand over Inputs and confirm the update to the platform only after the answer.</summary>
public interface IInputSink
{
    /// <summary>
    /// Waits while the process is full (back-pressure). In order per Address, in parallel across Addresses. When one is not taken because storage does not answer, those
    /// of its Address that were offered behind it are not taken either: offered again, they come in their order.
    /// </summary>
    ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken);

    /// <summary>
    /// For an Input that has to wait before it is offered, behind one that could not be taken: help that it calls for goes out at once. Takes nothing.
    /// </summary>
    /// <param name="input">As it will be offered.</param>
    /// <param name="turnedAway">It will not be offered at all: there are too many of its Address, and the person is told so.</param>
    ValueTask LookAsync(Input input, bool turnedAway);

    /// <summary>For words that become no Input, such as those said to the bot in front of a group: whether they call for help. Takes and keeps nothing.</summary>
    bool CallsForHelp(string words);
}
