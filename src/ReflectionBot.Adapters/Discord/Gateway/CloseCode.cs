namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What to do after a close.</summary>
internal enum AfterClose
{
    Resume,

    /// <summary>Resume, but not at once.</summary>
    ResumeLater,

    /// <summary>The session is gone: begin another.</summary>
    Identify,

    /// <summary>Trying again would be refused again.</summary>
    Stop,
}

/// <summary>A close code of Discord's (topics/opcodes-and-status-codes, Gateway Close Event Codes).</summary>
/// <param name="Code">The number.</param>
/// <param name="Meaning">For the log.</param>
/// <param name="Then">What is done.</param>
/// <param name="Remedy">For <see cref="AfterClose.Stop"/>: what an operator has to do.</param>
internal sealed record CloseCode(int Code, string Meaning, AfterClose Then, string? Remedy = null)
{
    /// <summary>Our own closes that are to leave the session resumable.</summary>
    public const int KeepSession = 4000;

    /// <summary>Our own close that ends the session and shows the bot as gone.</summary>
    public const int EndSession = 1000;

    public const int AuthenticationFailed = 4004;

    private static readonly Dictionary<int, CloseCode> _known = new CloseCode[]
    {
        new(4000, "an unknown error at Discord", AfterClose.Resume),
        new(4001, "a payload that Discord does not know", AfterClose.Resume),
        new(4002, "a payload that Discord cannot read", AfterClose.Resume),
        new(4003, "not identified, or the session was ended", AfterClose.Identify),
        new(AuthenticationFailed, "the token is refused", AfterClose.Stop,
            "Discord refuses the bot's token: it was mistyped, or reset in the developer portal. Get a good one there (Bot, Reset Token), set Discord:Token and start again"),
        new(4005, "identified twice", AfterClose.Identify),
        new(4007, "a sequence that Discord does not know", AfterClose.Identify),
        new(4008, "too many payloads in a minute", AfterClose.ResumeLater),
        new(4009, "the session timed out", AfterClose.Identify),
        new(4010, "an invalid shard", AfterClose.Stop,
            "Discord refuses the number of this gateway connection. Remove Discord:ShardCount, or give every process of this bot the same one, and start again"),
        new(4011, "too few shards", AfterClose.Stop,
            "The bot is in too many servers for so few gateway connections. Remove Discord:ShardCount, so that Discord says how many are needed, and start again"),
        new(4012, "a version of the gateway that is no longer served", AfterClose.Stop,
            "Discord no longer serves the version of its gateway that this bot speaks. Update the bot"),
        new(4013, "intents that Discord does not know", AfterClose.Stop,
            "Discord does not know the intents this bot asks for. That is a fault of the bot: update it or report it"),
        new(4014, "intents that are not allowed", AfterClose.Stop,
            "The bot asks for an intent that is not switched on for it. Switch it on in the developer portal (Bot, Privileged Gateway Intents) and start again"),
    }.ToDictionary(code => code.Code);

    /// <summary>Null for one that is not in the table; such ends are resumed.</summary>
    public static CloseCode? Of(int code) => _known.GetValueOrDefault(code);

    /// <summary>Discord says that we did something wrong.</summary>
    public bool IsOurFault => Code is 4001 or 4002 or 4005 or 4008;
}
