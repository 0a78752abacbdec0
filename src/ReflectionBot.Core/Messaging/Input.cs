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
}

/// <summary>Something without words that the bot cannot take: a photo, a voice note, a sticker, a file.</summary>
public sealed record MediaInput(string Id, Address Address, string Caption = "") : Input(Id, Address)
{
    public override string Words => Caption;
}

/// <summary>The chat lives on under another Address, as a group of Telegram does: all that is stored of it moves there. Says nothing.</summary>
public sealed record MovedInput(string Id, Address Address, Address To) : Input(Id, Address);

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
