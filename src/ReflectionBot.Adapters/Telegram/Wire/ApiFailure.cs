using NodaTime;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>What came of one call: a value, or the reason why there is none.</summary>
internal readonly record struct ApiResult<T>(T? Value, ApiFailure? Failure)
{
    public static implicit operator ApiResult<T>(ApiFailure failure) => new(default, failure);
}

/// <summary>Why a call brought nothing. No reason ever holds the token or what a person wrote.</summary>
internal abstract record ApiFailure(string Reason)
{
    /// <summary>429: too fast. Nothing more goes to that scope before <paramref name="Delay"/> has passed.</summary>
    public sealed record TooFast(Duration Delay) : ApiFailure("too fast");

    /// <summary>The chat is closed to the bot: 403, or a 400 that says the chat or the person is gone.</summary>
    public sealed record Refused(string Reason) : ApiFailure(Reason);

    /// <summary>The group became a supergroup with a new id.</summary>
    public sealed record Migrated(long ChatId) : ApiFailure("the group became a supergroup");

    /// <summary>The server understood the call and does not want it: our fault.</summary>
    public sealed record Invalid(string Reason) : ApiFailure(Reason);

    /// <summary>The call left, and nobody knows whether it was carried out.</summary>
    public sealed record Doubtful(string Reason) : ApiFailure(Reason);

    /// <summary>The call never left: no name, no connection, no TLS.</summary>
    public sealed record Unreachable(string Reason) : ApiFailure(Reason);

    /// <summary>The token is not, or no longer, a bot's.</summary>
    public sealed record Unauthorized() : ApiFailure("the token was refused");

    /// <summary>409: somebody else receives this bot's updates.</summary>
    /// <param name="WebhookActive">A webhook is set; otherwise another process polls.</param>
    public sealed record Conflict(bool WebhookActive) : ApiFailure(WebhookActive ? "a webhook is set" : "another process polls");
}
