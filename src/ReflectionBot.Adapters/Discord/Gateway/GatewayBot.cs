namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What <c>GET /gateway/bot</c> said.</summary>
/// <param name="Url">Where to connect.</param>
/// <param name="Shards">How many Discord recommends.</param>
/// <param name="Limit">How many sessions may still be started.</param>
internal sealed record GatewayBot(Uri Url, int Shards, SessionStartLimit Limit);

/// <summary>1,000 a day as a rule. Beyond it Discord ends all sessions and resets the token.</summary>
/// <param name="Remaining">Sessions that may still be started.</param>
/// <param name="ResetAfter">Until there are all of them again.</param>
/// <param name="MaxConcurrency">How many may be started in 5 s.</param>
internal sealed record SessionStartLimit(int Remaining, TimeSpan ResetAfter, int MaxConcurrency);

/// <summary>An answer to <see cref="GatewayLookup"/>.</summary>
internal abstract record GatewayAnswer
{
    private GatewayAnswer()
    {
    }

    public sealed record Known(GatewayBot Bot) : GatewayAnswer;

    /// <summary>Not now; asked again after a wait.</summary>
    /// <param name="Reason">For the log, without content.</param>
    public sealed record Unavailable(string Reason) : GatewayAnswer;

    /// <summary>The token is refused (401). Not asked again.</summary>
    public sealed record Refused : GatewayAnswer;
}

/// <summary>Asks <c>GET /gateway/bot</c> once. Throws only when cancelled.</summary>
internal delegate Task<GatewayAnswer> GatewayLookup(CancellationToken cancellationToken);
