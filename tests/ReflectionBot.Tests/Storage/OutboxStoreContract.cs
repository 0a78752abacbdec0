using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Tests.Storage;

/// <summary>What every database must do with messages on their way.</summary>
public abstract partial class OutboxStoreContract : TurnStoreContract
{
    [Fact]
    public async Task Rows_come_back_as_they_were_committed_in_the_order_of_commit()
    {
        await using var storage = Fresh();
        Outgoing[] outgoing =
        [
            new Reply("a question") { Kind = ReplyKind.Question, Key = "q1", Options = [new Option("1.a", "A"), new Option("1.b", "B", OptionLook.Primary)], PickSeveral = true },
            new ReplyEdit("q1", "changed", [new Option("1.a", "A", OptionLook.Picked)]),
            new ReplyRetirement("q1", "A"),
            new ReplyRemoval(["q1"]),
            new Reply("card") { Urgency = Urgency.Help, Kind = ReplyKind.Card, UsefulUntil = Now, Document = new Document("a.txt", "text/plain", "text") },
        ];
        var committed = await CommitAsync(storage, Ann, "1", "s", outgoing);
        await CommitAsync(storage, Ben, "2", "s", [new Reply("for Ben")]);

        await using var another = storage.Another();
        var rows = await another.Outbox.ReadAsync(0, 100, Token);

        Assert.Equal(committed.Outbox.Select(row => row.Id), rows.Take(5).Select(row => row.Id));
        Assert.Equal(outgoing.Select(Json), rows.Take(5).Select(row => Json(row.Outgoing)));
        Assert.Equal(Ben, rows[5].Address);
        Assert.Equal(rows.OrderBy(row => row.Seq), rows);
        Assert.All(rows, row => Assert.Matches(PlatformNonce(), row.Id));
        Assert.Equal(6, rows.Select(row => row.Id).Distinct().Count());
    }

