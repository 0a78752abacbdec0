using System.Globalization;
using NodaTime;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>The envelope around every answer of the Bot API.</summary>
internal sealed record ApiAnswer<T>
{
    public bool Ok { get; init; }

    public T? Result { get; init; }

    public int ErrorCode { get; init; }

    public string? Description { get; init; }

    public ResponseParameters? Parameters { get; init; }
}

internal sealed record ResponseParameters
{
    public long? MigrateToChatId { get; init; }

    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }
}

/// <summary>Turns an error answer into a failure: by its code and, only where the code does not decide, by a part of its text.</summary>
internal static class ApiErrors
{
    /// <summary>How long to wait when the server says 429 without saying how long.</summary>
    public static readonly Duration UnsaidDelay = Duration.FromSeconds(5);

    private static readonly Duration _shortestDelay = Duration.FromSeconds(1);

    /// <summary>Longer than any that was ever asked for, and short enough for a timer.</summary>
    private static readonly Duration _longestDelay = Duration.FromDays(30);

    /// <summary>400s that mean that nobody is there to write to.</summary>
    private static readonly string[] _gone =
    [
        "chat not found", "user not found", "user is deactivated", "USER_DEACTIVATED", "PEER_ID_INVALID", "chat was deleted",
        "not enough rights", "have no rights", "CHAT_WRITE_FORBIDDEN", "bot was kicked", "bot is not a member",
    ];

    /// <summary>409s that mean that a webhook is set, or was set while we asked.</summary>
    private static readonly string[] _webhook = ["webhook is active", "terminated by setWebhook"];

    public static ApiFailure Read(int code, string? description, ResponseParameters? parameters, Duration? retryAfterHeader)
    {
        var text = description ?? "";
        return code switch
        {
            401 => new ApiFailure.Unauthorized(),
            403 => new ApiFailure.Refused(ApiWords.Of(text)),
            409 => new ApiFailure.Conflict(Array.Exists(_webhook, part => text.Contains(part, StringComparison.OrdinalIgnoreCase))),
            429 => new ApiFailure.TooFast(Duration.Min(_longestDelay, Duration.Max(
                _shortestDelay, parameters?.RetryAfter is { } seconds ? Duration.FromSeconds(seconds) : retryAfterHeader ?? UnsaidDelay))),
            >= 500 => new ApiFailure.Doubtful($"the server failed with {code}"),
            _ when parameters?.MigrateToChatId is { } moved => new ApiFailure.Migrated(moved),
            _ when Array.Exists(_gone, part => text.Contains(part, StringComparison.OrdinalIgnoreCase)) => new ApiFailure.Refused(ApiWords.Of(text)),
            _ => new ApiFailure.Invalid($"{code.ToString(CultureInfo.InvariantCulture)} {ApiWords.Of(text)}"),
        };
    }
}
