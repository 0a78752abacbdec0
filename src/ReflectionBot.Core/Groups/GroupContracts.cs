using System.Collections.Immutable;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What a turn needs of a group before it can be taken.</summary>
/// <param name="RoundId">The Round a person was asked in, or null.</param>
/// <param name="Group">The group a moderator acts in, or null.</param>
public sealed record GroupNeed(string? RoundId, Address? Group)
{
    /// <summary>Whether the person moderates does not matter.</summary>
    public bool AsMember { get; init; }
}

/// <summary>What a turn at a private Address gets to know of a group.</summary>
/// <param name="Conversation">The group's; null when the Round is gone.</param>
public sealed record GroupView(Conversation? Conversation)
{
    /// <summary>The person may open and close Rounds there, asked of the platform just now.</summary>
    public bool Moderates { get; init; }

    /// <summary>Their own Voice in the Round asked for; null when there is none.</summary>
    public string? OwnVoice { get; init; }

    /// <summary>The Round holds as many Voices as it can.</summary>
    public bool IsFull { get; init; }
}

/// <summary>What a group's turn needs to release its Rounds.</summary>
/// <param name="Voices">Words by Round id, in no meaningful order.</param>
/// <param name="Seed">Random, never stored: decides the order in which Voices are shown.</param>
public sealed record Release(ImmutableDictionary<string, ImmutableArray<string>> Voices, ReadOnlyMemory<byte> Seed);

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
}

/// <summary>What happens to the place where a Round's Voices are.</summary>
public sealed record VaultChange(string RoundId, VaultAction Action);

/// <summary>What a turn at a private Address changes in a group. Becomes durable together with the turn.</summary>
/// <param name="Conversation">The group's, after the turn.</param>
public sealed record GroupEffect(Conversation Conversation, ImmutableArray<Outgoing> Outgoing, ImmutableArray<VaultChange> Vaults)
{
    /// <summary>What moderators are to be told in private.</summary>
    public ImmutableArray<GroupNote> Notes { get; init; } = [];
}

/// <summary>Who may moderate a group of one platform. Asked anew before every action.</summary>
public interface IModerators
{
    /// <summary>The platform part of the Addresses it knows.</summary>
    string Platform { get; }

    /// <summary>False also when the platform does not say.</summary>
    ValueTask<bool> MayModerateAsync(Address group, Address person, CancellationToken cancellationToken);
}
