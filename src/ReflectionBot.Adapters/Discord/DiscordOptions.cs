using System.Collections.Immutable;

namespace ReflectionBot.Adapters.Discord;

/// <summary>How events come.</summary>
public enum DiscordReceive
{
    /// <summary>Over a connection of ours: needs no public address.</summary>
    Gateway,

    /// <summary>Discord calls us under <see cref="DiscordOptions.InteractionsPath"/>: commands and buttons only. What is written in private chats does not come.</summary>
    Http,

    /// <summary>Another process receives; this one only sends.</summary>
    Off,
}

/// <summary>What an operator sets for Discord. Never prints its token.</summary>
public sealed record DiscordOptions
{
    public const string Platform = "discord";

    /// <summary>Where interactions are taken when <see cref="Receive"/> is http, whatever stands in front of it.</summary>
    public const string InteractionsPath = "/discord";

    public static readonly Uri OfficialApi = new("https://discord.com/api/v10");

    /// <summary>As the developer portal shows it under "Bot".</summary>
    public required string Token { get; init; }

    /// <summary>Root of the API with its version; the gateway's address is asked there.</summary>
    public Uri ApiBaseUrl { get; init; } = OfficialApi;

    public DiscordReceive Receive { get; init; }

    /// <summary>Null: as many connections as Discord recommends.</summary>
    public int? ShardCount { get; init; }

    /// <summary>Where the gateway's sessions are kept over a restart; null: nowhere. Holds no token and no words.</summary>
    public string? SessionFile { get; init; }

    /// <summary>Everything that is wrong, as setting and rule; empty when the bot can start.</summary>
    public ImmutableArray<(string Setting, string Rule)> Faults()
    {
        var faults = ImmutableArray.CreateBuilder<(string, string)>();
        if (string.IsNullOrEmpty(Token) || !Token.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') || Token.Count(static c => c == '.') != 2)
        {
            faults.Add(("Discord:Token", "must be three parts joined by full stops, as the developer portal shows it under Bot, without \"Bot\" before it"));
        }

        if (!ApiBaseUrl.IsAbsoluteUri || ApiBaseUrl.Scheme is not ("http" or "https") || ApiBaseUrl.Query.Length > 0)
        {
            faults.Add(("Discord:ApiBaseUrl", "must be an http or https address without a query"));
        }

        if (ShardCount is < 1 or > 16384)
        {
            faults.Add(("Discord:ShardCount", "must be a whole number from 1 to 16384"));
        }

        return faults.ToImmutable();
    }

    public override string ToString() => $"Discord at {ApiBaseUrl.Host}, {Receive}";
}
