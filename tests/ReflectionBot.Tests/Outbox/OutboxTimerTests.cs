using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

/// <summary>Deliveries end on threads of their own, and each may set the one timer.</summary>
public sealed class OutboxTimerTests
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Address Ben = Address.Parse("local:ben");
    private static readonly Duration Soon = Duration.FromSeconds(1);
    private static readonly Duration Late = Duration.FromSeconds(30);

    [Fact]
    public async Task What_is_due_soon_is_not_forgotten_over_what_another_thread_found_due_late()
    {
        var token = TestContext.Current.CancellationToken;
        await using var storage = SqliteUnderTest.Fresh();
        var clock = new ManualClock();
        var time = new SlowTimer(Late.ToTimeSpan());
        var platform = new ScriptedSender().Next(Ann, new SendOutcome.RetryAfter(Late, RetryScope.Address)).Next(Ben, new SendOutcome.RetryAfter(Soon, RetryScope.Address));
        await using var outbox = new OutboxSender(storage.Outbox, [platform], clock, time, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings());
        await outbox.CatchUpAsync(token);

        outbox.OfferUnstored(Ann, "ann", new Reply("late"));
        await time.SetsLate.Task.WaitAsync(token);
        outbox.OfferUnstored(Ben, "ben", new Reply("soon"));

        await Eventually.True(() => time.LastSet is { } last && last <= Soon.ToTimeSpan() + TimeSpan.FromMilliseconds(1), "the timer rings for what is due soon");
    }

    /// <summary>Takes its time to be set for late, until it is set for earlier meanwhile or it is clear that nobody will.</summary>
    private sealed class SlowTimer(TimeSpan late) : TimeProvider, ITimer
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
        private readonly ManualResetEventSlim _setForEarlier = new();
        private long _lastSet = -1;

        public TaskCompletionSource SetsLate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>For what it was set last.</summary>
        public TimeSpan? LastSet => Interlocked.Read(ref _lastSet) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => this;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < late)
            {
                Interlocked.Exchange(ref _lastSet, dueTime.Ticks);
                _setForEarlier.Set();
                return true;
            }

            SetsLate.TrySetResult();
            _setForEarlier.Wait(Patience);
            Interlocked.Exchange(ref _lastSet, dueTime.Ticks);
            return true;
        }

        public void Dispose() => _setForEarlier.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
