using System.Diagnostics;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.NudgeProcess;

/// <summary>A platform that is a file: what it was given stands there whatever happens to the process.</summary>
/// <param name="path">Appended to.</param>
/// <param name="last">The send that the process is killed at.</param>
/// <param name="after">How long after it was written down.</param>
internal sealed class RecordingSender(string path, int last, TimeSpan after) : ISender, IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock _lock = new();
    private int _sent;

    public string Platform => "local";

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var line = Encoding.ASCII.GetBytes($"{delivery.Address} {delivery.Outgoing.Urgency}\n");
        bool dies;
        lock (_lock)
        {
            _file.Write(line);
            dies = ++_sent == last;
        }

        if (dies)
        {
            var begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun) < after)
            {
                Thread.SpinWait(20);
            }

            using var me = Process.GetCurrentProcess();
            me.Kill();
        }

        // The answer of a platform takes a moment; most kills fall into it.
        await Task.Delay(1, cancellationToken);
        return new SendOutcome.Sent(["1"]);
    }

    public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _file.Dispose();
}

/// <summary>It is always the same minute.</summary>
internal sealed class StandingClock(Instant now) : IClock
{
    public Instant GetCurrentInstant() => now;
}

/// <summary>No limit of time is ever reached.</summary>
internal sealed class StandingTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
