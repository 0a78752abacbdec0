using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage;

/// <summary>
/// Where the Voices of open Rounds are. They are written by <see cref="ITurnStore.CommitAsync(TurnCommit, Action{CommitResult}, CancellationToken)"/>, together with the turn they belong to.
/// Every method may throw <see cref="StorageUnavailableException"/>.
/// </summary>
public interface IRoundStore
{
    /// <summary>The most Voices one Round holds.</summary>
    const int MaxVoices = 2000;

    /// <summary>A Round and one person's own Voice in it; null when there is no such Round, or no more.</summary>
    Task<StoredRound?> FindAsync(string roundId, Address person, CancellationToken cancellationToken);

    /// <summary>All Voices of a Round that takes none any more, in no meaningful order.</summary>
    Task<ImmutableArray<Voice>> VoicesAsync(string roundId, CancellationToken cancellationToken);
}

/// <param name="Group">The group it is open in.</param>
/// <param name="OwnVoice">Decrypted; null when there is none.</param>
/// <param name="Voices">How many there are.</param>
public sealed record StoredRound(Address Group, string? OwnVoice, int Voices)
{
    /// <summary>Until when the person is muted in the group; null when they are not.</summary>
    public Instant? MutedUntil { get; init; }
}
