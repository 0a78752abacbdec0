using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>A server with one channel, its members and what they may do.</summary>
internal sealed class LoopbackServer
{
    public const string Id = "5000000000001";
    public const string Channel = "6000000000001";

    /// <summary>Manage Server, and what everybody may do.</summary>
    public const ulong OfManagers = (1UL << 5) | OfMembers;

    public const ulong OfMembers = (1UL << 10) | (1UL << 11);

    /// <summary>What the bot asks for: to see channels, to write in them and in threads, to open threads.</summary>
    public const ulong OfBot = OfMembers | (1UL << 35) | (1UL << 38);

    private const string ManagersRole = "5000000000007";

    /// <summary>Who manages it; null: everybody may do everything.</summary>
    public ImmutableHashSet<long>? Managers { get; set; }

    /// <summary>What the bot may do in the channel.</summary>
    public string RightsOfBot { get; set; } = OfBot.ToString(CultureInfo.InvariantCulture);

    /// <summary>Channels that are threads.</summary>
    public ConcurrentDictionary<string, bool> Threads { get; } = new();

    /// <summary>The bot was taken out.</summary>
    public bool Removed { get; set; }

    public ConcurrentDictionary<string, bool> DeletedChannels { get; } = new();

    /// <summary>Roles that give no rights, by person.</summary>
    public ConcurrentDictionary<long, string> Given { get; } = new();

    public string[] RolesOf(long person) => [.. Managers is null || Managers.Contains(person) ? [ManagersRole] : Array.Empty<string>(), .. Given.TryGetValue(person, out var role) ? [role] : Array.Empty<string>()];

    public string RightsOf(long person) =>
        Managers is null ? "2147483647" : (Managers.Contains(person) ? OfManagers : OfMembers).ToString(CultureInfo.InvariantCulture);

    public LoopbackReply? Refusal(string channel) =>
        channel.StartsWith('7') ? null
        : DeletedChannels.ContainsKey(channel) ? LoopbackReply.Failed(404, 10003, "Unknown Channel")
        : Removed ? LoopbackReply.Failed(403, 50001, "Missing Access")
        : Hidden(channel) is { } hidden ? hidden
        : !Has(Threads.ContainsKey(channel) ? 38 : 11) ? LoopbackReply.Failed(403, 50013, "Missing Permissions")
        : null;

    /// <summary>What the bot is told of a channel of the server that it may not view.</summary>
    public LoopbackReply? Hidden(string channel) => channel.StartsWith('7') || Has(10) ? null : LoopbackReply.Failed(403, 50001, "Missing Access");

    /// <summary>What the bot is told when it may not open threads.</summary>
    public LoopbackReply? WithoutThreads => Has(35) ? null : LoopbackReply.Failed(403, 50013, "Missing Permissions");

    private bool Has(int bit) => (ulong.Parse(RightsOfBot, CultureInfo.InvariantCulture) & (1UL << bit)) != 0;

    public LoopbackReply Member(string person) => Removed
        ? LoopbackReply.Failed(404, 10004, "Unknown Guild")
        : LoopbackReply.Done(new
        {
            user = new { id = person },
            roles = RolesOf(long.Parse(person, CultureInfo.InvariantCulture)),
        });

    public object AsJson() => new
    {
        id = Id,
        name = "Server",
        owner_id = "1",
        system_channel_id = Channel,
        roles = new[]
        {
            new { id = Id, permissions = OfMembers.ToString(CultureInfo.InvariantCulture) },
            new { id = ManagersRole, permissions = OfManagers.ToString(CultureInfo.InvariantCulture) },
        },
    };

    /// <summary>What the gateway says when the bot is added, or when a session begins.</summary>
    public static JsonObject Created(string joinedAt) => new()
    {
        ["id"] = Id,
        ["name"] = "Server",
        ["owner_id"] = "1",
        ["joined_at"] = joinedAt,
        ["large"] = false,
        ["member_count"] = 12,
        ["system_channel_id"] = Channel,
        ["preferred_locale"] = "en-US",
        ["roles"] = new JsonArray(new JsonObject { ["id"] = Id, ["permissions"] = "3072" }),
        ["channels"] = new JsonArray(new JsonObject { ["id"] = Channel, ["type"] = 0, ["name"] = "general", ["topic"] = null }),
        ["members"] = new JsonArray(),
    };

    /// <param name="unavailable">Discord cannot reach it; otherwise the bot was taken out.</param>
    public static JsonObject Deleted(bool unavailable)
    {
        var gone = new JsonObject { ["id"] = Id };
        if (unavailable)
        {
            gone["unavailable"] = true;
        }

        return gone;
    }
}
