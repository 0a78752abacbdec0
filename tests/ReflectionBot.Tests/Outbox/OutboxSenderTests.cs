using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

public sealed class OutboxSenderTests : IAsyncLifetime
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Address Ben = Address.Parse("local:ben");

    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();
    private readonly ManualClock _clock = new();
    private readonly ScriptedSender _platform = new();
    private OutboxSender _outbox = null!;
    private int _inputs;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _outbox = Sender(_storage);
        await _outbox.CatchUpAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _outbox.StopAsync(patience.Token);
        await _outbox.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task Messages_of_one_address_arrive_in_order_however_fast_they_come()
    {
        for (var i = 0; i < 20; i++)
        {
            await CommitAsync(Ann, new Reply($"{i}a"), new Reply($"{i}b"));
        }

        await Eventually.Equal(40, () => _platform.Texts.Count);
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(i => new[] { $"{i}a", $"{i}b" }), _platform.Texts);
        await EmptyAsync();
    }

    [Fact]
    public async Task One_address_that_must_wait_holds_up_no_other()
    {
        _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromSeconds(30), RetryScope.Address));
        await CommitAsync(Ann, new Reply("Ann 1"), new Reply("Ann 2"));
        await CommitAsync(Ben, new Reply("Ben 1"), new Reply("Ben 2"));
        await Eventually.Equal(3, () => _platform.Texts.Count);
        await SettledAsync(Ann);
        Assert.DoesNotContain("Ann 2", _platform.Texts);
        await PassAsync(Duration.FromSeconds(29));
        Assert.Equal(3, _platform.Texts.Count);
        await PassUntilAsync(() => _platform.Texts.Count == 5);
        Assert.True(_clock.Now - ManualClock.Start >= Duration.FromSeconds(30));
        Assert.Equal(["Ann 1", "Ann 2"], _platform.Texts.Skip(3));
        Assert.All(_platform.Deliveries, delivery => Assert.False(delivery.InDoubt));
        await EmptyAsync();
    }

    [Fact]
    public async Task A_platform_that_must_wait_holds_up_everything_on_it()
    {
        _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromSeconds(30), RetryScope.Platform));
        await CommitAsync(Ann, new Reply("Ann"));
        await Eventually.Equal(1, () => _platform.Texts.Count);
        await SettledAsync(Ann);
        await CommitAsync(Ben, new Reply("Ben"), new Reply("Card") { Urgency = Urgency.Help });
        await PassAsync(Duration.FromSeconds(29));
        Assert.Single(_platform.Texts);
        await PassUntilAsync(() => _platform.Texts.Count == 4);
        Assert.True(_clock.Now - ManualClock.Start >= Duration.FromSeconds(30));
    }

    [Fact]
    public async Task Help_has_places_of_its_own_when_the_platform_is_busy()
    {
        var gate = new TaskCompletionSource();
        _platform.Otherwise = async delivery =>
        {
            await gate.Task.WaitAsync(Token);
            return _platform.Sent(delivery);
        };
        for (var i = 0; i < PlatformQueue.MaxInFlight; i++)
        {
            await CommitAsync(Address.Of("local", $"busy{i}"), new Reply("busy"));
        }

        await Eventually.Equal(PlatformQueue.MaxInFlight, () => _platform.Texts.Count);
        await CommitAsync(Address.Of("local", "n"), new Reply("nudge") { Urgency = Urgency.Nudge });
        await CommitAsync(Address.Of("local", "r"), new Reply("reply"));
        await CommitAsync(Address.Of("local", "h"), new Reply("card") { Urgency = Urgency.Help });

        // Help has a few places of its own, so it does not even wait.
        await Eventually.Equal("card", () => _platform.Texts[^1]);
        Assert.Equal(PlatformQueue.MaxInFlight + 1, _platform.Texts.Count);
        gate.SetResult();
        await Eventually.Equal(PlatformQueue.MaxInFlight + 3, () => _platform.Texts.Count);
        Assert.True(_platform.MostAtOnce <= PlatformQueue.MaxInFlightForHelp);
    }

    [Fact]
    public async Task A_card_overtakes_what_waits_for_the_same_address()
    {
        var gate = new TaskCompletionSource();
        _platform.Next(Ann, async delivery =>
        {
            await gate.Task;
            return _platform.Sent(delivery);
        });
        await CommitAsync(Ann, new Reply("first"), new Reply("second"), new Reply("third"));
        await CommitAsync(Ann, new Reply("card") { Urgency = Urgency.Help });
        gate.SetResult();
        await Eventually.Equal(4, () => _platform.Texts.Count);
        Assert.Equal(["first", "card", "second", "third"], _platform.Texts);
    }

    [Fact]
    public async Task A_doubtful_reply_is_sent_again_under_the_same_id_and_a_doubtful_nudge_is_dropped()
    {
        _platform.Next(Ann, new SendOutcome.Doubtful("broken")).Next(Ann, _ => throw new InvalidOperationException("a bug in the sender"));
        await CommitAsync(Ann, new Reply("reply"));
        await Eventually.Equal(1, () => _platform.Deliveries.Count);
        await PassUntilAsync(() => _platform.Deliveries.Count == 3);
        Assert.Equal([false, true, true], _platform.Deliveries.Select(delivery => delivery.InDoubt));
        Assert.Single(_platform.Deliveries.Select(delivery => delivery.Id).Distinct());

        _platform.Next(Ben, new SendOutcome.Doubtful("broken"));
        await CommitAsync(Ben, new Reply("nudge") { Urgency = Urgency.Nudge });
        await Eventually.Equal(4, () => _platform.Deliveries.Count);
        await EmptyAsync();
        await PassAsync(Duration.FromHours(1));
        Assert.Equal(4, _platform.Deliveries.Count);
    }

    [Fact]
    public async Task What_is_useful_no_longer_is_not_sent()
    {
        _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromMinutes(10), RetryScope.Address));
        await CommitAsync(Ann, new Reply("held"), new Reply("nudge") { Urgency = Urgency.Nudge, UsefulUntil = _clock.Now + Duration.FromMinutes(5) }, new Reply("after"));
        await Eventually.Equal(1, () => _platform.Deliveries.Count);
        await SettledAsync(Ann);
        await PassAsync(Duration.FromMinutes(10) - Duration.FromSeconds(1));
        await PassUntilAsync(() => _platform.Texts.Count == 3);
        Assert.Equal(["held", "held", "after"], _platform.Texts);
        await EmptyAsync();
    }

    [Fact]
    public async Task When_an_address_refuses_its_other_messages_are_dropped_but_its_help_is_still_tried()
    {
        _platform.Next(Ann, new SendOutcome.Refused("blocked"));
        var rows = await CommitOnlyAsync(Ann, [new Reply("refused"), new Reply("dropped"), new Reply("nudge") { Urgency = Urgency.Nudge }], claimed: true);
        var help = await CommitOnlyAsync(Ann, [new Reply("card") { Urgency = Urgency.Help }], claimed: true);
        _outbox.Offer(rows);
        _outbox.Offer(help);
        await Eventually.True(() => _platform.Texts.Contains("card"), "help is tried");
        await EmptyAsync();
        Assert.DoesNotContain("dropped", _platform.Texts);
        await CommitAsync(Ann, new Reply("it wrote again"));
        await Eventually.Equal("it wrote again", () => _platform.Texts[^1]);
    }

    [Fact]
    public async Task What_the_platform_does_not_understand_is_dropped_and_the_next_goes_on()
    {
        _platform.Next(Ann, new SendOutcome.Invalid("bad"));
        await CommitAsync(Ann, new Reply("bad"), new Reply("good"));
        await Eventually.Equal(2, () => _platform.Texts.Count);
        await EmptyAsync();
    }

    [Fact]
    public async Task Edits_retirements_and_removals_name_the_messages_that_were_sent()
    {
        await CommitAsync(Ann, new Reply("question") { Key = "q1" }, new Reply("other"));
        await CommitAsync(Ann, new ReplyEdit("q1", "changed", []), new ReplyRetirement("q1", "A"), new ReplyRetirement("q9", null));
        await EmptyAsync();
        await CommitAsync(Ann, new ReplyRemoval([]));
        await EmptyAsync();
        await CommitAsync(Ann, new ReplyRemoval([]));
        await Eventually.Equal(7, () => _platform.Deliveries.Count);
        Assert.Equal(["m1", "m1", "", "m1 m2", ""], _platform.Deliveries.Skip(2).Select(delivery => string.Join(' ', delivery.Target.Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task When_everything_is_to_go_what_was_not_sent_yet_is_not_sent_only_to_be_deleted()
    {
        var gate = new TaskCompletionSource();
        _platform.Next(Ann, async delivery =>
        {
            await gate.Task;
            return _platform.Sent(delivery);
        });
        await CommitAsync(Ann, new Reply("under way"), new Reply("never sent"));
        await CommitAsync(Ann, new ReplyRemoval([]) { Urgency = Urgency.Help }, new Reply("tidy"));
        gate.SetResult();
        await Eventually.Equal(3, () => _platform.Deliveries.Count);
        Assert.Equal(["under way", "tidy"], _platform.Texts);
        Assert.Equal(["m1"], _platform.Deliveries[1].Target);
        await EmptyAsync();
    }

    [Fact]
    public async Task A_message_that_arrives_while_its_address_is_forgotten_is_removed_with_the_others()
    {
        var gate = new TaskCompletionSource();
        await CommitAsync(Ann, new Reply("earlier"));
        await Eventually.Equal(1, () => _platform.Deliveries.Count);
        await EmptyAsync();
        _platform.Next(Ann, async delivery =>
        {
            await gate.Task;
            return _platform.Sent(delivery);
        });
        await CommitAsync(Ann, new Reply("under way"));
        await Eventually.Equal(2, () => _platform.Deliveries.Count);
        var basis = await _storage.Turns.LoadAsync(Ann, "forget", Token);
        var result = await _storage.Turns.CommitAsync(
            new TurnCommit(basis, "forget", _clock.Now) { Forget = true, Outbox = [new OutboxDraft(new ReplyRemoval([]), Claimed: true), new OutboxDraft(new Reply("It is gone."), Claimed: true)] }, Token);
        _outbox.Offer(result.Outbox);
        gate.SetResult();
        await Eventually.Equal(4, () => _platform.Deliveries.Count);
        Assert.Equal(["m1", "m2"], _platform.Deliveries[2].Target);
        Assert.Equal("It is gone.", _platform.Texts[^1]);
        await EmptyAsync();
        Assert.False(await _storage.Archive.ForgetAsync(Ann, Token));
    }

    [Fact]
    public async Task A_restart_sends_what_was_left_marks_what_was_claimed_as_in_doubt_and_drops_claimed_nudges()
    {
        await CommitOnlyAsync(Ann, [new Reply("claimed"), new Reply("claimed nudge") { Urgency = Urgency.Nudge }], claimed: true);
        await CommitOnlyAsync(Ann, [new Reply("queued"), new Reply("queued nudge") { Urgency = Urgency.Nudge }], claimed: false);
        await using var restarted = Sender(_storage);
        Assert.False(restarted.HasRoomFor(Ann, 1));
        await restarted.CatchUpAsync(Token);
        await Eventually.Equal(3, () => _platform.Texts.Count);
        Assert.Equal(["claimed", "queued", "queued nudge"], _platform.Texts);
        Assert.Equal([true, false, false], _platform.Deliveries.Select(delivery => delivery.InDoubt));
        await EmptyAsync();
        Assert.True(restarted.HasRoomFor(Ann, 1));
        await restarted.StopAsync(Token);
    }

    [Fact]
    public async Task An_orderly_end_leaves_nothing_in_doubt_that_was_never_tried()
    {
        _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromMinutes(1), RetryScope.Address));
        await CommitAsync(Ann, new Reply("1"), new Reply("2"));
        await Eventually.Equal(1, () => _platform.Deliveries.Count);
        await _outbox.StopAsync(Token);
        await _storage.Outbox.RecoverAsync(_clock.Now, Token);
        Assert.All(await _storage.Outbox.ReadAsync(0, 10, Token), row => Assert.Equal(OutboxState.Queued, row.State));
        Assert.False(_outbox.HasRoomFor(Ann, 1));
    }

    [Fact]
    public async Task More_than_fits_into_memory_waits_in_the_database_and_none_is_missed()
    {
        // Many Addresses, so that the messages share commits; Ann is the last, beyond the first reading.
        const int Count = OutboxPolicy.ReadBatch + 50;
        for (var i = 0; i < 25; i++)
        {
            await CommitOnlyAsync(Address.Of("local", $"p{i}"), Enumerable.Range(0, Count / 25).Select(j => new Reply($"{i}/{j}")), claimed: false);
        }

        await CommitOnlyAsync(Ann, [new Reply("first"), new Reply("second")], claimed: false);
        await using var restarted = Sender(_storage);
        var catching = restarted.CatchUpAsync(Token);
        var offered = await CommitOnlyAsync(Ann, [new Reply("last")], claimed: restarted.HasRoomFor(Ann, 1));
        restarted.Offer(offered);
        await catching;
        await restarted.CatchUpAsync(Token);
        await Eventually.Equal(Count + 3, () => _platform.Texts.Count);
        Assert.Equal(Count + 3, _platform.Texts.Distinct().Count());
        Assert.Equal(["first", "second", "last"], _platform.Deliveries.Where(delivery => delivery.Address == Ann).Select(delivery => ((Reply)delivery.Outgoing).Text));
        await restarted.StopAsync(Token);
    }

    [Fact]
    public async Task Help_goes_on_from_memory_while_the_database_is_dead()
    {
        var rows = await CommitOnlyAsync(Ann, [new Reply("fresh"), new Reply("card") { Urgency = Urgency.Help }], claimed: true);
        var queued = await CommitOnlyAsync(Ben, [new Reply("queued card") { Urgency = Urgency.Help }, new Reply("queued nudge") { Urgency = Urgency.Nudge }], claimed: false);
        _storage.Database.Dispose();
        _outbox.Offer(rows);
        _outbox.Offer(queued);
        await Eventually.Equal(3, () => _platform.Texts.Count);
        Assert.Equivalent(new[] { "card", "fresh", "queued card" }, _platform.Texts);
        _outbox.OfferUnstored(Ann, "0123456789", new Reply("straight") { Urgency = Urgency.Help });
        await Eventually.Equal("straight", () => _platform.Texts[^1]);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _outbox.CatchUpAsync(Token));

        // So that the end of this test is an orderly one.
        _outbox = Sender(_storage);
    }

    [Fact]
    public async Task The_platforms_pace_is_asked_before_each_message_and_obeyed_and_what_waits_for_it_is_not_claimed()
    {
        var free = new Dictionary<Address, Instant>();
        _platform.Pacing = address =>
        {
            lock (free)
            {
                if (free.TryGetValue(address, out var from) && from > _clock.Now)
                {
                    return from - _clock.Now;
                }

                free[address] = _clock.Now + Duration.FromSeconds(1);
                return Duration.Zero;
            }
        };

        _outbox.Offer(await CommitOnlyAsync(Ann, [new Reply("1"), new Reply("2") { Urgency = Urgency.Nudge }, new Reply("3") { Urgency = Urgency.Nudge }], claimed: false));
        _outbox.Offer(await CommitOnlyAsync(Ben, [new Reply("Ben")], claimed: true));
        await Eventually.Equal(2, () => _platform.Texts.Count);
        Assert.All(await _storage.Outbox.ReadAsync(0, 10, Token), row => Assert.Equal(OutboxState.Queued, row.State));
        await PassUntilAsync(() => _platform.Texts.Count == 4);
        Assert.True(_clock.Now - ManualClock.Start >= Duration.FromSeconds(2));
    }

    private OutboxSender Sender(SqliteUnderTest storage, OutboxSettings? settings = null) =>
        new(storage.Outbox, [_platform], _clock, _clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, settings ?? new OutboxSettings { Chance = () => 1 });

    private async Task CommitAsync(Address address, params Outgoing[] outgoing) =>
        _outbox.Offer(await CommitOnlyAsync(address, outgoing, claimed: _outbox.HasRoomFor(address, outgoing.Length)));

    private async Task<System.Collections.Immutable.ImmutableArray<OutboxRow>> CommitOnlyAsync(Address address, IEnumerable<Outgoing> outgoing, bool claimed)
    {
        var inputId = $"i{_inputs++}";
        var basis = await _storage.Turns.LoadAsync(address, inputId, Token);
        var result = await _storage.Turns.CommitAsync(
            new TurnCommit(basis, inputId, _clock.Now) { State = "s"u8.ToArray(), Outbox = [.. outgoing.Select(one => new OutboxDraft(one, claimed))] }, Token);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        return result.Outbox;
    }

    /// <summary>Waits until the database knows that the first row of an Address will be tried again.</summary>
    private Task SettledAsync(Address address) => Eventually.TrueAsync(
        async () => (await _storage.Outbox.ReadAsync(0, 100, Token)).Any(row => row.Address == address && row.NotBefore is not null), "the row is returned");

    private Task EmptyAsync() => Eventually.TrueAsync(
        async () => await _storage.Database.ReadAsync(connection => Dapper.SqlMapper.ExecuteScalar<long>(connection, "SELECT count(*) FROM outbox"), Token) == 0,
        "the outbox is empty");

    /// <summary>A step of the clock, after which nothing may have come of it. Whoever waits for something lets time go on until it is there: where a timer is being set, a single step may be lost on it.</summary>
    private async Task PassAsync(Duration span)
    {
        _clock.Advance(span);
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
        }
    }

    private Task PassUntilAsync(Func<bool> done) => Eventually.True(
        () =>
        {
            if (!done())
            {
                _clock.Advance(Duration.FromMilliseconds(50));
            }

            return done();
        },
        "the clock brings it about");
}
