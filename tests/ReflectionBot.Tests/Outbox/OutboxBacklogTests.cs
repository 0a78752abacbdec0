using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

public sealed class OutboxBacklogTests
{
    [Fact]
    public async Task Nothing_newer_may_go_from_memory_before_what_was_read_is_in_its_place()
    {
        var token = TestContext.Current.CancellationToken;
        await using var storage = SqliteUnderTest.Fresh();
        var basis = await storage.Turns.LoadAsync(Address.Parse("local:ann"), "1", token);
        await storage.Turns.CommitAsync(
            new TurnCommit(basis, "1", ManualClock.Start) { State = "s"u8.ToArray(), Outbox = [new OutboxDraft(new Reply("first")), new OutboxDraft(new Reply("second"))] }, token);
        var backlog = new OutboxBacklog(storage.Outbox, new OutboxMetrics(Meters.Factory), static _ => true);
        await backlog.RecoverAsync(ManualClock.Start, token);

        var taken = new List<(string Text, bool Room)>();
        await backlog.ReadAsync(row => taken.Add((((Reply)row.Outgoing).Text, backlog.HasRoomFor(1))), token);

        Assert.Equal([("first", false), ("second", false)], taken);
        Assert.True(backlog.HasRoomFor(1));
    }
}
