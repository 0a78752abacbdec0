using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage;

/// <summary>What a person kept, for reading back, export and forgetting. Every method may throw <see cref="StorageUnavailableException"/>.</summary>
public interface IArchive
{
    /// <summary>Entries of an Address, oldest first.</summary>
    Task<ImmutableArray<StoredEntry>> EntriesAsync(Address address, CancellationToken cancellationToken);

    /// <summary>Everything there is about an Address, decrypted; null when nothing is stored.</summary>
    Task<StoredAddress?> ReadAsync(Address address, CancellationToken cancellationToken);

    /// <summary>Removes everything of an Address and returns when no byte of it is left in the database's files. False when there was nothing.</summary>
    Task<bool> ForgetAsync(Address address, CancellationToken cancellationToken);
}

/// <summary>What is stored of one Address. Of a group: without its members' answers and mutes, which are about others.</summary>
/// <param name="LastActive">Null without a Conversation.</param>
/// <param name="WakesAt">When the Conversation next wants to be woken.</param>
/// <param name="State">UTF-8 JSON of the Conversation; empty when there is none.</param>
public sealed record StoredAddress(Address Address, Instant? LastActive, Instant? WakesAt, ReadOnlyMemory<byte> State, ImmutableArray<StoredEntry> Entries)
{
    /// <summary>In the order of commit.</summary>
    public ImmutableArray<StoredWaiting> Waiting { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public ImmutableArray<StoredSent> Sent { get; init; } = [];

    /// <summary>What the local chat's page shows, oldest first.</summary>
    public ImmutableArray<ChatLine> Lines { get; init; } = [];

    /// <summary>Answers of this person in Rounds that have not ended.</summary>
    public ImmutableArray<StoredVoice> Voices { get; init; } = [];

    /// <summary>Where this person may not answer for a while.</summary>
    public ImmutableArray<StoredMute> Mutes { get; init; } = [];

    public bool IsEmpty => State.IsEmpty && Entries.IsEmpty && Waiting.IsEmpty && Sent.IsEmpty && Lines.IsEmpty && Voices.IsEmpty && Mutes.IsEmpty;
}

/// <summary>A message that is not sent yet.</summary>
public sealed record StoredWaiting(OutboxRow Row, Instant CommittedAt);

/// <summary>A message that was sent, as the platform calls it.</summary>
public sealed record StoredSent(string MessageId, Instant SentAt);

/// <param name="Group">Whose Round it is.</param>
public sealed record StoredVoice(Address Group, string RoundId, string Words);

/// <param name="Group">Where.</param>
/// <param name="Until">Begin of a day in UTC.</param>
public sealed record StoredMute(Address Group, Instant Until);
