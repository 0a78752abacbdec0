using System.Text;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Storage;

/// <summary>What every database must do with turns. A new one joins by deriving from this class.</summary>
public abstract class TurnStoreContract
{
    protected static readonly Address Ann = Address.Parse("local:ann");
    protected static readonly Address Ben = Address.Parse("local:ben");
    protected static readonly Instant Now = ManualClock.Start;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IStorageUnderTest Fresh();

    [Fact]
    public async Task An_address_that_never_wrote_has_no_conversation()
    {
        await using var storage = Fresh();
        var stored = await storage.Turns.LoadAsync(Ann, "1", Token);
        Assert.False(stored.Exists);
        Assert.False(stored.InputSeen);
        Assert.Null(await storage.Archive.ReadAsync(Ann, Token));
    }

    [Fact]
    public async Task What_a_turn_commits_is_there_for_the_next_one_and_for_another_process()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "first");
        await CommitAsync(storage, Ann, "2", "second");
        await using var another = storage.Another();
        Assert.Equal("second", await StateAsync(another, Ann));
    }

    [Fact]
    public async Task A_duplicate_input_changes_nothing()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "first", [new Reply("hello")]);
        var stored = await storage.Turns.LoadAsync(Ann, "1", Token);
        Assert.True(stored.InputSeen);

        var result = await storage.Turns.CommitAsync(Turn(stored, "1", "again", new Reply("again")), Token);

        Assert.Equal(CommitOutcome.Duplicate, result.Outcome);
        Assert.Empty(result.Outbox);
        Assert.Equal("first", await StateAsync(storage, Ann));
        Assert.Single(await storage.Outbox.ReadAsync(0, 10, Token));
    }

    [Fact]
    public async Task The_slower_of_two_turns_on_the_same_state_changes_nothing_and_can_be_taken_again()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "first");
        var stale = await storage.Turns.LoadAsync(Ann, "3", Token);
        await CommitAsync(storage, Ann, "2", "second");

        var result = await storage.Turns.CommitAsync(
            Turn(stale, "3", "third", new Reply("third")) with { Keep = [new StoredEntry("e1", Now, "kept"u8.ToArray())] }, Token);

        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Equal("second", await StateAsync(storage, Ann));
        Assert.Empty(await storage.Outbox.ReadAsync(0, 10, Token));
        Assert.Empty(await storage.Archive.EntriesAsync(Ann, Token));
        Assert.False((await storage.Turns.LoadAsync(Ann, "3", Token)).InputSeen);
        await CommitAsync(storage, Ann, "3", "third");
        Assert.Equal("third", await StateAsync(storage, Ann));
    }

    [Fact]
    public async Task Two_first_turns_at_once_make_one_conversation()
    {
        await using var storage = Fresh();
        await using var another = storage.Another();
        var here = await storage.Turns.LoadAsync(Ann, "1", Token);
        var there = await another.Turns.LoadAsync(Ann, "2", Token);

        var results = await Task.WhenAll(
            storage.Turns.CommitAsync(Turn(here, "1", "here"), Token),
            another.Turns.CommitAsync(Turn(there, "2", "there"), Token));

        Assert.Single(results, result => result.Outcome is CommitOutcome.Committed);
        Assert.Single(results, result => result.Outcome is CommitOutcome.Conflict);
    }

    [Fact]
    public async Task A_turn_on_a_conversation_that_was_forgotten_and_begun_again_is_a_conflict()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "before");
        var stale = await storage.Turns.LoadAsync(Ann, "3", Token);
        await storage.Archive.ForgetAsync(Ann, Token);
        await CommitAsync(storage, Ann, "2", "after");

        var result = await storage.Turns.CommitAsync(Turn(stale, "3", "from the past"), Token);

        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Equal("after", await StateAsync(storage, Ann));
    }

    [Fact]
    public async Task A_turn_that_fails_takes_no_other_with_it()
    {
        await using var storage = Fresh();
        var good = Enumerable.Range(0, 20).Select(i => CommitAsync(storage, Address.Of("local", $"p{i}"), $"good{i}", "state", [new Reply("r")])).ToList();
        var stored = await storage.Turns.LoadAsync(Ann, "bad", Token);
        var broken = Turn(stored, "bad", "state") with { Keep = [new StoredEntry(null!, Now, default)] };

        await Assert.ThrowsAnyAsync<Exception>(() => storage.Turns.CommitAsync(broken, Token));
        await Task.WhenAll(good);

        Assert.Equal(20, (await storage.Outbox.ReadAsync(0, 100, Token)).Length);
        var after = await storage.Turns.LoadAsync(Ann, "bad", Token);
        Assert.False(after.Exists);
        Assert.False(after.InputSeen);
    }

    [Fact]
    public async Task Entries_are_kept_replaced_and_dropped_with_their_turn()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "s", keep: [Entry("e1", "one"), Entry("e2", "two"), Entry("e3", "three")]);
        await CommitAsync(storage, Ann, "2", "s", keep: [Entry("e2", "two, later")], drop: ["e1", "unknown"]);

        var entries = await storage.Archive.EntriesAsync(Ann, Token);

        Assert.Equal(["two, later", "three"], entries.Select(entry => Encoding.UTF8.GetString(entry.Body.Span)));
        Assert.Equal(Now, entries[0].KeptAt);
        Assert.Empty(await storage.Archive.EntriesAsync(Ben, Token));
    }

    [Fact]
    public async Task An_export_holds_the_state_and_every_entry()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "state with settings", keep: [Entry("e1", "one")]);
        var read = await storage.Archive.ReadAsync(Ann, Token);
        Assert.NotNull(read);
        Assert.Equal("state with settings", Encoding.UTF8.GetString(read.State.Span));
        Assert.Equal("e1", Assert.Single(read.Entries).Id);
        Assert.Equal(Now, read.LastActive);
        Assert.Null(await storage.Archive.ReadAsync(Ben, Token));
    }

    [Fact]
    public async Task A_conversation_is_due_from_the_instant_it_asked_for()
    {
        await using var storage = Fresh();
        var stored = await storage.Turns.LoadAsync(Ann, "1", Token);
        var at = Now + Duration.FromMinutes(10) + Duration.FromNanoseconds(1);
        await storage.Turns.CommitAsync(Turn(stored, "1", "waits") with { WakesAt = at }, Token);

        Assert.Empty(await storage.Housekeeping.DueAsync(at - Duration.FromNanoseconds(1), 10, [], Token));
        var due = Assert.Single(await storage.Housekeeping.DueAsync(at + Duration.FromMilliseconds(1), 10, [], Token));
        Assert.Equal(Ann, due.Address);
        Assert.True(due.WakesAt >= at);
    }

    [Fact]
    public async Task The_longest_due_are_found_first_and_never_more_than_asked_for()
    {
        await using var storage = Fresh();
        for (var i = 0; i < 5; i++)
        {
            var address = Address.Of("local", $"p{i}");
            var stored = await storage.Turns.LoadAsync(address, $"{i}", Token);
            await storage.Turns.CommitAsync(Turn(stored, $"{i}", "s") with { WakesAt = Now - Duration.FromMinutes(i) }, Token);
        }

        var due = await storage.Housekeeping.DueAsync(Now, 2, [], Token);
        Assert.Equal(["local:p4", "local:p3"], due.Select(wake => wake.Address.Value));
    }

    [Fact]
    public async Task Those_due_at_the_same_instant_come_in_another_order_at_another_instant_and_nobody_is_left_out()
    {
        await using var storage = Fresh();
        var orders = new List<string>();
        for (var day = 0; day < 4; day++)
        {
            for (var i = 0; i < 30; i++)
            {
                var address = Address.Of("local", $"p{i}");
                var stored = await storage.Turns.LoadAsync(address, $"{day}/{i}", Token);
                await storage.Turns.CommitAsync(Turn(stored, $"{day}/{i}", "s") with { WakesAt = Now + Duration.FromDays(day) }, Token);
            }

            var due = await storage.Housekeeping.DueAsync(Now + Duration.FromDays(day), 100, [], Token);
            Assert.Equal(30, due.Select(wake => wake.Address).Distinct().Count());
            Assert.Equal(due, await storage.Housekeeping.DueAsync(Now + Duration.FromDays(day), 100, [], Token));
            orders.Add(string.Join(' ', due.Select(wake => wake.Address)));
        }

        Assert.Equal(4, orders.Distinct().Count());
    }

    [Fact]
    public async Task Conversations_of_a_platform_that_is_left_out_do_not_take_the_place_of_others()
    {
        await using var storage = Fresh();
        foreach (var (platform, late) in ((string, int)[])[("telegram", 3), ("telegram", 2), ("local", 1)])
        {
            var address = Address.Of(platform, $"{late}");
            var stored = await storage.Turns.LoadAsync(address, $"{late}", Token);
            await storage.Turns.CommitAsync(Turn(stored, $"{late}", "s") with { WakesAt = Now - Duration.FromMinutes(late) }, Token);
        }

        Assert.Equal("local:1", Assert.Single(await storage.Housekeeping.DueAsync(Now, 1, ["telegram"], Token)).Address.Value);
        Assert.Empty(await storage.Housekeeping.DueAsync(Now, 1, ["telegram", "local"], Token));
    }

    [Fact]
    public async Task Wake_ups_are_reckoned_anew_and_the_version_is_known_afterwards()
    {
        await using var storage = Fresh();
        foreach (var (name, wakesAt) in ((string, Instant?)[])[("moves", Now), ("stays", Now), ("unreadable", Now), ("sleeps", null)])
        {
            var stored = await storage.Turns.LoadAsync(Address.Of("local", name), name, Token);
            await storage.Turns.CommitAsync(Turn(stored, name, name) with { WakesAt = wakesAt }, Token);
        }

        Assert.Null(await storage.ZoneRules.VersionAsync(Token));
        var moved = await storage.ZoneRules.ReckonAnewAsync(
            "2031a",
            state => Encoding.UTF8.GetString(state.Span) switch { "moves" => Now - Duration.FromHours(1), "stays" => Now, "sleeps" => Now, _ => null },
            Token);

        Assert.Equal(1, moved);
        Assert.Equal("2031a", await storage.ZoneRules.VersionAsync(Token));
        Assert.Equal("local:moves", Assert.Single(await storage.Housekeeping.DueAsync(Now - Duration.FromHours(1), 9, [], Token)).Address.Value);
        Assert.Equal(3, (await storage.Housekeeping.DueAsync(Now, 9, [], Token)).Length);
    }

    [Fact]
    public async Task Input_ids_are_pruned_after_fourteen_days()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "s");
        Assert.Equal(0, (await storage.Housekeeping.PruneAsync(Now + Duration.FromDays(14), Token)).Inputs);
        Assert.True((await storage.Turns.LoadAsync(Ann, "1", Token)).InputSeen);
        Assert.Equal(1, (await storage.Housekeeping.PruneAsync(Now + Duration.FromDays(15), Token)).Inputs);
        Assert.False((await storage.Turns.LoadAsync(Ann, "1", Token)).InputSeen);
    }

    [Fact]
    public async Task Flow_sources_are_found_by_revision_and_pruned_when_long_replaced()
    {
        await using var storage = Fresh();
        await storage.Flows.RememberAsync([new("a", "r1", "one"), new("b", "r1", "other")], Now, Token);
        await storage.Flows.RememberAsync([new("a", "r2", "two"), new("b", "r1", "other")], Now + Duration.FromDays(200), Token);
        Assert.Equal("one", (await storage.Flows.FindAsync("a", "r1", Token))?.Source);
        Assert.Null(await storage.Flows.FindAsync("a", "r3", Token));

        Assert.Equal(1, (await storage.Housekeeping.PruneAsync(Now + Duration.FromDays(400), Token)).FlowSources);
        Assert.Null(await storage.Flows.FindAsync("a", "r1", Token));
        Assert.NotNull(await storage.Flows.FindAsync("a", "r2", Token));
    }

    protected static StoredEntry Entry(string id, string words) => new(id, Now, Encoding.UTF8.GetBytes(words));

    protected static TurnCommit Turn(StoredConversation basis, string inputId, string state, params IEnumerable<Outgoing> outgoing) =>
        new(basis, inputId, Now) { State = Encoding.UTF8.GetBytes(state), Outbox = [.. outgoing.Select(one => new OutboxDraft(one))] };

    protected static async Task<CommitResult> CommitAsync(
        IStorageUnderTest storage, Address address, string inputId, string state, IEnumerable<Outgoing>? outgoing = null, StoredEntry[]? keep = null, string[]? drop = null, bool claimed = false)
    {
        var basis = await storage.Turns.LoadAsync(address, inputId, Token);
        var result = await storage.Turns.CommitAsync(
            new TurnCommit(basis, inputId, Now)
            {
                State = Encoding.UTF8.GetBytes(state),
                Outbox = [.. (outgoing ?? []).Select(one => new OutboxDraft(one, claimed))],
                Keep = [.. keep ?? []],
                Drop = [.. drop ?? []],
            },
            Token);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        return result;
    }

    protected static async Task<string> StateAsync(IStorageUnderTest storage, Address address) =>
        Encoding.UTF8.GetString((await storage.Turns.LoadAsync(address, "peek", Token)).State.Span);
}
