using Microsoft.Extensions.Logging.Abstractions;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

/// <summary>Messages that were sent past the database go as well when everything is to go.</summary>
public sealed class StrayMessageTests
{
    private static readonly Address Ann = Address.Parse("local:ann");

    [Fact]
    public async Task What_was_sent_while_the_database_was_down_goes_with_the_rest_and_once()
    {
        var token = TestContext.Current.CancellationToken;
        await using var storage = SqliteUnderTest.Fresh();
        var platform = new ScriptedSender();
        var clock = new ManualClock();
        await using var outbox = new OutboxSender(storage.Outbox, [platform], clock, clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings());
        await outbox.CatchUpAsync(token);
        outbox.SentPast(Ann, ["past-1"]);
        outbox.OfferUnstored(Ann, "unstored", new Reply("card") { Urgency = Urgency.Help });
        await Eventually.Equal(1, () => platform.Deliveries.Count);

        foreach (var input in (string[])["1", "2"])
        {
            var basis = await storage.Turns.LoadAsync(Ann, input, token);
            var result = await storage.Turns.CommitAsync(
                new TurnCommit(basis, input, clock.Now) { State = "s"u8.ToArray(), Outbox = [new OutboxDraft(new Reply("kept in the database"), Claimed: true), new OutboxDraft(new ReplyRemoval([]), Claimed: true)] }, token);
            outbox.Offer([result.Outbox[0]]);
            await Eventually.Equal(input == "1" ? 2 : 4, () => platform.Deliveries.Count);
            outbox.Offer([result.Outbox[1]]);
            await Eventually.Equal(input == "1" ? 3 : 5, () => platform.Deliveries.Count);
        }

        var removals = platform.Deliveries.Where(delivery => delivery.Outgoing is ReplyRemoval).ToList();
        Assert.Equal(["m1", "m2", "past-1"], removals[0].Target.Order(StringComparer.Ordinal));
        Assert.Equal(["m3"], removals[1].Target);
        await outbox.StopAsync(token);
    }
}
