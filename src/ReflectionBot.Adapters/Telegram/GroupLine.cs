using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// What a group sees when somebody there gives the bot a command: one general line and a button into the private chat.
/// It names nobody and says the same to everyone. Where Telegram lets whoever gave the command see it alone, nobody else does. Help stands there for all
/// first, because Telegram does not promise that such a message arrives.
/// </summary>
internal sealed partial class GroupLine(BotApi api, EphemeralMessages ephemeral, RateBudget budget, TelegramState state, Func<Pack> pack, TimeProvider clock, ILogger<GroupLine> logger)
{
    /// <summary>A group gets the line at most this often, apart from help.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    private const int MaxRemembered = 10_000;
    private const int HelpTries = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _lastByGroup = [];

    /// <summary>Returns at once; the call goes on by itself.</summary>
    public void Say(Reading.InGroup called, CancellationToken cancellationToken)
    {
        var help = TelegramTexts.IsHelp(pack(), called.Command);
        if (state.Me?.Username is { } username && (help || IsRested(called.ChatId)))
        {
            _ = SendAsync(called, help, username, cancellationToken);
        }
    }

    private async Task SendAsync(Reading.InGroup called, bool help, string username, CancellationToken cancellationToken)
    {
        try
        {
            var messages = TelegramTexts.For(pack(), called.Language);
            var ofGroup = GroupCommands.All.Contains(called.Command);
            var button = new InlineKeyboardButton(messages.Text(help ? "button.help" : "telegram.group.button"))
            {
                Url = DeepLinks.Url(username, help ? Commands.Help : ofGroup ? DeepLinks.Group(called.Command, called.ChatId, called.Topic) : Commands.Reflect),
            };
            var key = help ? "telegram.group.help" : !GroupCommands.OfModerators.Contains(called.Command) ? "telegram.group.text" : called.Anonymous ? "telegram.group.anonymous" : "telegram.group.round";
            var message = new SendMessage(called.ChatId, messages.Text(key))
            {
                MessageThreadId = called.Topic,
                LinkPreviewOptions = LinkPreviewOptions.None,
                DisableNotification = true,
                ReplyMarkup = new InlineKeyboardMarkup([[button]]),
            };

            if (!help && called.Person is { } person && ephemeral.IsWorthTrying(called.ChatId) && budget.Take(called.ChatId, Urgency.Reply) == TimeSpan.Zero
                && await ephemeral.SayAsync(message, person, cancellationToken) != Seen.ByNobody)
            {
                return;
            }

            for (var tries = help ? HelpTries : 1; tries > 0; tries--)
            {
                var wait = budget.Take(called.ChatId, help ? Urgency.Help : Urgency.Reply);
                if (wait == TimeSpan.Zero)
                {
                    var result = await api.SendMessageAsync(message, cancellationToken);
                    if (result.Failure is not ApiFailure.TooFast fast)
                    {
                        await AloneAsync(called, help, message with { Text = messages.Text("telegram.group.help-alone") }, cancellationToken);
                        return;
                    }

                    budget.Flooded(called.ChatId, fast.Delay.ToTimeSpan());
                    wait = fast.Delay.ToTimeSpan();
                }

                if (tries > 1)
                {
                    await Task.Delay(wait, clock, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process is ending.
        }
        catch (KeyNotFoundException)
        {
            LogNoText(logger);
        }
    }

    /// <summary>Help once more for whoever called for it: only where the server is known to show it to nobody else.</summary>
    private async Task AloneAsync(Reading.InGroup called, bool help, SendMessage message, CancellationToken cancellationToken)
    {
        if (!help || called.Person is not { } person || !ephemeral.IsProven || !ephemeral.IsWorthTrying(called.ChatId))
        {
            return;
        }

        var wait = budget.Take(called.ChatId, Urgency.Help);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
            wait = budget.Take(called.ChatId, Urgency.Help);
        }

        if (wait == TimeSpan.Zero)
        {
            await ephemeral.SayAsync(message, person, cancellationToken);
        }
    }

    private bool IsRested(long chat)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_lastByGroup.TryGetValue(chat, out var last) && clock.GetElapsedTime(last, now) < Rest)
            {
                return false;
            }

            if (_lastByGroup.Count >= MaxRemembered)
            {
                _lastByGroup.Clear();
            }

            _lastByGroup[chat] = now;
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The content has no texts under telegram.group: groups get no answer")]
    private static partial void LogNoText(ILogger logger);
}
