using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Scheduling;

public sealed class ZoneRulesTests
{
    private static readonly Address Ann = Address.Of("local", "ann");
    private static readonly Address Ben = Address.Of("local", "ben");
    private static readonly Address Cleo = Address.Of("local", "cleo");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stored_by_older_rules_is_reckoned_anew_once()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var clock = new ManualClock();
        var right = await StoreAnHourLateAsync(storage, Ann);
        await storage.ZoneRules.ReckonAnewAsync("2029z", _ => null, Token);
        using var rules = new ZoneRules(storage.ZoneRules, clock, NullLogger<ZoneRules>.Instance);

        Assert.Empty(await storage.Housekeeping.DueAsync(right, 1, [], Token));
        Assert.Equal(1, await rules.CatchUpAsync(Token));
        Assert.Equal(right, Assert.Single(await storage.Housekeeping.DueAsync(right, 1, [], Token)).WakesAt);
        Assert.Equal(ZoneRules.Version, await storage.ZoneRules.VersionAsync(Token));
        Assert.Null(await rules.CatchUpAsync(Token));
    }

    [Fact]
    public async Task A_damaged_conversation_keeps_its_wake_up_and_all_others_move()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var right = await StoreAnHourLateAsync(storage, Ann);
        await StoreAnHourLateAsync(storage, Ben);
        await StoreAnHourLateAsync(storage, Cleo);
        await storage.Database.WriteAsync<int>(
            connection => new(connection.Execute("UPDATE conversation SET state = randomblob(100) WHERE address = @ben", ("@ben", Ben.Value))), Token);
        await storage.ZoneRules.ReckonAnewAsync("2029z", _ => null, Token);
        using var rules = new ZoneRules(storage.ZoneRules, new ManualClock(), NullLogger<ZoneRules>.Instance);

        Assert.Equal(2, await rules.CatchUpAsync(Token));
        Assert.Equal(ZoneRules.Version, await storage.ZoneRules.VersionAsync(Token));
        var late = right + Duration.FromHours(1);
        Assert.Equal(
            [(Ann, right), (Ben, late), (Cleo, right)],
            (await storage.Housekeeping.DueAsync(late, 9, [], Token)).Select(wake => (wake.Address, wake.WakesAt)).OrderBy(wake => wake.Address.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_the_storage_is_closed_it_is_tried_again_until_it_opens()
    {
        using var folder = new TempFolder();
        await using var storage = SqliteUnderTest.Closed(SqliteUnderTest.OptionsIn(folder));
        var clock = new ManualClock();
        using var rules = new ZoneRules(storage.ZoneRules, clock, NullLogger<ZoneRules>.Instance);
        await rules.StartAsync(Token);
        await Outbox.Eventually.True(() => clock.Due.Count == 1, "it waits");
        storage.Database.Open();
        clock.Advance(Duration.FromSeconds(2));
        await rules.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(ZoneRules.Version, await storage.ZoneRules.VersionAsync(Token));
    }

    /// <summary>Returns when it should have been.</summary>
    private static async Task<Instant> StoreAnHourLateAsync(SqliteUnderTest storage, Address address)
    {
        var conversation = new Conversation(address)
        {
            Nudges = [new NudgePlan("n1", NudgeKind.CheckIn, new LocalTime(18, 0), Weekdays.EveryDay, "Europe/Berlin") { Handled = new LocalDate(2030, 1, 14) }],
        };
        var right = conversation.WakesAt!.Value;
        var basis = await storage.Turns.LoadAsync(address, address.Value, Token);
        await storage.Turns.CommitAsync(
            new TurnCommit(basis, address.Value, ManualClock.Start) { State = ConversationJson.Write(conversation), WakesAt = right + Duration.FromHours(1) }, Token);
        return right;
    }
}
