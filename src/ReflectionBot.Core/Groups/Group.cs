using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What makes a Conversation the one of a group. Holds nothing of its members but what moderators did as moderators.</summary>
public sealed record Group
{
    /// <summary>How many must have answered before anything is shown, unless the group chose otherwise.</summary>
    public const int UsualMinimum = 5;

    /// <summary>No group can go below this: with two answers each author knows the other.</summary>
    public const int LeastMinimum = 3;

    public const int MostMinimum = 50;

    /// <summary>Rounds open at once.</summary>
    public const int MaxOpen = 5;

    /// <summary>Actions the log remembers; the oldest goes.</summary>
    public const int MaxLog = 200;

    /// <summary>How long a group's data stays after the bot was taken out of it.</summary>
    public static readonly Duration Rest = Duration.FromDays(30);

    public int Minimum { get; init; } = UsualMinimum;

    /// <summary>Number of the latest Round; never used again.</summary>
    public int LastRound { get; init; }

    /// <summary>Rounds that are open or about to be released, oldest first.</summary>
    public ImmutableArray<Round> Rounds { get; init; } = [];

    public ImmutableArray<Programme> Programmes { get; init; } = [];

    /// <summary>Number of the latest Programme; never used again.</summary>
    public int LastProgramme { get; init; }

    /// <summary>The group's own questions, in the order in which they are to be asked.</summary>
    public ImmutableArray<QueuedQuestion> Queue { get; init; } = [];

    /// <summary>Number of the latest question; never used again.</summary>
    public int LastQuestion { get; init; }

    /// <summary>What programmes asked, oldest first, each once: the pool is used up before anything comes again.</summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>Moderators read the Voices of Rounds opened from now on before they are released.</summary>
    public bool Reviews { get; init; }

    /// <summary>Every end of a Round says that help is there for everybody; the same words whoever used it, and whether or not anybody did.</summary>
    public bool HelpNotice { get; init; }

    /// <summary>Rounds that were released lately, oldest first.</summary>
    public ImmutableArray<ReleasedRound> Released { get; init; } = [];

    /// <summary>Nobody is muted later than this; null when nobody is.</summary>
    public Instant? MutesUntil { get; init; }

    /// <summary>What members suggested, oldest first.</summary>
    public ImmutableArray<Suggestion> Suggestions { get; init; } = [];

    /// <summary>Number of the latest suggestion; never used again.</summary>
    public int LastSuggestion { get; init; }

    /// <summary>What became of suggestions, oldest first, for their authors to look up.</summary>
    public ImmutableArray<SuggestionDecision> Decided { get; init; } = [];

    /// <summary>Roles that moderators named.</summary>
    public ImmutableArray<GroupRole> Roles { get; init; } = [];

    /// <summary>Roles whose bearers moderate too, chosen by those who manage the group.</summary>
    public ImmutableArray<GroupRole> ModeratorRoles { get; init; } = [];

    /// <summary>What the bot cannot do there, as the platform last said.</summary>
    public ImmutableArray<GroupAbility> Missing { get; init; } = [];

    /// <summary>What could not be posted because the bot lacks a right, oldest first.</summary>
    public ImmutableArray<BarredPost> Barred { get; init; } = [];

    /// <summary>The group was told what the bot is and who may do what.</summary>
    public bool Welcomed { get; init; }

    /// <summary>The bot was taken out of the group then; null while it is in it.</summary>
    public Instant? LeftAt { get; init; }

    /// <summary>What moderators did, oldest first. Never what a member wrote.</summary>
    public ImmutableArray<ModeratorAct> Log { get; init; } = [];

    /// <summary>When a Round has to be closed, released or opened, or what rested too long has to go.</summary>
    [JsonIgnore]
    public Instant? WakesAt => LeftAt is { } left
        ? left + Rest
        : Rounds.Select(round => (Instant?)(round.ReleaseAt ?? round.ClosesAt))
            .Concat(Programmes.Select(programme => programme.Next?.At))
            .Concat(Released.Select(round => (Instant?)round.Until))
            .Concat(Barred.Select(post => (Instant?)post.Until))
            .Min();
}

public enum RoundKind
{
    /// <summary>Answers in own words, released as one shuffled batch.</summary>
    Voices,

    /// <summary>One tap on a scale, shown as a chart.</summary>
    Pulse,

    /// <summary>A discussion under the members' names, in a thread or topic of its own.</summary>
    Thread,
}

/// <summary>One prompt that is open in a group.</summary>
/// <param name="Number">Unique within the group, ascending.</param>
/// <param name="Id">Unique among all Rounds: 16 hex digits, which say nothing about group or number.</param>
/// <param name="Text">The prompt as the group reads it.</param>
public sealed record Round(int Number, string Id, RoundKind Kind, string Text, Instant ClosesAt, int Minimum)
{
    /// <summary>The longest a Round may be open.</summary>
    public static readonly Duration Longest = Duration.FromDays(30);

    /// <summary>The longest prompt of a moderator's own, in UTF-16 units.</summary>
    public const int MaxText = 300;

    public Instant OpenedAt { get; init; }

    /// <summary>The thread or topic its posts belong in; null for the main room.</summary>
    public string? Thread { get; init; }

    /// <summary>How often its post was posted again.</summary>
    public int Reposts { get; init; }

    /// <summary>No answer is taken any more; the release comes now. Null while it is open.</summary>
    public Instant? ReleaseAt { get; init; }

    /// <summary>Its Voices are read by moderators before the release; the group was told so.</summary>
    public bool Review { get; init; }

    /// <summary>They are being read now; without an end at <see cref="ReleaseAt"/> nothing is shown.</summary>
    public bool InReview { get; init; }

    /// <summary>They were read: what is not left out may be shown.</summary>
    public bool Reviewed { get; init; }

    /// <summary>Ids of Voices that are not shown.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    [JsonIgnore]
    public bool IsOpen => ReleaseAt is null;

    /// <summary>Name of its post in the group.</summary>
    [JsonIgnore]
    public string PostKey => Reposts == 0 ? $"r{Number}" : $"r{Number}.{Reposts}";
}

public enum ModeratorAction
{
    Opened,
    Extended,
    ClosedEarly,
    CalledOff,
    MinimumSet,
    Reposted,

    /// <summary>By the clock, not by a moderator: <see cref="ModeratorAct.By"/> is the group.</summary>
    ProgrammeOpened,

    ProgrammeChanged,
    ProgrammeDeleted,
    QueueChanged,
    LanguageSet,
    SuggestionDecided,
    ReviewSet,
    Reviewed,
    AuthorMuted,
    MutesLifted,
    VoiceHidden,

    /// <summary>Read again after a report, and left where it is.</summary>
    VoiceLeft,

    /// <summary>What could not be posted before was posted.</summary>
    PostedAfterAll,

    ModeratorRolesSet,
    HelpNoticeSet,
}

/// <summary>One thing a moderator did.</summary>
/// <param name="By">The moderator's private Address.</param>
/// <param name="Number">Number of the Round, Programme or question; the new minimum for <see cref="ModeratorAction.MinimumSet"/>.</param>
public sealed record ModeratorAct(Instant At, Address By, ModeratorAction Action, int Number);
