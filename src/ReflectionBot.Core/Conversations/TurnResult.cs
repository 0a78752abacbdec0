using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>What a turn leads to. All of it becomes durable together, or none of it.</summary>
/// <param name="Conversation">The state after the turn.</param>
/// <param name="Outgoing">What to do at the platform, in order.</param>
public sealed record TurnResult(Conversation Conversation, ImmutableArray<Outgoing> Outgoing)
{
    /// <summary>Entries to store.</summary>
    public ImmutableArray<Entry> Kept { get; init; } = [];

    /// <summary>Ids of Entries to delete.</summary>
    public ImmutableArray<string> Dropped { get; init; } = [];

    /// <summary>Occurrences of nudges that were due and will not come, with the reason; counted, never shown.</summary>
    public ImmutableArray<NudgeReason> NudgesDropped { get; init; } = [];

    /// <summary>Nudges that are still on their way must not arrive any more: the person stopped or paused them, or is being helped.</summary>
    public bool WithdrawNudges { get; init; }

    /// <summary>
    /// Erase everything of this Address: state, Entries, key. <see cref="Outgoing"/> is still carried out,
    /// <see cref="Conversation"/> is not stored.
    /// </summary>
    public bool Forget { get; init; }

    /// <summary>What changes in a group with this turn; null when nothing does.</summary>
    public GroupEffect? Group { get; init; }

    /// <summary>The person's answer in a Round; null when there is none in this turn.</summary>
    public VoiceChange? Voice { get; init; }

    /// <summary>For a turn at a group's own Address: what happens to the places of its Rounds' Voices.</summary>
    public ImmutableArray<VaultChange> Vaults { get; init; } = [];

    /// <summary>For a turn at a group's own Address: what its moderators are to be told in private.</summary>
    public ImmutableArray<GroupNote> Notes { get; init; } = [];

    /// <summary>What this turn has to know of a group. When set, nothing else here counts: load it and take the turn again.</summary>
    public GroupNeed? NeedsGroup { get; init; }

    /// <summary>Ids of Rounds whose Voices this turn releases. When not empty, nothing else here counts: load them and take the turn again.</summary>
    public ImmutableArray<string> NeedsVoices { get; init; } = [];

    /// <summary>
    /// Ids of Entries whose words this turn needs. When not empty, nothing else here counts: load them and take the
    /// turn again with <c>recalled</c>.
    /// </summary>
    public ImmutableArray<string> Needs { get; init; } = [];
}

/// <summary>An answer, or several, that the person chose to keep.</summary>
/// <param name="Id">Unique within the Conversation, at most 16 ASCII characters.</param>
/// <param name="Words">The person's words with the questions they answer; stored encrypted.</param>
public sealed record Entry(string Id, Instant KeptAt, string Words);
