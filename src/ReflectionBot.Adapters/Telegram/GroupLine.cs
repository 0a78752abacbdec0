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

    /// <summary>How often help is tried, over some minutes, before it is given up; each time that it had to wait or follow the group counts.</summary>
    public const int HelpTries = 12;

    /// <summary>How many lines may be under way; beyond it a group gets none, and only an outage brings so many.</summary>
    private const int MaxUnderWay = 1000;

    private const int MaxRemembered = 10_000;

    /// <summary>Once, and where the group or its topic went meanwhile.</summary>
    private const int LineTries = 3;

    /// <summary>Timers may be early by some milliseconds, and who comes early waits again.</summary>
    private static readonly TimeSpan _coarse = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _lastByGroup = [];
    private int _underWay;

    /// <summary>Returns at once; the call goes on by itself.</summary>
    /// <param name="called">By whom.</param>
    /// <param name="forHelp">What was said with it calls for help; the command may, too.</param>
    /// <param name="cancellationToken">Ends with the process.</param>
    public void Say(Reading.InGroup called, bool forHelp, CancellationToken cancellationToken)
    {
        var help = forHelp || TelegramTexts.IsHelp(pack(), called.Command);
        if (state.Me?.Username is { } username && (forHelp || called.ByName || TelegramTexts.Knows(pack(), called.Command)) && (help || IsRested(called.ChatId)) && Volatile.Read(ref _underWay) < MaxUnderWay)
        {
            Interlocked.Increment(ref _underWay);
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

            var last = await ShowAsync(message, help, cancellationToken);
            if (help)
            {
                await AloneAsync(called.Person, last with { Text = messages.Text("telegram.group.help-alone") }, cancellationToken);
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
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>Follows a group and outlives its topic. Help is tried until it stands there, also when it may stand there already: twice is better than never.</summary>
    /// <returns>The message as it was sent last.</returns>
    private async Task<SendMessage> ShowAsync(SendMessage message, bool help, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);
        for (var left = help ? HelpTries : LineTries; left > 0; left--)
        {
            var wait = budget.Take(message.ChatId, help ? Urgency.Help : Urgency.Reply);
            if (wait == TimeSpan.Zero)
            {
                switch ((await api.SendMessageAsync(message, cancellationToken)).Failure)
                {
                    case ApiFailure.TooFast fast:
                        wait = fast.Delay.ToTimeSpan();
                        budget.Flooded(message.ChatId, wait);
                        break;
                    case ApiFailure.Migrated moved:
                        message = message with { ChatId = moved.ChatId, MessageThreadId = null };
                        continue;
                    case ApiFailure.Invalid gone when message.MessageThreadId is not null && TelegramOutcomes.IsTopicGone(gone):
                        message = message with { MessageThreadId = null };
                        continue;
                    case ApiFailure.Doubtful or ApiFailure.Unreachable:
                        wait = backoff.Next();
                        break;
                    default:
                        return message;
                }
            }

            if (!help)
            {
                return message;
            }

            await Task.Delay(wait + _coarse, clock, cancellationToken);
        }

        return message;
    }

    /// <summary>Help once more for whoever called for it: only where the server is known to show it to nobody else.</summary>
    private async Task AloneAsync(long? caller, SendMessage message, CancellationToken cancellationToken)
    {
        if (caller is not { } person || !ephemeral.IsProven || !ephemeral.IsWorthTrying(message.ChatId))
        {
            return;
        }

        var wait = budget.Take(message.ChatId, Urgency.Help);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait + _coarse, clock, cancellationToken);
            wait = budget.Take(message.ChatId, Urgency.Help);
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
