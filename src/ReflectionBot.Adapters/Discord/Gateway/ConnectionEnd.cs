namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>Why a connection ended.</summary>
internal enum EndKind
{
    /// <summary>We were told to stop.</summary>
    Stopped,

    /// <summary>There was no connection, or no Hello on it.</summary>
    Unreachable,

    /// <summary>It broke, or the server closed it without a code.</summary>
    Dropped,

    /// <summary>The server closed it with a code.</summary>
    Closed,

    /// <summary>A heartbeat was not answered.</summary>
    Silent,

    /// <summary>Op 7.</summary>
    ReconnectAsked,

    /// <summary>Op 9 true.</summary>
    ResumeAsked,

    /// <summary>Op 9 false.</summary>
    SessionInvalid,
}

/// <summary>How a connection ended and what it had come to.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Reason">For the log, without content.</param>
/// <param name="Code">Of <see cref="EndKind.Closed"/>.</param>
internal sealed record ConnectionEnd(EndKind Kind, string Reason, int Code = 0)
{
    /// <summary>An identify went out on it.</summary>
    public bool Identified { get; init; }

    /// <summary>How long it was in service; null when READY or RESUMED did not come.</summary>
    public TimeSpan? InService { get; init; }

    public static ConnectionEnd OfClose(int? code, string? text) => code is { } given and not 1005
        ? new ConnectionEnd(EndKind.Closed, $"closed with {given}{(CloseCode.Of(given) is { } known ? $", {known.Meaning}" : "")}", given)
        : new ConnectionEnd(EndKind.Dropped, text ?? "closed without a code");
}
