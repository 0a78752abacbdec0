using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Turns;

/// <summary>From Input to platform, when all goes well and when another process, the clock or a bug comes between.</summary>
public sealed class TurnPathTests
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Address Ben = Address.Parse("local:ben");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_input_is_answered_and_the_conversation_goes_on_after_a_restart()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var bot = new BotUnderTest(storage);
        await bot.StartAsync();
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("1", Ann, "hello"));
        await Eventually.True(() => bot.Platform.Deliveries.Count > 0, "the bot answers");

        await using var again = new BotUnderTest((SqliteUnderTest)storage.Another());
        await again.StartAsync();
        Assert.Equal(Acceptance.Duplicate, await again.SayAsync("1", Ann, "hello"));
        Assert.Equal(Acceptance.Taken, await again.SayAsync("2", Ann, "about"));
        await Eventually.True(() => again.Platform.Texts.Count > 0, "the bot answers");
        var stored = await storage.Turns.LoadAsync(Ann, "peek", Token);
        Assert.Equal(2, stored.Version);
        Assert.True(ConversationJson.Read(stored.State.Span).LastQuestion > 0);
    }

    [Fact]
    public async Task Nothing_is_left_in_the_outbox_once_it_was_sent()
    {
        await using var bot = new BotUnderTest();
        await bot.StartAsync();
        await bot.SayAsync("1", Ann, "hello");
        await bot.SayAsync("2", Ann, "about");
        await bot.AllSentAsync();
        Assert.True(bot.Platform.Deliveries.Count > 1);
        await bot.Storage.Outbox.RecoverAsync(bot.Clock.Now, Token);
        Assert.Empty(await bot.Storage.Outbox.ReadAsync(0, 10, Token));
    }

    [Fact]
    public async Task A_turn_overtaken_by_another_process_is_taken_again_on_what_that_one_left()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner));
        await bot.StartAsync();
        flaky!.BeforeCommit = async () =>
        {
            await using var other = new BotUnderTest((SqliteUnderTest)bot.Storage.Another());
            Assert.Equal(Acceptance.Taken, await other.SayAsync("theirs", Ann, "hello"));
        };
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("ours", Ann, "about"));
        Assert.Equal(2, (await bot.Storage.Turns.LoadAsync(Ann, "peek", Token)).Version);
    }

    [Fact]
    public async Task A_commit_that_succeeds_after_it_was_given_up_is_sent_late_and_its_input_is_a_duplicate()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { CommitGate = new() });
        await bot.StartAsync();
        var turn = bot.SayAsync("1", Ann, "hello").AsTask();
        await Eventually.Equal(1, () => flaky!.Commits);
        bot.Clock.Advance(Duration.FromSeconds(2));
        Assert.Equal(Acceptance.Unavailable, await turn);
        var before = bot.Platform.Deliveries.Count;
        flaky!.CommitGate!.SetResult();
        await Eventually.True(() => bot.Platform.Deliveries.Count > before, "the greeting goes out late");
        Assert.Equal(Acceptance.Duplicate, await bot.SayAsync("1", Ann, "hello"));
    }

    [Fact]
    public async Task What_is_said_does_not_wait_for_the_disk_and_that_it_was_heard_does()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { FlushGate = new() });
        await bot.StartAsync();
        var turn = bot.SayAsync("1", Ann, "hello").AsTask();
        await Eventually.True(() => bot.Platform.Deliveries.Count > 0, "the greeting");
        Assert.False(turn.IsCompleted);
        flaky!.FlushGate!.SetResult();
        Assert.Equal(Acceptance.Taken, await turn);
    }

    [Fact]
    public async Task That_everything_is_forgotten_is_said_when_the_disk_knows_it()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner));
        await bot.StartAsync();
        var erase = await AskToForgetAsync(bot);
        var before = bot.Platform.Deliveries.Count;

        flaky!.FlushGate = new();
        var turn = bot.Dispatcher.AcceptAsync(new OptionInput("2", Ann, [erase]), Token).AsTask();
        while ((await bot.Storage.Turns.LoadAsync(Ann, "peek", Token)).Exists)
        {
            await Task.Yield();
        }

        // What somebody else is told after that waits for no disk; by then this would have been told as well.
        var other = bot.SayAsync("3", Address.Parse("local:ben"), "hello").AsTask();
        await Eventually.True(() => bot.Platform.Deliveries.Any(delivery => delivery.Address.Local == "ben"), "somebody else is greeted");
        Assert.Equal(before, bot.Platform.Deliveries.Count(delivery => delivery.Address == Ann));
        flaky.FlushGate.SetResult();
        Assert.Equal([Acceptance.Taken, Acceptance.Taken], await Task.WhenAll(turn, other));
        await Eventually.True(() => bot.Platform.Texts.Contains(BotUnderTest.Pack.In("en").Text("forget.done")), "it is said");
    }

    [Fact]
    public async Task That_everything_is_forgotten_is_said_although_nobody_knew_whether_the_disk_took_it()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner));
        await bot.StartAsync();
        var erase = await AskToForgetAsync(bot);

        flaky!.FlushFails = true;
        Assert.Equal(Acceptance.Unavailable, await bot.Dispatcher.AcceptAsync(new OptionInput("2", Ann, [erase]), Token));
        flaky.FlushFails = false;
        Assert.Equal(Acceptance.Duplicate, await bot.Dispatcher.AcceptAsync(new OptionInput("2", Ann, [erase]), Token));
        await bot.Outbox.CatchUpAsync(Token);
        await Eventually.True(() => bot.Platform.Texts.Contains(BotUnderTest.Pack.In("en").Text("forget.done")), "it is said");
        await bot.AllSentAsync();
    }

    [Fact]
    public async Task A_bug_in_a_turn_leaves_the_conversation_as_it_was_tells_the_person_and_is_not_offered_again()
    {
        var broken = false;
        await using var bot = new BotUnderTest(pack: () => broken ? BotUnderTest.Pack with { Flows = null! } : BotUnderTest.Pack);
        await bot.StartAsync();
        await bot.SayAsync("1", Ann, "hello");
        var before = (await bot.Storage.Turns.LoadAsync(Ann, "peek", Token)).State.ToArray();
        broken = true;
        Assert.Equal(Acceptance.Taken, await bot.Dispatcher.AcceptAsync(new CommandInput("2", Ann, "reflect"), Token));
        var afterwards = await bot.Storage.Turns.LoadAsync(Ann, "2", Token);
        Assert.True(afterwards.InputSeen);
        if (afterwards.State.Span.SequenceEqual(before))
        {
            await Eventually.Equal(BotUnderTest.Pack.In("en").Text("trouble.fault"), () => bot.Platform.Texts[^1]);
        }
    }

    [Fact]
    public async Task What_a_conversation_waits_for_comes_no_later_by_a_bug_and_a_wake_up_that_failed_comes_again_in_an_hour()
    {
        var broken = false;
        await using var bot = new BotUnderTest(pack: () => broken ? BotUnderTest.Pack with { Flows = null! } : BotUnderTest.Pack);
        await bot.StartAsync();
        var soon = bot.Clock.Now + Duration.FromMinutes(10);
        var waits = new Conversation(Ann) { Consent = new Consent("1", bot.Clock.Now), Care = new CareState { CheckAt = soon } };
        await StoreAsync(bot, Ann, ConversationJson.Write(waits), soon);
        await StoreAsync(bot, Ben, "not json"u8.ToArray(), bot.Clock.Now);
        broken = true;

        Assert.Equal(Acceptance.Taken, await bot.Dispatcher.AcceptAsync(new CommandInput("1", Ann, "reflect"), Token));
        await Eventually.True(() => bot.Platform.Texts.Contains(BotUnderTest.Pack.In("en").Text("trouble.fault")), "it failed");
        Assert.Equal(Acceptance.Taken, await bot.Dispatcher.AcceptAsync(WokenInput.For(Ben, bot.Clock.Now), Token));

        Assert.Equal(
            [(Ann, soon), (Ben, bot.Clock.Now + Duration.FromHours(1))],
            (await bot.Storage.Housekeeping.DueAsync(bot.Clock.Now + Duration.FromDays(1), 9, [], Token)).Select(wake => (wake.Address, wake.WakesAt)));
    }

    [Fact]
    public async Task State_that_cannot_be_read_is_kept_and_help_still_comes()
    {
        await using var bot = new BotUnderTest();
        await bot.StartAsync();
        var basis = await bot.Storage.Turns.LoadAsync(Ann, "0", Token);
        await bot.Storage.Turns.CommitAsync(new TurnCommit(basis, "0", Scheduling.ManualClock.Start) { State = "not json"u8.ToArray() }, Token);

        Assert.Equal(Acceptance.Taken, await bot.SayAsync("1", Ann, BotUnderTest.Danger));
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("2", Ann, "hello"));
        await Eventually.Equal(2, () => bot.Platform.Texts.Count);
        Assert.StartsWith(BotUnderTest.CardText, bot.Platform.Texts[0], StringComparison.Ordinal);
        Assert.Equal(BotUnderTest.Pack.In("en").Text("trouble.fault"), bot.Platform.Texts[1]);
        Assert.Equal("not json"u8.ToArray(), (await bot.Storage.Turns.LoadAsync(Ann, "peek", Token)).State.ToArray());
    }

    [Fact]
    public async Task An_earlier_revision_of_a_flow_is_found_again_from_its_stored_source()
    {
        await using var bot = new BotUnderTest();
        await bot.Flows.RememberAsync(BotUnderTest.Pack, Scheduling.ManualClock.Start, Token);
        var flow = BotUnderTest.Pack.Flows.Values.First();
        var conversation = new Conversation(Ann) { Run = new Run(1) { Frames = [new Frame(flow.Id, flow.Revision, flow.Start)] } };
        var without = BotUnderTest.Pack with { Flows = BotUnderTest.Pack.Flows.Remove(flow.Id) };
        Assert.False(without.TryFlow(flow.Id, flow.Revision, out _));

        var complete = await bot.Flows.CompleteAsync(without, conversation, Token);

        Assert.True(complete.TryFlow(flow.Id, flow.Revision, out var found));
        Assert.Equal(flow.Steps.Keys.Order(), found.Steps.Keys.Order());
        Assert.Same(without, await bot.Flows.CompleteAsync(without, new Conversation(Ann), Token));
    }

    private static async Task StoreAsync(BotUnderTest bot, Address address, byte[] state, Instant wakesAt)
    {
        var basis = await bot.Storage.Turns.LoadAsync(address, $"store/{address}", Token);
        await bot.Storage.Turns.CommitAsync(new TurnCommit(basis, $"store/{address}", bot.Clock.Now) { State = state, WakesAt = wakesAt }, Token);
    }

    /// <summary>Returns the button that does it.</summary>
    private static async Task<string> AskToForgetAsync(BotUnderTest bot)
    {
        await bot.Dispatcher.AcceptAsync(new CommandInput("1", Ann, "forget"), Token);
        IEnumerable<string> Erase() => bot.Platform.Deliveries.Select(delivery => delivery.Outgoing).OfType<Reply>()
            .SelectMany(reply => reply.Options).Select(option => option.Id).Where(id => id.Contains("erase", StringComparison.Ordinal));
        await Eventually.True(() => Erase().Any(), "it is asked whether to");
        await bot.AllSentAsync();
        return Erase().Last();
    }
}
