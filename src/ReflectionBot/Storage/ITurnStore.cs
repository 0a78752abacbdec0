using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage;

/// <summary>Durable conversations. Every method may throw <see cref="StorageUnavailableException"/>.</summary>
public interface ITurnStore
{
    /// <summary>The conversation at an Address as it was last committed, and whether this Input was taken before.</summary>
    Task<StoredConversation> LoadAsync(Address address, string inputId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes one turn durable: state, outbox rows, entries and the Input's id, all or nothing. Cancelling has an effect only while
    /// the turn waits for its place; afterwards the outcome is awaited.
    /// </summary>
    /// <param name="commit">The turn.</param>
    /// <param name="written">
    /// Called once, before the task completes and not when it fails, as soon as the turn survives the end of this process. The task completes when it also survives a machine that loses its
    /// power. Must be quick: other turns wait meanwhile.
    /// </param>
    /// <param name="cancellationToken">See above.</param>
    Task<CommitResult> CommitAsync(TurnCommit commit, Action<CommitResult> written, CancellationToken cancellationToken);

    /// <summary>For who does nothing in between.</summary>
    Task<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellationToken) => CommitAsync(commit, static _ => { }, cancellationToken);
}

/// <summary>A conversation as read; the basis of the commit that follows.</summary>
/// <param name="Version">0 when there is none yet; otherwise what the row must still have for a commit to succeed.</param>
/// <param name="State">UTF-8 JSON of the Conversation, decrypted; empty when there is none.</param>
/// <param name="InputSeen">The Input asked for was taken before.</param>
public sealed record StoredConversation(Address Address, long Version, ReadOnlyMemory<byte> State, bool InputSeen)
{
    /// <summary>The Address's key; null when there is no conversation yet.</summary>
    public AddressKey? Key { get; init; }

    public bool Exists => Version > 0;
}

/// <summary>Everything one turn changes.</summary>
public sealed record TurnCommit(StoredConversation Basis, string InputId, Instant At)
{
    public Address Address => Basis.Address;

    /// <summary>UTF-8 JSON of the new Conversation; ignored when <see cref="Forget"/> is set.</summary>
    public ReadOnlyMemory<byte> State { get; init; }

    /// <summary>When the conversation wants to be woken, if it does. The only thing of its state that is stored in clear.</summary>
    public Instant? WakesAt { get; init; }

    public ImmutableArray<OutboxDraft> Outbox { get; init; } = [];

    /// <summary>Removes nudges of earlier commits that are still on their way to be sent.</summary>
    public bool WithdrawNudges { get; init; }

    /// <summary>Nudges this turn decided not to send, each with its reason, one of <see cref="NudgeDropReasons"/>: counted, without the Address.</summary>
    public ImmutableArray<string> NudgesDropped { get; init; } = [];

    /// <summary>Entries to keep; one with an id that is there already replaces it.</summary>
    public ImmutableArray<StoredEntry> Keep { get; init; } = [];

    /// <summary>Ids of entries to drop; unknown ones are ignored.</summary>
    public ImmutableArray<string> Drop { get; init; } = [];

    /// <summary>The person's answer in a Round. Refused as a conflict when that Round takes none any more.</summary>
    public VoiceChange? Voice { get; init; }

    /// <summary>What happens to the places of Voices; only for the Address of a group.</summary>
    public ImmutableArray<VaultChange> Vaults { get; init; } = [];

    /// <summary>What the same turn changes at other Addresses, each another one: a state, outbox rows and vaults. All are committed, or nothing is.</summary>
    public ImmutableArray<TurnCommit> Also { get; init; } = [];

    /// <summary>
    /// Removes the Address's key, conversation, entries, earlier outbox rows and message ids. The rows of this very commit are its
    /// last words: delivered all the same, removals among them with the message ids known until now.
    /// </summary>
    public bool Forget { get; init; }
}

/// <param name="Claimed">The caller hands it to the sender from memory at once: written as claimed, so that no second write comes before sending.</param>
public sealed record OutboxDraft(Outgoing Outgoing, bool Claimed = false);

/// <param name="Id">Unique per Address, at most 64 characters.</param>
/// <param name="Body">UTF-8 JSON of the entry.</param>
public sealed record StoredEntry(string Id, Instant KeptAt, ReadOnlyMemory<byte> Body);

public enum CommitOutcome
{
    Committed,

    /// <summary>The Input was taken before; nothing changed.</summary>
    Duplicate,

    /// <summary>The conversation changed since it was loaded; nothing changed. Load it again.</summary>
    Conflict,
}

/// <param name="Outbox">The rows of the commit in their order; empty unless committed.</param>
public sealed record CommitResult(CommitOutcome Outcome, ImmutableArray<OutboxRow> Outbox)
{
    /// <summary>Nudges taken back because of <see cref="TurnCommit.WithdrawNudges"/>.</summary>
    public int NudgesWithdrawn { get; init; }
}
