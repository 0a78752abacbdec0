using System.Buffers;
using System.Collections.Frozen;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>
/// The words that the server's errors are made of. An error may also repeat what was sent: a person's text, an address, the token. Those words never come
/// further than here, because errors go to logs.
/// </summary>
internal static class ApiWords
{
    private const int MaxReason = 120;
    private const string LeftOut = "…";

    private static readonly SearchValues<char> _code = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

    private static readonly FrozenSet<string> _words = (
        "a an and any are aren't as at be been but by can can't cannot could do does doesn't for from has have if in into is isn't it must need no non not of on only or other same "
        + "than that the there this to too was were with without you "
        + "access account actions active address administrator administrators allowed already available bad banned blocked bot bots button buttons callback can't caption certificate changed "
        + "channel chat chats close closed command commands conflict connection contact content contain create creator current data deactivated delete deleted description directory document "
        + "edit edited empty enough ended ephemeral error exactly exceeded expected expired fail failed few file files find forbidden form format forum found general get got group has host "
        + "http https id identifier identifiers incorrect initiate inline internal invalid ip join keyboard kicked language large left length limit link list loaded long lost made make "
        + "many markup maximum media member members message messages method minimum missing modified name new next non-empty none old open owner parameter parameters parse participant peer "
        + "permission permissions photo port ports post posts private provided query read receiver refused remove replied reply request requests required resolve response restricted "
        + "retry reuse right rights scope secret send sending sent server service set short size slow small specified ssl started stopped strings supergroup supported temporary terminated "
        + "text thread threads time timed timeout token topic topics type unallowed unauthorized unexpected unknown unsupported unspecified upgraded uploaded url used user username users "
        + "valid value version was webhook while wrong conversation getupdates setwebhook running instance sure one after later unavailable known entities").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>One line, never long.</summary>
    public static string Of(string text)
    {
        var kept = new List<string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var known = IsKnown(word) ? word : LeftOut;
            if (known != LeftOut || kept is not [.., LeftOut])
            {
                kept.Add(known);
            }
        }

        var said = string.Join(' ', kept);
        return said.Length > MaxReason ? said[..MaxReason] : said;
    }

    /// <summary>Also a code, such as TOPIC_CLOSED.</summary>
    private static bool IsKnown(string word)
    {
        var bare = word.TrimEnd(':', ',', '.', ';');
        return _words.Contains(bare) || (bare.Contains('_', StringComparison.Ordinal) && bare.Length <= 40 && !bare.AsSpan().ContainsAnyExcept(_code));
    }
}
