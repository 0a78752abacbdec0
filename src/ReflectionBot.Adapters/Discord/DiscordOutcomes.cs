using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What a failed call means for a Delivery.</summary>
internal sealed partial class DiscordOutcomes(DiscordState state, ILogger<DiscordOutcomes> logger)
{
    /// <summary>How long the Outbox rests when the token is refused: only a new start with a good one helps.</summary>
    public static readonly Duration WithoutToken = Duration.FromMinutes(5);

    private readonly Backoff _unreachable = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);

    public void Worked() => _unreachable.Reset();

    public SendOutcome Of(RestFailure failure)
    {
        switch (failure)
        {
            case RestFailure.TooFast fast:
                return new SendOutcome.RetryAfter(Duration.FromTimeSpan(fast.Delay), RetryScope.Kind);
            case RestFailure.Unreachable:
                return new SendOutcome.RetryAfter(Duration.FromTimeSpan(_unreachable.Next()), RetryScope.Platform);
            case RestFailure.Unauthorized:
                if (state.Refuse(failure.Reason))
                {
                    LogTokenRefused(logger);
                }

                return new SendOutcome.RetryAfter(WithoutToken, RetryScope.Platform);
            case RestFailure.Doubtful doubtful:
                return new SendOutcome.Doubtful(doubtful.Reason);
            case RestFailure.Rejected { Code: ErrorCodes.OpeningTooFast }:
                return new SendOutcome.RetryAfter(Duration.FromSeconds(10), RetryScope.Address);
            case RestFailure.Rejected when IsShut(failure):
                return new SendOutcome.Refused(failure.Reason) { OthersMayArrive = true };
            default:
                LogInvalid(logger, failure.Reason);
                return new SendOutcome.Invalid(failure.Reason);
        }
    }

    /// <summary>Of a change to a message that stands: one that is gone, or out of reach, is as it should be or can no longer be changed by anybody.</summary>
    public SendOutcome OfChange(RestFailure? failure) =>
        failure is null or RestFailure.Rejected { Status: 404 or 403 } || failure.Is(ErrorCodes.InvalidWebhookToken, ErrorCodes.CannotEditOthers, ErrorCodes.TooManyOldEdits)
            ? new SendOutcome.Sent([])
            : Of(failure);

    /// <summary>The person's private chat is closed to the bot, or gone. Never repeated: a refused call counts against this machine's address.</summary>
    public static bool IsShut(RestFailure failure) =>
        failure is RestFailure.Rejected { Status: 403 }
        || failure.Is(ErrorCodes.CannotMessageUser, ErrorCodes.NoMutualServer, ErrorCodes.UnknownChannel, ErrorCodes.UnknownUser, ErrorCodes.MissingAccess, ErrorCodes.MissingPermissions);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Discord refuses the bot's token while sending: it was reset or removed. Discord is at rest; set the new token and start again. Other platforms go on")]
    private static partial void LogTokenRefused(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord does not take what was sent: {Reason}")]
    private static partial void LogInvalid(ILogger logger, string reason);
}
