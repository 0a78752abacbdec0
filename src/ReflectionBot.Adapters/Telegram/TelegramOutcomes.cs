using System.Globalization;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What a failed call means for a Delivery.</summary>
internal sealed partial class TelegramOutcomes(RateBudget budget, TelegramState state, ILogger<TelegramOutcomes> logger)
{
    /// <summary>How long the Outbox rests when the token is refused: only a new start with a good one helps.</summary>
    public static readonly Duration WithoutToken = Duration.FromMinutes(5);

    private readonly Backoff _unreachable = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);

    /// <summary>400s that say that things are already as they should be, or can no longer be changed by anybody.</summary>
    private static readonly string[] _asWished =
        ["message is not modified", "message to edit not found", "message can't be edited", "message to delete not found", "message can't be deleted", "MESSAGE_ID_INVALID"];

    /// <returns>Null when nothing failed.</returns>
    public SendOutcome? Of(long chat, ApiFailure? failure)
    {
        switch (failure)
        {
            case null:
                _unreachable.Reset();
                return null;
            case ApiFailure.TooFast fast:
                var scope = budget.Flooded(chat, fast.Delay.ToTimeSpan());
                LogTooFast(logger, (int)Math.Ceiling(fast.Delay.TotalSeconds), scope);
                return new SendOutcome.RetryAfter(fast.Delay, scope);
            case ApiFailure.Refused refused when chat < 0 && IsWithoutRight(refused):
                LogBarred(logger);
                return new SendOutcome.Barred(refused.Reason, "telegram.right.send");
            case ApiFailure.Refused refused:
                return new SendOutcome.Refused(refused.Reason);
            case ApiFailure.Migrated moved:
                return new SendOutcome.Migrated(Address.Of(TelegramOptions.Platform, moved.ChatId.ToString(CultureInfo.InvariantCulture)));
            case ApiFailure.Unreachable:
                return new SendOutcome.RetryAfter(Duration.FromTimeSpan(_unreachable.Next()), RetryScope.Platform);
            case ApiFailure.Unauthorized:
                if (state.RefuseToken())
                {
                    LogTokenRefused(logger);
                }

                return new SendOutcome.RetryAfter(WithoutToken, RetryScope.Platform);
            case ApiFailure.Doubtful doubtful:
                return new SendOutcome.Doubtful(doubtful.Reason);
            default:
                LogInvalid(logger, failure.Reason);
                return new SendOutcome.Invalid(failure.Reason);
        }
    }

    public static bool IsAsWished(ApiFailure? failure) =>
        failure is ApiFailure.Invalid invalid && Array.Exists(_asWished, part => invalid.Reason.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The forum topic was deleted, or closed to all but administrators.</summary>
    public static bool IsTopicGone(ApiFailure? failure) =>
        failure is ApiFailure.Invalid invalid && Array.Exists(_topicGone, part => invalid.Reason.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The bot is in the group and may not write there.</summary>
    private static bool IsWithoutRight(ApiFailure.Refused refused) => Array.Exists(_withoutRight, part => refused.Reason.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] _withoutRight = ["not enough rights", "have no rights", "CHAT_WRITE_FORBIDDEN"];

    private static readonly string[] _topicGone = ["message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED"];

    /// <summary>Telegram does not let this message be deleted any more.</summary>
    public static bool IsKept(ApiFailure? failure) =>
        failure is ApiFailure.Invalid invalid && invalid.Reason.Contains("can't be deleted", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram asks for {Seconds} s of quiet; obeyed for: {Scope}")]
    private static partial void LogTooFast(ILogger logger, int seconds, RetryScope scope);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram: something could not be posted in a group, because the bot may not write there. It waits for a week; moderators are told")]
    private static partial void LogBarred(ILogger logger);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Telegram refuses the bot's token while sending: it was revoked or replaced. Telegram is at rest; set the new token and start again. Other platforms go on")]
    private static partial void LogTokenRefused(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telegram does not take what was sent: {Reason}")]
    private static partial void LogInvalid(ILogger logger, string reason);
}
