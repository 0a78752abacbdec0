using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage;

/// <summary>What a person kept, for reading back, export and forgetting. Every method may throw <see cref="StorageUnavailableException"/>.</summary>
public interface IArchive
{
    /// <summary>Entries of an Address, oldest first.</summary>
    Task<ImmutableArray<StoredEntry>> EntriesAsync(Address address, CancellationToken cancellationToken);

    /// <summary>The conversation's state (with the settings in it) and all entries, decrypted; null when nothing is stored.</summary>
    Task<StoredAddress?> ReadAsync(Address address, CancellationToken cancellationToken);

    /// <summary>Removes everything of an Address and returns when no byte of it is left in the database's files. False when there was nothing.</summary>
    Task<bool> ForgetAsync(Address address, CancellationToken cancellationToken);
}

/// <param name="State">UTF-8 JSON of the Conversation; empty when there is none.</param>
public sealed record StoredAddress(Address Address, Instant LastActive, ReadOnlyMemory<byte> State, ImmutableArray<StoredEntry> Entries);
