using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Scheduling;

public sealed class ZoneRulesTests
{
    private static readonly Address Ann = Address.Of("local", "ann");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stored_by_older_rules_is_reckoned_anew_once()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var clock = new ManualClock();
        var conversation = new Conversation(Ann)
        {
            Nudges = [new NudgePlan("n1", NudgeKind.CheckIn, new LocalTime(18, 0), Weekdays.EveryDay, "Europe/Berlin") { Handled = new LocalDate(2030, 1, 14) }],
        };
        var right = conversation.WakesAt!.Value;
        var basis = await storage.Turns.LoadAsync(Ann, "1", Token);
        await storage.Turns.CommitAsync(new TurnCommit(basis, "1", clock.Now) { State = ConversationJson.Write(conversation), WakesAt = right + Duration.FromHours(1) }, Token);
        await storage.ZoneRules.ReckonAnewAsync("2029z", _ => null, Token);
        using var rules = new ZoneRules(storage.ZoneRules, clock, NullLogger<ZoneRules>.Instance);

        Assert.Empty(await storage.Housekeeping.DueAsync(right, 1, [], Token));
        Assert.Equal(1, await rules.CatchUpAsync(Token));
        Assert.Equal(right, Assert.Single(await storage.Housekeeping.DueAsync(right, 1, [], Token)).WakesAt);
        Assert.Equal(ZoneRules.Version, await storage.ZoneRules.VersionAsync(Token));
        Assert.Null(await rules.CatchUpAsync(Token));
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
}