    [Fact]
    public async Task Reading_goes_on_after_the_last_row_read_and_leaves_out_what_is_claimed()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "s", [new Reply("1"), new Reply("2"), new Reply("3")]);
        await CommitAsync(storage, Ann, "2", "s", [new Reply("claimed")], claimed: true);
        var first = await storage.Outbox.ReadAsync(0, 2, Token);
        var second = await storage.Outbox.ReadAsync(first[^1].Seq, 2, Token);
        Assert.Equal(["1", "2"], Texts(first));
        Assert.Equal(["3"], Texts(second));
    }

    [Fact]
    public async Task What_was_sent_is_gone_and_its_message_ids_are_known()
    {
        await using var storage = Fresh();
        var row = (await CommitAsync(storage, Ann, "1", "s", [new Reply("long") { Key = "q1" }])).Outbox[0];
        Assert.True(await storage.Outbox.ClaimAsync(row.Seq, Token));
        Assert.True(await storage.Outbox.SentAsync(row, "q1", ["m1", "m2"], [], Now, Token));

        Assert.Empty(await storage.Outbox.ReadAsync(0, 10, Token));
        Assert.Equal(["m1", "m2"], await storage.Outbox.TargetsAsync(Ann, ["q1"], Token));
        Assert.Equal(["m1", "m2"], await storage.Outbox.TargetsAsync(Ann, [], Token));
        Assert.Empty(await storage.Outbox.TargetsAsync(Ann, ["q2"], Token));
        Assert.Empty(await storage.Outbox.TargetsAsync(Ben, ["q1"], Token));
        Assert.False(await storage.Outbox.ClaimAsync(row.Seq, Token));
        Assert.False(await storage.Outbox.SentAsync(row, "q1", ["m3"], [], Now, Token));
    }

    [Fact]
    public async Task The_key_of_a_thread_is_told_by_its_ids_and_that_of_another_message_is_not()
    {
        await using var storage = Fresh();
        var rows = (await CommitAsync(storage, Ann, "1", "s", [new ThreadOpening("r1", "What helps?", "Write here."), new Reply("a question") { Key = "q1" }])).Outbox;
        await storage.Outbox.SentAsync(rows[0], "r1", ["topic", "first"], [], Now, Token);
        await storage.Outbox.SentAsync(rows[1], "q1", ["m1"], [], Now, Token);

        Assert.Equal("r1", await storage.Outbox.KeyOfAsync(Ann, "topic", Token));
        Assert.Equal("r1", await storage.Outbox.KeyOfAsync(Ann, "first", Token));
        Assert.Null(await storage.Outbox.KeyOfAsync(Ann, "m1", Token));
        Assert.Null(await storage.Outbox.KeyOfAsync(Ben, "topic", Token));
        Assert.Equal(["topic", "first"], await storage.Outbox.TargetsAsync(Ann, ["r1"], Token));
    }

    [Fact]
    public async Task What_was_carried_out_before_goes_with_what_is_sent_even_when_that_was_gone()
    {
        await using var storage = Fresh();
        var rows = (await CommitAsync(storage, Ann, "1", "s", [new ReplyRetirement("q0", null), new ReplyRetirement("q1", null), new Reply("next") { Key = "q2" }, new Reply("later")])).Outbox;
        Assert.True(await storage.Outbox.SentAsync(rows[2], "q2", ["m1"], [rows[0]], Now, Token));
        Assert.Equal(["m1"], await storage.Outbox.TargetsAsync(Ann, [], Token));
        Assert.Equal([rows[1].Id, rows[3].Id], (await storage.Outbox.ReadAsync(0, 10, Token)).Select(row => row.Id));

        Assert.False(await storage.Outbox.SentAsync(rows[2], "q2", ["m2"], [rows[1]], Now, Token));
        Assert.Equal(["m1"], await storage.Outbox.TargetsAsync(Ann, [], Token));
        Assert.Equal([rows[3].Id], (await storage.Outbox.ReadAsync(0, 10, Token)).Select(row => row.Id));
    }

    [Fact]
    public async Task A_removal_that_was_carried_out_forgets_the_message_ids()
    {
        await using var storage = Fresh();
        foreach (var key in (string[])["q1", "q2"])
        {
            var row = (await CommitAsync(storage, Ann, key, "s", [new Reply("x") { Key = key }])).Outbox[0];
            await storage.Outbox.SentAsync(row, key, [$"m-{key}"], [], Now, Token);
        }

        await RemoveAsync(storage, "3", ["q1"]);
        Assert.Equal(["m-q2"], await storage.Outbox.TargetsAsync(Ann, [], Token));
        await RemoveAsync(storage, "4", []);
        Assert.Empty(await storage.Outbox.TargetsAsync(Ann, [], Token));
    }

    [Fact]
    public async Task After_a_crash_claimed_replies_are_in_doubt_and_claimed_nudges_are_dropped()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "s", [new Reply("reply"), new Reply("card") { Urgency = Urgency.Help }, new Reply("nudge") { Urgency = Urgency.Nudge }], claimed: true);
        await CommitAsync(storage, Ann, "2", "s", [new Reply("untouched"), new Reply("untouched nudge") { Urgency = Urgency.Nudge }]);

        await using var restarted = storage.Another();
        Assert.Equal(1, await restarted.Outbox.RecoverAsync(Now, Token));

        var rows = await restarted.Outbox.ReadAsync(0, 10, Token);
        Assert.Equal(["reply", "card", "untouched", "untouched nudge"], Texts(rows));
        Assert.Equal([OutboxState.Doubtful, OutboxState.Doubtful, OutboxState.Queued, OutboxState.Queued], rows.Select(row => row.State));
        Assert.Equal(0, await restarted.Outbox.RecoverAsync(Now, Token));
    }

    [Fact]
    public async Task A_nudge_is_claimed_once_whoever_claims_it()
    {
        await using var storage = Fresh();
        var row = (await CommitAsync(storage, Ann, "1", "s", [new Reply("nudge") { Urgency = Urgency.Nudge }])).Outbox[0];
        await using var another = storage.Another();
        Assert.True(await storage.Outbox.ClaimAsync(row.Seq, Token));
        Assert.False(await another.Outbox.ClaimAsync(row.Seq, Token));
    }

    [Fact]
    public async Task Nudges_that_are_given_up_are_counted_by_day_and_reason_and_nothing_else_is()
    {
        await using var storage = Fresh();
        Reply[] both = [new Reply("reply"), new Reply("nudge") { Urgency = Urgency.Nudge }];
        await CommitAsync(storage, Ann, "1", "s", both, claimed: true);
        await storage.Outbox.RecoverAsync(Now, Token);
        await storage.Outbox.DropAsync([.. (await CommitAsync(storage, Ann, "2", "s", both)).Outbox.Select(row => row.Seq)], "expired", Now, Token);
        await CommitAsync(storage, Ann, "3", "s", both);
        await storage.Outbox.DropAllButHelpAsync(Ann, "refused", Now + Duration.FromDays(1), Token);

        var today = Now.InUtc().Date;
        Assert.Equal(
            [new NudgeDrops(today, "doubtful", 1), new NudgeDrops(today, "expired", 1), new NudgeDrops(today.PlusDays(1), "refused", 1)],
            await storage.Housekeeping.NudgeDropsAsync(Token));
    }

    [Fact]
    public async Task A_turn_takes_back_nudges_that_wait_and_counts_what_it_decided_with_its_commit_or_not_at_all()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "s", [new Reply("reply"), new Reply("nudge") { Urgency = Urgency.Nudge }]);
        await CommitAsync(storage, Ann, "2", "s", [new Reply("on its way") { Urgency = Urgency.Nudge }], claimed: true);
        await CommitAsync(storage, Ben, "3", "s", [new Reply("for Ben") { Urgency = Urgency.Nudge }]);
        var basis = await storage.Turns.LoadAsync(Ann, "4", Token);
        var commit = Turn(basis, "4", "s", new Reply("stopped")) with { WithdrawNudges = true, NudgesDropped = [NudgeDropReasons.Late, NudgeDropReasons.Late] };

        Assert.Equal(1, (await storage.Turns.CommitAsync(commit, Token)).NudgesWithdrawn);
        Assert.Equal(CommitOutcome.Conflict, (await storage.Turns.CommitAsync(commit with { InputId = "5" }, Token)).Outcome);

        Assert.Equal(["reply", "for Ben", "stopped"], Texts(await storage.Outbox.ReadAsync(0, 10, Token)));
        Assert.Equal([("late", 2), ("withdrawn", 1)], (await storage.Housekeeping.NudgeDropsAsync(Token)).Select(drops => (drops.Reason, drops.Count)));
    }

    [Fact]
    public async Task A_returned_row_keeps_its_place_its_attempts_and_its_time()
    {
        await using var storage = Fresh();
        var row = (await CommitAsync(storage, Ann, "1", "s", [new Reply("again")], claimed: true)).Outbox[0];
        await storage.Outbox.ReturnAsync(row with { State = OutboxState.Doubtful, Attempts = 3, NotBefore = Now + Duration.FromSeconds(7) }, Token);
        var read = Assert.Single(await storage.Outbox.ReadAsync(0, 10, Token));
        Assert.Equal((OutboxState.Doubtful, 3, Now + Duration.FromSeconds(7)), (read.State, read.Attempts, read.NotBefore));
    }

    [Fact]
    public async Task Dropping_for_an_address_leaves_its_help_and_everybody_else_alone()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "s", [new Reply("reply"), new Reply("card") { Urgency = Urgency.Help }, new Reply("nudge") { Urgency = Urgency.Nudge }]);
        await CommitAsync(storage, Ben, "2", "s", [new Reply("for Ben")]);
        await storage.Outbox.DropAllButHelpAsync(Ann, "refused", Now, Token);
        var rows = await storage.Outbox.ReadAsync(0, 10, Token);
        Assert.Equal(["card", "for Ben"], Texts(rows));
        await storage.Outbox.DropAsync([.. rows.Select(row => row.Seq)], "invalid", Now, Token);
        Assert.Empty(await storage.Outbox.ReadAsync(0, 10, Token));
    }

    [Fact]
    public async Task The_last_words_to_a_forgotten_address_are_delivered_with_the_message_ids_known_until_then()
    {
        await using var storage = Fresh();
        var row = (await CommitAsync(storage, Ann, "1", "s", [new Reply("hello")], keep: [Entry("e1", "kept")])).Outbox[0];
        await storage.Outbox.SentAsync(row, null, ["m1"], [], Now, Token);
        await CommitAsync(storage, Ann, "2", "s", [new Reply("never sent")]);

        var result = await ForgetAsync(storage, "3", [new ReplyRemoval([]), new Reply("It is gone.")]);

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        var left = await storage.Archive.ReadAsync(Ann, Token);
        Assert.True(left!.State.IsEmpty && left.Entries.IsEmpty && left.Sent.IsEmpty);
        Assert.Equal(result.Outbox.Select(last => last.Id), left.Waiting.Select(waiting => waiting.Row.Id));
        await using var restarted = storage.Another();
        var rows = await restarted.Outbox.ReadAsync(0, 10, Token);
        Assert.Equal(2, rows.Length);
        Assert.Equal(["m1"], rows[0].Target!.Value);
        Assert.Equal("It is gone.", ((Reply)rows[1].Outgoing).Text);
        Assert.All(rows, last => Assert.True(last.LastWord));

        foreach (var last in rows)
        {
            Assert.True(await restarted.Outbox.SentAsync(last, null, ["m9"], [], Now, Token));
        }

        Assert.Empty(await restarted.Outbox.TargetsAsync(Ann, [], Token));
        Assert.False(await restarted.Archive.ForgetAsync(Ann, Token));
    }

    [Fact]
    public async Task Forgetting_leaves_everybody_else_alone_and_still_knows_the_inputs_taken()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ben, "b", "Ben's", keep: [Entry("e1", "Ben's")]);
        await CommitAsync(storage, Ann, "1", "Ann's");
        Assert.True(await storage.Archive.ForgetAsync(Ann, Token));
        Assert.False(await storage.Archive.ForgetAsync(Ann, Token));
        Assert.True((await storage.Turns.LoadAsync(Ann, "1", Token)).InputSeen);
        Assert.Equal("Ben's", await StateAsync(storage, Ben));
        Assert.Single(await storage.Archive.EntriesAsync(Ben, Token));
    }

    [Fact]
    public async Task Message_ids_are_pruned_after_sixty_days()
    {
        await using var storage = Fresh();
        var row = (await CommitAsync(storage, Ann, "1", "s", [new Reply("x") { Key = "q1" }])).Outbox[0];
        await storage.Outbox.SentAsync(row, "q1", ["m1"], [], Now, Token);
        Assert.Equal(0, (await storage.Housekeeping.PruneAsync(Now + Duration.FromDays(60), Token)).SentMessages);
        Assert.Equal(1, (await storage.Housekeeping.PruneAsync(Now + Duration.FromDays(61), Token)).SentMessages);
        Assert.Empty(await storage.Outbox.TargetsAsync(Ann, ["q1"], Token));
    }

    [Fact]
    public async Task What_could_not_be_sent_for_a_week_is_not_sent_any_more()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Ann, "1", "s", [new Reply("for a platform that nobody serves")]);
        Assert.Equal(0, (await storage.Housekeeping.PruneAsync(Now + Duration.FromDays(7), Token)).Outbox);
        Assert.Equal(1, (await storage.Housekeeping.PruneAsync(Now + Duration.FromDays(8), Token)).Outbox);
        Assert.Empty(await storage.Outbox.ReadAsync(0, 10, Token));
    }

    protected static async Task<CommitResult> ForgetAsync(IStorageUnderTest storage, string inputId, IEnumerable<Outgoing> lastWords)
    {
        var basis = await storage.Turns.LoadAsync(Ann, inputId, Token);
        return await storage.Turns.CommitAsync(Turn(basis, inputId, "ignored", lastWords) with { Forget = true }, Token);
    }

    protected static IEnumerable<string> Texts(IEnumerable<OutboxRow> rows) => rows.Select(row => ((Reply)row.Outgoing).Text);

    private static string Json(Outgoing outgoing) => System.Text.Encoding.UTF8.GetString(Core.Conversations.ConversationJson.Write(outgoing));

    private static async Task RemoveAsync(IStorageUnderTest storage, string inputId, ImmutableArray<string> keys)
    {
        var row = (await CommitAsync(storage, Ann, inputId, "s", [new ReplyRemoval(keys)])).Outbox[0];
        await storage.Outbox.SentAsync(row, null, [], [], Now, Token);
    }

    [GeneratedRegex("^[0-9a-z]{1,25}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlatformNonce();
}
