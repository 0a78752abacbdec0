using Microsoft.Extensions.Logging.Abstractions;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

/// <summary>Who sends: the thread of the turn its first message, and nothing after that.</summary>
public sealed class OutboxThreadTests
{
    private static readonly Address Ann = Address.Parse("local:ann");

    [Fact]
    public async Task A_platform_that_answers_at_once_keeps_no_turn_busy_and_no_stack_deep()
    {
        const int Count = 3_000;
        var token = TestContext.Current.CancellationToken;
        var offering = 0;
        var sentWithin = 0;
        var platform = new ScriptedSender();
        platform.Otherwise = delivery =>
        {
            sentWithin += Environment.CurrentManagedThreadId == Volatile.Read(ref offering) ? 1 : 0;
            return Task.FromResult(platform.Sent(delivery));
        };
        var clock = new ManualClock();
        await using var storage = SqliteUnderTest.Fresh();
        await using var outbox = new OutboxSender(
            storage.Outbox, [platform], clock, clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings());
        await outbox.CatchUpAsync(token);

        await Task.Run(
            () =>
            {
                Volatile.Write(ref offering, Environment.CurrentManagedThreadId);
                outbox.Offer([.. Enumerable.Range(0, Count).Select(i => new OutboxRow(i + 1, $"{i}", Ann, new Reply($"{i}")) { State = OutboxState.Claimed })]);
                Volatile.Write(ref offering, 0);
            },
            token);

        await Eventually.Equal(Count, () => platform.Texts.Count);
        Assert.Equal(1, sentWithin);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), platform.Texts);
        await outbox.StopAsync(token);
    }
}
