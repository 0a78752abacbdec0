namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>The heartbeats of one connection.</summary>
internal sealed class Heart(GatewayWriter writer, ShardSession session, EventBudget budget, TimeProvider clock)
{
    /// <summary>Shorter ones would use up the minute's sends.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private volatile bool _answered = true;
    private Task<bool> _beat = Task.FromResult(true);
    private long _beatAt;

    /// <summary>The last heartbeat on its way out; over when the connection is.</summary>
    public Task Beat => _beat;

    /// <summary>Op 11.</summary>
    /// <returns>How long the answer took; null when none was due.</returns>
    public TimeSpan? Answered()
    {
        var took = _answered ? (TimeSpan?)null : clock.GetElapsedTime(Interlocked.Read(ref _beatAt));
        _answered = true;
        return took;
    }

    /// <summary>Beats until cancelled, or returns when the server is silent.</summary>
    /// <param name="interval">As Hello gave it.</param>
    /// <param name="jitter">From 0 to 1; the first beat comes so far into the interval.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public async Task BeatAsync(TimeSpan interval, double jitter, CancellationToken cancellationToken)
    {
        await Task.Delay(interval * jitter, clock, cancellationToken);
        var holds = budget.Holds;
        while (true)
        {
            // While the reader waits for the handler, answers lie unread in the socket: that is our delay and not the server's.
            var unread = budget.Holding || budget.Holds != holds;
            holds = budget.Holds;
            if (!_answered && !unread)
            {
                return;
            }

            if (_beat.IsCompleted)
            {
                _answered = false;
                Interlocked.Exchange(ref _beatAt, clock.GetTimestamp());
                _beat = writer.HeartbeatAsync(session.Settled, due: true, cancellationToken);
            }

            // Not waited for when it cannot be written: then it is not answered either.
            var rest = Task.Delay(interval, clock, cancellationToken);
            if (await Task.WhenAny(_beat, rest) == _beat && !await _beat)
            {
                _answered = true;
            }

            await rest;
        }
    }
}
