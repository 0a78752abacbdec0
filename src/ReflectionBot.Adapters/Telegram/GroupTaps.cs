using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Taps under a post in a group that wait for a word. What the bot says next to that person in private is shown to them where they tapped, and to nobody
/// else; where it does not fit, the private chat is opened.
/// </summary>
internal sealed class GroupTaps(CallbackAnswers callbacks, TelegramState state, TimeProvider clock)
{
    /// <summary>Long enough for a turn, short enough for a finger.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Tap> _waiting = [];

    /// <summary>Returns at once. A tap whose turn does not even begin in time is answered without a word.</summary>
    public void Expect(Reading.Tapped tapped, string callbackId, CancellationToken process) => _ = ExpireAsync(tapped.Person, callbackId, process);

    /// <summary>Its turn begins. Returns at once. Without a word in time the tap is answered without one.</summary>
    public void Open(Reading.Tapped tapped, string callbackId, CancellationToken process)
    {
        var person = tapped.Person;
        var tap = new Tap(callbackId, tapped.Payload, tapped.Group, process);
        Tap? before;
        lock (_gate)
        {
            _waiting.Remove(person, out before);
            _waiting.Add(person, tap);
        }

        if (before is not null && before.CallbackId != callbackId)
        {
            callbacks.Answer(before.CallbackId, process);
        }

        _ = ExpireAsync(person, callbackId, process);
    }

    /// <summary>Shows a Reply to the person's private chat where they tapped.</summary>
    /// <returns>Null when they did not tap, or it was not seen there, because the tap was answered before.</returns>
    public TapShown? Show(long person, Reply reply)
    {
        Tap? tap;
        lock (_gate)
        {
            if (!_waiting.Remove(person, out tap))
            {
                return null;
            }
        }

        if (reply.Kind == ReplyKind.Notice && reply.Text.Length is > 0 and <= AnswerCallbackQuery.MaxText)
        {
            return callbacks.Answer(new AnswerCallbackQuery(tap.CallbackId) { Text = reply.Text }, tap.Process) ? new TapShown(tap.CallbackId, tap.Group) : null;
        }

        var url = state.Me?.Username is { } username ? DeepLinks.Url(username, tap.Payload) : null;
        return callbacks.Answer(new AnswerCallbackQuery(tap.CallbackId) { Url = url }, tap.Process) && url is not null ? new TapShown(tap.CallbackId, Group: null) : null;
    }

    private async Task ExpireAsync(long person, string callbackId, CancellationToken process)
    {
        try
        {
            await Task.Delay(Patience, clock, process);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_gate)
        {
            if (_waiting.GetValueOrDefault(person) is { } tap && tap.CallbackId == callbackId)
            {
                _waiting.Remove(person);
            }
        }

        callbacks.Answer(callbackId, process);
    }

    private sealed record Tap(string CallbackId, string Payload, long? Group, CancellationToken Process);
}

/// <summary>A tap was answered with the words of a Reply, or with the way into the private chat.</summary>
/// <param name="Group">Where the Reply may stand for the one who tapped; null when it may not.</param>
internal sealed record TapShown(string CallbackId, long? Group);
