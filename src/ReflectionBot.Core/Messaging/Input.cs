using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Crisis;

namespace ReflectionBot.Core.Messaging;

/// <summary>
/// Anything that moves a conversation. The id is unique per occurrence: the same id taken twice changes nothing
/// the second time.
/// </summary>
/// <param name="Id">At most <see cref="MaxIdLength"/> ASCII characters, chosen by the adapter so that a redelivered update has the same id.</param>
/// <param name="Address">The private chat or group it belongs to.</param>
public abstract record Input(string Id, Address Address)
{
    public const int MaxIdLength = 200;

    /// <summary>The longest text the bot takes as one message, in UTF-16 units; longer ones get a kind answer, and are screened all the same.</summary>
    public const int MaxText = 4096;

    /// <summary>BCP 47 tag the platform's client reports. A suggestion, never a decision.</summary>
    public string? ClientLanguage { get; init; }

    /// <summary>Every word of the person in this Input that the crisis screen must see; empty when there is none.</summary>
    public virtual string Words => "";

    /// <summary>What the screen saw in <see cref="Words"/>, filled in before anything is loaded or stored.</summary>
    public Screening Screening { get; init; } = Screening.Clear;

    /// <summary>Its receiver offers it again when it was not taken, and tells by itself when it does not, so nobody is told meanwhile.</summary>
    public bool ComesAgain { get; init; }
}

/// <summary>The person wrote something. <paramref name="Edited"/>: an earlier message was changed; it is screened but answers nothing.</summary>
public sealed record TextInput(string Id, Address Address, string Text, bool Edited = false) : Input(Id, Address)
{
    public override string Words => Text;
}

/// <summary>
/// The person pressed one option, or chose several at once where the platform has a list for that.
/// Ids are as given in <see cref="Option.Id"/>; unknown and outdated ones are answered politely.
/// </summary>
public sealed record OptionInput(string Id, Address Address, ImmutableArray<string> OptionIds) : Input(Id, Address);

/// <summary>A command of the platform's menu, without its slash, with whatever was written behind it.</summary>
public sealed record CommandInput(string Id, Address Address, string Command, string Argument = "") : Input(Id, Address)
{
    public override string Words => Argument;
}

/// <summary>
/// A command that was given in a group. It moves the private conversation of whoever gave it: nobody else sees what follows.
/// </summary>
/// <param name="Address">The private Address of the person.</param>
/// <param name="Group">The Address of the group it was given in.</param>
public sealed record GroupCommandInput(string Id, Address Address, Address Group, string Command, string Argument = "") : Input(Id, Address)
{
    public override string Words => Argument;

    /// <summary>The thread or topic it was given in, as <see cref="Reply.Thread"/> wants it, without spaces; null in the group's main room.</summary>
    public string? Thread { get; init; }

    /// <summary>A role named with the command, which posts may mention; never the one that everybody has. Null where the platform has no roles.</summary>
    public GroupRole? Role { get; init; }
}

/// <param name="Id">As <see cref="Reply.MentionRole"/> wants it; at most 32 ASCII characters without spaces.</param>
/// <param name="Name">At most 64 characters, one line, without the sign that mentions.</param>
public sealed record GroupRole(string Id, string Name);

/// <summary>What the bot must be able to do in a group.</summary>
public enum GroupAbility
{
    /// <summary>Write in it. Without this nothing is said there.</summary>
    Post,

    /// <summary>Open a thread or a topic and close it again.</summary>
    Threads,

    /// <summary>Ask who moderates. Without this nobody counts as a moderator.</summary>
    SeeModerators,

    /// <summary>Mention the roles that were named.</summary>
    MentionRoles,
}

/// <summary>
/// The bot is in a group now, or what it may do there has changed. Offering it again is harmless: only what is new is said.
/// </summary>
/// <param name="Address">The group's.</param>
/// <param name="By">Private Address of whoever added it; null when the platform does not say.</param>
public sealed record GroupJoinedInput(string Id, Address Address, Address? By = null) : Input(Id, Address)
{
    /// <summary>What it cannot do there, in the order of <see cref="GroupAbility"/>; empty when nothing is missing.</summary>
    public ImmutableArray<GroupAbility> Missing { get; init; } = [];
}

/// <summary>The bot is no longer in the group. Nothing is said there any more; what is stored rests and then goes.</summary>
/// <param name="Address">The group's.</param>
public sealed record GroupLeftInput(string Id, Address Address) : Input(Id, Address);

/// <summary>A thread or topic that the bot opened is gone. For platforms that say so by themselves; see also <see cref="SendOutcome.ThreadGone"/>.</summary>
/// <param name="Address">The group's.</param>
/// <param name="ThreadId">One of the ids that the sender gave for its <see cref="ThreadOpening"/>.</param>
public sealed record ThreadGoneInput(string Id, Address Address, string ThreadId) : Input(Id, Address)
{
    /// <summary>The key of the <see cref="ThreadOpening"/>, found out before the turn; adapters leave it alone.</summary>
    public string? Key { get; init; }
}

/// <summary>Something did not come to stand in a group as it was to. Says nothing there; moderators hear of it.</summary>
/// <param name="Address">The group's.</param>
/// <param name="What">What was to be posted or changed; null when it stands and only part of it lacks.</param>
/// <param name="Missing">Key of the text that names the right the bot lacks.</param>
public sealed record PostLostInput(string Id, Address Address, Outgoing? What, string Missing) : Input(Id, Address);

/// <summary>An answer in a Round, given in one go where the platform has a field for that: asking and answering in one step.</summary>
/// <param name="Address">The private Address of the person.</param>
public sealed record VoiceInput(string Id, Address Address, string RoundId, string Text) : Input(Id, Address)
{
    public override string Words => Text;
}

/// <summary>Something without words that the bot cannot take: a photo, a voice note, a sticker, a file.</summary>
public sealed record MediaInput(string Id, Address Address, string Caption = "") : Input(Id, Address)
{
    public override string Words => Caption;
}

/// <summary>The chat lives on under another Address, as a group of Telegram does: all that is stored of it moves there. Says nothing.</summary>
public sealed record MovedInput(string Id, Address Address, Address To) : Input(Id, Address);

/// <summary>The platform refuses what comes unasked at this Address: blocked, closed, gone. Reminders rest; all else stays as it is. Says nothing.</summary>
public sealed record ClosedInput(string Id, Address Address) : Input(Id, Address);

/// <summary>
/// Time has come for something this Conversation waits for: a question that ran out, a nudge that is due. The turn
/// itself looks what it is, so that a wake-up that comes late, twice or for nothing changes nothing.
/// </summary>
public sealed record WokenInput(string Id, Address Address) : Input(Id, Address)
{
    /// <param name="address">Whose conversation.</param>
    /// <param name="at">When it was found due. Not the instant it asked for: a wake-up that came too early by a clock must not forbid the right one.</param>
    public static WokenInput For(Address address, Instant at) => new($"wake/{address}/{at.ToUnixTimeMilliseconds()}", address);
}
