namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>What came of one call: a value, or the reason why there is none.</summary>
internal readonly record struct RestResult<T>(T? Value, RestFailure? Failure)
{
    public static implicit operator RestResult<T>(RestFailure failure) => new(default, failure);
}

/// <summary>Why a call brought nothing. No reason ever holds a token or what a person wrote.</summary>
internal abstract record RestFailure(string Reason)
{
    /// <summary>Nothing more goes to that scope before <paramref name="Delay"/> has passed: said by Discord (429), or known ahead of time.</summary>
    /// <param name="Everywhere">Discord said so of all routes.</param>
    public sealed record TooFast(TimeSpan Delay, bool Everywhere = false) : RestFailure("too fast");

    /// <summary>Any other 4xx, with Discord's own code; 0 when the body had none.</summary>
    public sealed record Rejected(int Status, int Code, string Where = "") : RestFailure(Where.Length == 0 ? $"{Status}, code {Code}" : $"{Status}, code {Code} at {Where}")
    {
        public override int JsonCode => Code;
    }

    /// <summary>The call left, and nobody knows whether it was carried out.</summary>
    public sealed record Doubtful(string Reason) : RestFailure(Reason);

    /// <summary>The call never left: no name, no connection, no TLS.</summary>
    public sealed record Unreachable(string Reason) : RestFailure(Reason);

    /// <summary>401 for the bot's own token: it is not, or no longer, a bot's.</summary>
    public sealed record Unauthorized() : RestFailure("the token was refused");

    /// <summary>Discord's code; 0 when there is none.</summary>
    public virtual int JsonCode => 0;

    public bool Is(params ReadOnlySpan<int> codes) => codes.Contains(JsonCode);
}

/// <summary>Codes of Discord's JSON errors that mean something to the bot (topics/opcodes-and-status-codes of its documentation).</summary>
internal static class ErrorCodes
{
    public const int UnknownChannel = 10003;
    public const int UnknownServer = 10004;
    public const int UnknownMessage = 10008;
    public const int UnknownUser = 10013;
    public const int UnknownWebhook = 10015;

    /// <summary>Not answered within three seconds, or not an interaction.</summary>
    public const int UnknownInteraction = 10062;

    /// <summary>Messages of more than an hour ago may be edited only so often.</summary>
    public const int TooManyOldEdits = 30046;

    public const int MissingAccess = 50001;
    public const int CannotEditOthers = 50005;

    /// <summary>The person's private chat is closed to the bot: blocked, or closed for everyone of the server.</summary>
    public const int CannotMessageUser = 50007;

    public const int MissingPermissions = 50013;

    /// <summary>The interaction's 15 minutes are over.</summary>
    public const int InvalidWebhookToken = 50027;

    public const int NoMutualServer = 50278;
    public const int OpeningTooFast = 40003;
    public const int AlreadyAcknowledged = 40060;

    /// <summary>An app that only a person has installed may say five things more.</summary>
    public const int TooManyFollowups = 40094;
}
