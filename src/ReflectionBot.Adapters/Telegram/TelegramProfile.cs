using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Makes the bot at home: menu, name and descriptions in every language of the Pack. What is already as it should be
/// is not set again: Telegram counts these calls strictly.
/// </summary>
internal sealed partial class TelegramProfile(BotApi api, Func<Pack> pack, TimeProvider clock, ILogger<TelegramProfile> logger)
{
    private const int Tries = 5;

    /// <summary>Trouble with it is logged and otherwise without consequence.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var changes = 0;
        var current = pack();
        foreach (var messages in current.Languages.Values.OrderBy(messages => messages.Language, StringComparer.Ordinal))
        {
            // English is also what people see whose language the bot does not speak.
            string?[] codes = messages.Language == "en" ? [null] : [messages.Language];
            foreach (var code in codes)
            {
                foreach (var scope in new[] { BotCommandScope.PrivateChats, BotCommandScope.Groups, BotCommandScope.Administrators })
                {
                    var menu = TelegramTexts.Menu(messages, scope);
                    changes += await ChangeAsync(
                        token => api.GetMyCommandsAsync(new GetMyCommands(scope, code), token),
                        is_ => is_.SequenceEqual(menu),
                        token => api.SetMyCommandsAsync(new SetMyCommands(menu, scope, code), token),
                        cancellationToken);
                }

                if (TelegramTexts.Name(messages) is { } name)
                {
                    changes += await ChangeAsync(
                        token => api.GetMyNameAsync(new GetMyName(code), token),
                        is_ => is_.Name == name,
                        token => api.SetMyNameAsync(new SetMyName(name, code), token),
                        cancellationToken);
                }

                if (TelegramTexts.ShortDescription(messages) is { } brief)
                {
                    changes += await ChangeAsync(
                        token => api.GetMyShortDescriptionAsync(new GetMyShortDescription(code), token),
                        is_ => is_.ShortDescription == brief,
                        token => api.SetMyShortDescriptionAsync(new SetMyShortDescription(brief, code), token),
                        cancellationToken);
                }

                if (TelegramTexts.Description(messages) is { } description)
                {
                    changes += await ChangeAsync(
                        token => api.GetMyDescriptionAsync(new GetMyDescription(code), token),
                        is_ => is_.Description == description,
                        token => api.SetMyDescriptionAsync(new SetMyDescription(description, code), token),
                        cancellationToken);
                }
            }
        }

        if (changes > 0)
        {
            LogChanged(logger, changes);
        }
    }

    private async Task<int> ChangeAsync<T>(
        Func<CancellationToken, Task<ApiResult<T>>> get, Func<T, bool> isRight, Func<CancellationToken, Task<ApiResult<Done>>> set, CancellationToken cancellationToken)
        where T : class
    {
        var present = await PersistAsync(get, cancellationToken);
        if (present.Failure is not null || (present.Value is { } value && isRight(value)))
        {
            return 0;
        }

        return (await PersistAsync(set, cancellationToken)).Failure is null ? 1 : 0;
    }

    private async Task<ApiResult<T>> PersistAsync<T>(Func<CancellationToken, Task<ApiResult<T>>> call, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);
        var left = Tries;
        while (true)
        {
            var result = await call(cancellationToken);
            if (result.Failure is null)
            {
                return result;
            }

            if (--left == 0 || result.Failure is not (ApiFailure.TooFast or ApiFailure.Doubtful or ApiFailure.Unreachable))
            {
                LogFailed(logger, result.Failure.Reason);
                return result;
            }

            await Task.Delay(result.Failure is ApiFailure.TooFast fast ? fast.Delay.ToTimeSpan() : backoff.Next(), clock, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Telegram: {Changes} parts of the bot's menu and profile were brought up to date")]
    private static partial void LogChanged(ILogger logger, int changes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telegram: a part of the bot's menu or profile could not be set: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
