using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace ReflectionBot.Core.Messaging;

/// <summary>The order in which the Outbox serves: help first, then replies, then nudges.</summary>
public enum Urgency
{
    Help = 0,
    Reply = 1,
    Nudge = 2,
}

/// <summary>What a reply is, so that an adapter may give it a fitting look. Never changes what it says.</summary>
public enum ReplyKind
{
    /// <summary>Ordinary talk.</summary>
    Talk,

    /// <summary>A question that waits for an answer.</summary>
    Question,

    /// <summary>Crisis help: no decoration, no link preview, nothing beside it.</summary>
    Card,

    /// <summary>A short word about the bot itself: settings saved, limit reached.</summary>
    Notice,
}

/// <summary>How an option may look where the platform can show it.</summary>
public enum OptionLook
{
    Ordinary,
    Primary,
    Quiet,

    /// <summary>Part of a pick-several question and ticked.</summary>
    Picked,

    /// <summary>Part of a pick-several question and not ticked.</summary>
    Unpicked,
}

/// <summary>A button.</summary>
/// <param name="Id">At most 48 ASCII characters; opaque to adapters, handed back in <see cref="OptionInput"/>.</param>
/// <param name="Label">At most 64 characters, one line.</param>
public sealed record Option(string Id, string Label, OptionLook Look = OptionLook.Ordinary);

/// <summary>A text file handed to the person, such as an export.</summary>
/// <param name="FileName">ASCII, with extension.</param>
public sealed record Document(string FileName, string MediaType, string Text);

/// <summary>One thing to do at a platform for one Address; a row of the Outbox. Carried out in order per Address.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(ReplyEdit), "edit")]
[JsonDerivedType(typeof(ReplyRetirement), "retire")]
[JsonDerivedType(typeof(ReplyRemoval), "remove")]
[JsonDerivedType(typeof(WrittenRemoval), "unwrite")]
[JsonDerivedType(typeof(ThreadOpening), "thread")]
[JsonDerivedType(typeof(ThreadClosing), "close-thread")]
public abstract record Outgoing
{
    public Urgency Urgency { get; init; } = Urgency.Reply;

    /// <summary>After this moment it is dropped and counted, not sent; null: useful for ever.</summary>
    public Instant? UsefulUntil { get; init; }
}

/// <summary>A message of the bot.</summary>
/// <param name="Text">Plain text, at most <see cref="MaxText"/> UTF-16 units; adapters escape it, and split it where their platform takes less.</param>
public sealed record Reply(string Text) : Outgoing
{
    public const int MaxText = 4000;
    public const int MaxOptions = 25;

    public ReplyKind Kind { get; init; }

    public ImmutableArray<Option> Options { get; init; } = [];

    /// <summary>True when several options may be ticked: a platform with a native list may show it and send all ticked ids and the "done" option at once.</summary>
    public bool PickSeveral { get; init; }

    /// <summary>True when the person may answer in their own words: a platform without a message box at that place may offer one.</summary>
    public bool TakesText { get; init; }

    /// <summary>Name under which a later <see cref="ReplyEdit"/> or <see cref="ReplyRetirement"/> finds this reply; unique per Address.</summary>
    public string? Key { get; init; }

    public Document? Document { get; init; }

    /// <summary>Ask the platform to make no sound.</summary>
    public bool Silent { get; init; }

    /// <summary>Ask the platform to keep this from being forwarded or saved, where it can.</summary>
    public bool Protect { get; init; }

    /// <summary>The thread or topic of a group it belongs in, as <see cref="GroupCommandInput.Thread"/> gave it; null for the main room.</summary>
    public string? Thread { get; init; }

    /// <summary>A <see cref="GroupRole.Id"/> to mention with it. Nobody else is ever mentioned, whatever the text says.</summary>
    public string? MentionRole { get; init; }

    /// <summary>Its words and nothing else: what is left to try when a platform does not understand the whole.</summary>
    public Reply Bare() => new(Text) { Kind = Kind, Urgency = Urgency, UsefulUntil = UsefulUntil, Key = Key, Thread = Thread };

    /// <summary>Where the person came from: shown as a way back where the platform has links to posts.</summary>
    public WayBack? Back { get; init; }
}

/// <summary>A way back to a post of the bot's in a group.</summary>
/// <param name="Group">The group's Address, as it is written.</param>
/// <param name="Key">As <see cref="Reply.Key"/> of that post.</param>
/// <param name="Label">As <see cref="Option.Label"/>.</param>
public sealed record WayBack(string Group, string Key, string Label);

/// <summary>Changes the reply named <paramref name="Key"/> in place. <paramref name="Text"/> null: the words stay, only the options change.</summary>
public sealed record ReplyEdit(string Key, string? Text, ImmutableArray<Option> Options) : Outgoing
{
    public bool PickSeveral { get; init; }
}

/// <summary>The question named <paramref name="Key"/> is over: its options go away; what was chosen may stay visible.</summary>
public sealed record ReplyRetirement(string Key, string? Chosen) : Outgoing;

/// <summary>Deletes the bot's own replies at this Address as far as the platform allows; with <paramref name="Keys"/> empty, all of them.</summary>
public sealed record ReplyRemoval(ImmutableArray<string> Keys) : Outgoing
{
    /// <summary>Also those that no database knows, because they went out past it. A removal of all takes them along in any case.</summary>
    public bool Strays { get; init; }
}

/// <summary>
/// Deletes what the person wrote in the Input named, where the adapter knows that message and the platform lets it; elsewhere nothing happens
/// and it counts as sent.
/// </summary>
public sealed record WrittenRemoval(string InputId) : Outgoing;

/// <summary>
/// Opens a thread (Discord) or a topic (Telegram) in a group and says the first words in it. Where the platform or the group has none, it is an ordinary post.
/// The ids its sender gives are the target of later edits and of the <see cref="ThreadClosing"/>.
/// </summary>
/// <param name="Key">Name under which a later <see cref="ReplyEdit"/>, <see cref="ReplyRetirement"/> or <see cref="ThreadClosing"/> finds it.</param>
/// <param name="Name">One line of at most <see cref="MaxName"/> UTF-16 units.</param>
/// <param name="Text">As that of a <see cref="Reply"/>.</param>
public sealed record ThreadOpening(string Key, string Name, string Text) : Outgoing
{
    /// <summary>Discord takes 100 characters, Telegram 128.</summary>
    public const int MaxName = 90;

    public ImmutableArray<Option> Options { get; init; } = [];

    /// <summary>As <see cref="Reply.Thread"/>: where a thread may stand in a thread or topic's place. Platforms that cannot nest them open it in the main room.</summary>
    public string? Thread { get; init; }

    /// <summary>As <see cref="Reply.MentionRole"/>.</summary>
    public string? MentionRole { get; init; }
}

/// <summary>
/// The discussion named <paramref name="Key"/> is over: the last words are said in it, its buttons go, and it takes no more where the platform can do
/// that. What was written in it stays.
/// </summary>
public sealed record ThreadClosing(string Key, string Text) : Outgoing;
