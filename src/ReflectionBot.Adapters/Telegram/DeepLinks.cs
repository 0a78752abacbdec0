using System.Globalization;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// What stands behind <c>?start=</c> in a link into the private chat: at most 64 of A-Z a-z 0-9 _ -. Anybody can write one: it says what is wanted, never
/// that somebody may.
/// </summary>
internal static class DeepLinks
{
    public const int MaxPayload = 64;

    /// <summary>The id of a supergroup is its own number below this.</summary>
    private const long SupergroupsBelow = -1_000_000_000_000;

    private const string RoundMark = "r";
    private const string ReportMark = "v";
    private const string GroupMark = "g";

    public static string Url(string username, string payload) => $"https://t.me/{username}?start={payload}";

    /// <summary>To one's own answer in a Round.</summary>
    public static string Round(string roundId) => $"{RoundMark}_{roundId}";

    /// <summary>To what a command of a group is about.</summary>
    public static string Group(string command, long chat, int? topic) =>
        string.Create(CultureInfo.InvariantCulture, $"{GroupMark}_{command}_{chat}{(topic is null ? "" : $"_{topic}")}");

    /// <summary>To a post in a supergroup, for its members; null in a group that is none yet: Telegram has no links there.</summary>
    public static string? Post(long chat, int message) =>
        chat < SupergroupsBelow && message > 0 ? string.Create(CultureInfo.InvariantCulture, $"https://t.me/c/{SupergroupsBelow - chat}/{message}") : null;

    /// <summary>Where a button of a post in a group leads; null when it is answered where it stands.</summary>
    public static string? PayloadOf(string optionId) =>
        VoiceButtons.Of(optionId) is { } voice ? voice.Act switch
        {
            VoiceAct.Tap => null,
            VoiceAct.Report => $"{ReportMark}_{voice.RoundId}",
            _ => Round(voice.RoundId),
        }
        : optionId.StartsWith('!') && Commands.All.Contains(optionId[1..]) ? optionId[1..]
        : null;

    /// <summary>What a payload means in the private chat at <paramref name="address"/>; null when it means nothing.</summary>
    public static Input? Read(string id, Address address, string payload) => payload.Split('_') switch
    {
        [var command] when Commands.All.Contains(command) => new CommandInput(id, address, command),
        [RoundMark, var round] when VoiceButtons.Of(VoiceButtons.Answer(round)) is not null => new OptionInput(id, address, [VoiceButtons.Answer(round)]),
        [ReportMark, var round] when VoiceButtons.Of(VoiceButtons.Reporting(round)) is not null => new OptionInput(id, address, [VoiceButtons.Reporting(round)]),
        [GroupMark, var command, var chat] when GroupCommands.All.Contains(command) && GroupOf(chat) is { } group => new GroupCommandInput(id, address, group, command),
        [GroupMark, var command, var chat, var topic] when GroupCommands.All.Contains(command) && GroupOf(chat) is { } group && TopicOf(topic) is { } thread =>
            new GroupCommandInput(id, address, group, command) { Thread = thread.ToString(CultureInfo.InvariantCulture) },
        _ => null,
    };

    /// <summary>The number of a forum topic; null when it is none.</summary>
    public static int? TopicOf(string? thread) =>
        int.TryParse(thread, NumberStyles.None, CultureInfo.InvariantCulture, out var topic) && topic > 0 ? topic : null;

    /// <summary>Written as Telegram's ids are, however somebody wrote it: a group has one Address.</summary>
    private static Address? GroupOf(string chat) =>
        long.TryParse(chat, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id < 0
            ? Address.Of(TelegramOptions.Platform, id.ToString(CultureInfo.InvariantCulture))
            : null;
}
