using System.Runtime.InteropServices;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Says before a call whether it may go now. Help and replies wait for their own chat only; nudges also for the share that
/// bulk messages have of all, and everything that goes counts against that share: replies come before nudges.
/// </summary>
/// <remarks>Counts on the clock's ticks, which no change of the wall clock moves. Safe for many threads.</remarks>
internal sealed class RateBudget(TelegramRates rates, TimeProvider clock)
{
    /// <summary>This many chats refused within <see cref="FloodWindow"/> mean that the whole bot is too fast.</summary>
    public const int FloodedChats = 3;

    public static readonly TimeSpan FloodWindow = TimeSpan.FromSeconds(10);

    private const int SweepAt = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Pace> _chats = [];
    private readonly Dictionary<long, long> _floods = [];
    private readonly long _origin = clock.GetTimestamp();
    private Pace _bulk;
    private int _sweepAt = SweepAt;

    /// <summary>How many chats are remembered: those written to within their burst's time.</summary>
    public int Remembered
    {
        get
        {
            lock (_gate)
            {
                return _chats.Count;
            }
        }
    }

    /// <summary>Zero: it may go, and is counted. Otherwise how long to wait; nothing is counted.</summary>
    public TimeSpan Take(long chatId, Urgency urgency)
    {
        var (interval, burst) = chatId < 0 ? (rates.GroupInterval, rates.GroupBurst) : (rates.ChatInterval, rates.ChatBurst);
        lock (_gate)
        {
            var now = Now();
            var chat = _chats.GetValueOrDefault(chatId);
            var wait = chat.Wait(now, interval, burst + (urgency == Urgency.Help ? rates.HelpReserve : 0));
            wait = Longer(wait, urgency == Urgency.Nudge ? _bulk.Wait(now, rates.BulkInterval, rates.BulkBurst) : _bulk.Paused(now));
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            Spend(chatId, chat, now, interval);
            return TimeSpan.Zero;
        }
    }

    /// <summary>What belongs to something that went, such as the first words in a new topic, goes with it and is counted: those behind it wait for both.</summary>
    public void Count(long chatId)
    {
        lock (_gate)
        {
            Spend(chatId, _chats.GetValueOrDefault(chatId), Now(), chatId < 0 ? rates.GroupInterval : rates.ChatInterval);
        }
    }

    /// <summary>Telegram asked for quiet there, or everywhere.</summary>
    public bool IsQuiet(long chatId)
    {
        lock (_gate)
        {
            var now = Now();
            return Longer(_chats.GetValueOrDefault(chatId).Paused(now), _bulk.Paused(now)) > TimeSpan.Zero;
        }
    }

    /// <summary>Telegram said "too fast" at this chat: nothing goes there, or nowhere when several chats were refused at once.</summary>
    public RetryScope Flooded(long chatId, TimeSpan delay)
    {
        lock (_gate)
        {
            var now = Now();
            foreach (var (old, at) in _floods)
            {
                if (now - at > FloodWindow.Ticks)
                {
                    _floods.Remove(old);
                }
            }

            _floods[chatId] = now;
            if (_floods.Count >= FloodedChats)
            {
                _bulk = _bulk.PausedFor(now, delay);
                return RetryScope.Platform;
            }

            _chats[chatId] = _chats.GetValueOrDefault(chatId).PausedFor(now, delay);
            return RetryScope.Address;
        }
    }

    private void Spend(long chatId, Pace chat, long now, TimeSpan interval)
    {
        _chats[chatId] = chat.Spent(now, interval);
        _bulk = _bulk.Spent(now, rates.BulkInterval).NoLaterThan(now + TimeSpan.TicksPerSecond);
        Sweep(now);
    }

    private long Now() => clock.GetElapsedTime(_origin).Ticks;

    private void Sweep(long now)
    {
        if (_chats.Count < _sweepAt)
        {
            return;
        }

        foreach (var (chat, pace) in _chats)
        {
            if (pace.IsSpent(now))
            {
                _chats.Remove(chat);
            }
        }

        _sweepAt = Math.Max(SweepAt, _chats.Count * 2);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <param name="Due">When all that went would have gone at the average pace.</param>
    /// <param name="Until">Nothing goes before.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pace(long Due, long Until)
    {
        public TimeSpan Paused(long now) => TimeSpan.FromTicks(Math.Max(0, Until - now));

        public TimeSpan Wait(long now, TimeSpan interval, int burst) =>
            Longer(Paused(now), TimeSpan.FromTicks(Math.Max(0, Due - now - ((burst - 1) * interval.Ticks))));

        public Pace Spent(long now, TimeSpan interval) => this with { Due = Math.Max(Due, now) + interval.Ticks };

        public Pace NoLaterThan(long instant) => this with { Due = Math.Min(Due, instant) };

        public Pace PausedFor(long now, TimeSpan delay) => this with { Until = Math.Max(Until, now + delay.Ticks) };

        public bool IsSpent(long now) => Due <= now && Until <= now;
    }
}
