using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>
/// Paces the identifies of all shards: one in 5 s for each bucket (<c>shard id % max_concurrency</c>), in the order they ask, and none when
/// Discord's count for the day is used up.
/// </summary>
internal sealed partial class IdentifyGate(GatewayLookup lookup, GatewayBot first, TimeProvider clock, Func<double> roll, ILogger logger) : IDisposable
{
    /// <summary>The count is asked for again when it is older: other processes may use the same token.</summary>
    public static readonly TimeSpan CountIsGoodFor = TimeSpan.FromSeconds(30);

    /// <summary>The longest sleep at a count of 0: a reset token, or a larger allowance, is noticed.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);

    private readonly int _concurrency = Math.Max(1, first.Limit.MaxConcurrency);
    private readonly ConcurrentDictionary<int, Bucket> _buckets = new();
    private readonly SemaphoreSlim _counting = new(1);
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), roll);
    private GatewayBot _bot = first;
    private int _remaining = first.Limit.Remaining;
    private long _askedAt = clock.GetTimestamp();

    /// <summary>Where to identify.</summary>
    public Uri Url => Volatile.Read(ref _bot).Url;

    /// <summary>Waits for its turn. Dispose the permit when the connection is over; use it when identify is sent.</summary>
    /// <param name="shardId">Who.</param>
    /// <param name="onTrouble">Told why it takes long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the token is refused.</returns>
    public async Task<Permit?> EnterAsync(int shardId, Action<string> onTrouble, CancellationToken cancellationToken)
    {
        var bucket = _buckets.GetOrAdd(shardId % _concurrency, _ => new Bucket());
        await bucket.One.WaitAsync(cancellationToken);
        var permit = new Permit(bucket, clock);
        try
        {
            if (await CountAsync(onTrouble, cancellationToken))
            {
                if (bucket.LastAt is { } last && GatewayLimits.BetweenIdentifies - clock.GetElapsedTime(last) is { Ticks: > 0 } rest)
                {
                    await Task.Delay(rest, clock, cancellationToken);
                }

                return permit;
            }
        }
        catch
        {
            permit.Dispose();
            throw;
        }

        permit.Dispose();
        return null;
    }

    public void Dispose()
    {
        _counting.Dispose();
        foreach (var bucket in _buckets.Values)
        {
            bucket.One.Dispose();
        }
    }

    /// <summary>Takes one of those that remain, waiting until there is one.</summary>
    /// <returns>False when the token is refused.</returns>
    private async Task<bool> CountAsync(Action<string> onTrouble, CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (clock.GetElapsedTime(_askedAt) >= CountIsGoodFor && !await AskAsync(onTrouble, cancellationToken))
                {
                    return false;
                }

                if (_remaining > 0)
                {
                    _remaining--;
                    return true;
                }

                var reset = _bot.Limit.ResetAfter;
                var minutes = (int)Math.Ceiling(reset.TotalMinutes);
                LogUsedUp(logger, minutes);
                onTrouble("all starts of a session that Discord allows in a day are used up");
                var sleep = reset < LongestSleep ? reset : LongestSleep;
                await Task.Delay(sleep > CountIsGoodFor ? sleep : CountIsGoodFor, clock, cancellationToken);
            }
        }
        finally
        {
            _counting.Release();
        }
    }

    private async Task<bool> AskAsync(Action<string> onTrouble, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await lookup(cancellationToken))
            {
                case GatewayAnswer.Known known:
                    _backoff.Reset();
                    Volatile.Write(ref _bot, known.Bot);
                    _remaining = known.Bot.Limit.Remaining;
                    _askedAt = clock.GetTimestamp();
                    return true;
                case GatewayAnswer.Refused:
                    return false;
                case GatewayAnswer.Unavailable unavailable:
                    if (!_backoff.Failing)
                    {
                        LogUnknown(logger, unavailable.Reason);
                    }

                    onTrouble("Discord does not answer");
                    await Task.Delay(_backoff.Next(), clock, cancellationToken);
                    break;
                default:
                    throw new InvalidOperationException("An answer of an unknown kind.");
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Discord lets this bot start no more sessions for {Minutes} min: the day's number is used up. Beyond it Discord would reset the token, so the bot waits. Look for another program with the same token, or for something that keeps restarting this one. Other platforms go on")]
    private static partial void LogUsedUp(ILogger logger, int minutes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord does not say how many sessions may be started ({Reason}); trying again until it does")]
    private static partial void LogUnknown(ILogger logger, string reason);

    /// <summary>The right to send one identify.</summary>
    internal sealed class Permit(Bucket bucket, TimeProvider clock) : IDisposable
    {
        private int _disposed;

        /// <summary>The identify goes out now.</summary>
        public void Use()
        {
            bucket.LastAt = clock.GetTimestamp();
            Dispose();
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                bucket.One.Release();
            }
        }
    }

    internal sealed class Bucket
    {
        public SemaphoreSlim One { get; } = new(1);

        public long? LastAt { get; set; }
    }
}
