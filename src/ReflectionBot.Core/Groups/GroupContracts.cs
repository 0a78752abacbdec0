using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What a turn needs of a group before it can be taken.</summary>
/// <param name="RoundId">The Round a person was asked in, or null.</param>
/// <param name="Group">The group a moderator acts in, or null.</param>
public sealed record GroupNeed(string? RoundId, Address? Group)
{
    /// <summary>Round whose Voices a moderator reads before the release; null when none are needed.</summary>
    public string? ReviewOf { get; init; }

    /// <summary>Whether the person moderates does not matter.</summary>
    public bool AsMember { get; init; }
}

/// <summary>What a turn at a private Address gets to know of a group.</summary>
/// <param name="Conversation">The group's; null when the Round is gone.</param>
public sealed record GroupView(Conversation? Conversation)
{
    /// <summary>What the person may do there, asked of the platform just now.</summary>
    public Standing Standing { get; init; }

    /// <summary>The person may open and close Rounds there.</summary>
    public bool Moderates => Standing >= Standing.Moderates;

    /// <summary>Their own Voice in the Round asked for; null when there is none.</summary>
    public string? OwnVoice { get; init; }

    /// <summary>Until when moderators do not want this person's answers in the group; null when they do.</summary>
    public Instant? MutedUntil { get; init; }

    /// <summary>For whoever moderates: the Voices of the Round in review.</summary>
    public ImmutableArray<Voice> Voices { get; init; } = [];

    /// <summary>The Round holds as many Voices as it can.</summary>
    public bool IsFull { get; init; }
}

/// <summary>What a group's turn needs to release its Rounds.</summary>
/// <param name="Voices">By Round id, in no meaningful order.</param>
/// <param name="Seed">Random, never stored: decides the order in which Voices are shown.</param>
public sealed record Release(ImmutableDictionary<string, ImmutableArray<Voice>> Voices, ReadOnlyMemory<byte> Seed);

/// <summary>An answer as it is read before its release.</summary>
/// <param name="Id">16 hex digits that hang on the key of the Round: they point at this one Voice and at nobody.</param>
public sealed record Voice(string Id, string Words);

/// <summary>A person's Voice in a Round is put in, changed, or (without words) taken out. Holds only while the Round is open.</summary>
public sealed record VoiceChange(string RoundId, string? Words);

public enum VaultAction
{
    /// <summary>A key is made; Voices can be put in.</summary>
    Open,

    /// <summary>Nothing can be put in or taken out any more.</summary>
    Shut,

    /// <summary>The Voices and the key are destroyed.</summary>
    Destroy,

    /// <summary>As <see cref="Destroy"/>, but the group can still be found by the Round.</summary>
    Empty,

    /// <summary>Whoever wrote the Voice named is muted in the group, and nobody learns who that is. Only while the key is there.</summary>
    Mute,

    /// <summary>Nobody is muted in the group any more; no Round is named.</summary>
    Unmute,
}

/// <summary>What happens to the place where a Round's Voices are.</summary>
public sealed record VaultChange(string RoundId, VaultAction Action)
{
    /// <summary>For <see cref="VaultAction.Mute"/>: the <see cref="Voice.Id"/>.</summary>
    public string VoiceId { get; init; } = "";

    /// <summary>For <see cref="VaultAction.Mute"/>: until when.</summary>
    public Instant? Until { get; init; }
}

/// <summary>What a turn at a private Address changes in a group. Becomes durable together with the turn.</summary>
/// <param name="Conversation">The group's, after the turn.</param>
public sealed record GroupEffect(Conversation Conversation, ImmutableArray<Outgoing> Outgoing, ImmutableArray<VaultChange> Vaults)
{
    /// <summary>What moderators are to be told in private.</summary>
    public ImmutableArray<GroupNote> Notes { get; init; } = [];
}

/// <summary>What a person may do in a group.</summary>
public enum Standing
{
    /// <summary>No more than any member.</summary>
    None,

    Moderates,

    /// <summary>Moderates, and decides who else does.</summary>
    Manages,
}

/// <summary>Who may moderate a group of one platform. Asked anew before every action.</summary>
public interface IModerators
{
    /// <summary>The platform part of the Addresses it knows.</summary>
    string Platform { get; }

    /// <param name="group">The group's Address.</param>
    /// <param name="person">A private Address.</param>
    /// <param name="roles">Ids of roles whose bearers moderate as well, chosen by those who manage the group; where the platform knows no roles, they mean nothing.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns><see cref="Standing.None"/> also when the platform does not say.</returns>
    ValueTask<Standing> StandingAsync(Address group, Address person, ImmutableArray<string> roles, CancellationToken cancellationToken);
}
