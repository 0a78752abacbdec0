using System.Diagnostics;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>
/// The limits of Telegram as published: about one message a second in a private chat with short bursts, 20 a minute in a group,
/// 30 a second for messages that answer nobody.
/// </summary>
internal sealed class LoopbackRates
{
    private const int ChatBurst = 30;
    private static readonly TimeSpan _answerTime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, Queue<long>> _sent = [];
    private readonly Dictionary<long, long> _asked = [];
    private readonly Queue<long> _bulk = new();

    /// <summary>Somebody in that chat wrote or pressed: what comes now is an answer.</summary>
    public void Asked(long chat) => _asked[chat] = Stopwatch.GetTimestamp();

    /// <returns>What was broken; null when nothing was.</returns>
    public string? Sent(long chat)
    {
        var now = Stopwatch.GetTimestamp();
        if (!_sent.TryGetValue(chat, out var sent))
        {
            sent = new Queue<long>();
            _sent.Add(chat, sent);
        }

        sent.Enqueue(now);
        var window = chat < 0 ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(ChatBurst);
        Trim(sent, now, window);
        if (chat < 0 && sent.Count > 20)
        {
            return "more than 20 messages a minute in a group";
        }

        // One a second on average with a burst: in any span of n seconds at most n + burst.
        if (chat > 0 && sent.Count > 2 * ChatBurst)
        {
            return "more than one message a second in a chat, beyond any burst";
        }

        if (!_asked.TryGetValue(chat, out var asked) || Stopwatch.GetElapsedTime(asked, now) > _answerTime)
        {
            _bulk.Enqueue(now);
            Trim(_bulk, now, TimeSpan.FromSeconds(1));
            if (_bulk.Count > 30)
            {
                return "more than 30 messages a second to chats that did not ask";
            }
        }

        return null;
    }

    private static void Trim(Queue<long> instants, long now, TimeSpan window)
    {
        while (instants.TryPeek(out var first) && Stopwatch.GetElapsedTime(first, now) > window)
        {
            instants.Dequeue();
        }
    }
}
