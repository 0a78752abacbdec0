using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Extensions;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Outbox;

/// <summary>What waits goes when its time has passed, whatever the wall clock says, and help does not wait for the failures of others.</summary>
public sealed class OutboxWaitTests : IAsyncLifetime
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();
    private readonly ManualTime _time = new();
    private readonly ScriptedSender _platform = new();
    private OutboxSender _outbox = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _outbox = new OutboxSender(
            _storage.Outbox, [_platform], new WallClock(_time), _time, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings { Chance = () => 1 });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _outbox.StopAsync(patience.Token);
        await _outbox.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Theory]
    [InlineData(RetryScope.Kind)]
    [InlineData(RetryScope.Address)]
    [InlineData(RetryScope.Platform)]
    public async Task A_wall_clock_that_is_set_back_holds_nothing_up(RetryScope scope)
    {
        await _outbox.CatchUpAsync(Token);
        _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromSeconds(5), scope));
        _outbox.OfferUnstored(Ann, "reply", new Reply("reply"));
        await Eventually.True(() => _time.IsDueIn(TimeSpan.FromSeconds(5) + TimeSpan.FromMilliseconds(1)), "the wait is known");
        _time.SetWall(TimeSpan.FromHours(-2));
        _outbox.OfferUnstored(Ann, "card", new Reply("card") { Urgency = Urgency.Help });
        await PassUntilAsync(TimeSpan.FromSeconds(6), () => _platform.Texts.Count == 3);
        Assert.Equal(["reply", "card", "reply"], _platform.Texts);
    }

    [Fact]
    public async Task What_a_clock_ahead_of_ours_wrote_down_waits_no_longer_than_after_a_failure()
    {
        var wall = _time.GetUtcNow().ToInstant();
        var basis = await _storage.Turns.LoadAsync(Ann, "1", Token);
        var committed = await _storage.Turns.CommitAsync(new TurnCommit(basis, "1", wall) { State = "s"u8.ToArray(), Outbox = [new OutboxDraft(new Reply("late"))] }, Token);
        await _storage.Outbox.ReturnAsync(committed.Outbox[0] with { Attempts = 1, NotBefore = wall + Duration.FromDays(365) }, Token);
        await _outbox.CatchUpAsync(Token);
        Assert.Empty(_platform.Texts);
        await PassUntilAsync(OutboxPolicy.LongestWait.ToTimeSpan() + Step, () => _platform.Texts.Count == 1);
    }

    [Fact]
    public async Task A_card_does_not_wait_for_the_failure_of_what_was_on_its_way_when_it_came()
    {
        var arrived = new TaskCompletionSource<SendOutcome>();
        await _outbox.CatchUpAsync(Token);
        _platform.Next(Ann, _ => arrived.Task);
        _outbox.OfferUnstored(Ann, "reply", new Reply("reply"));
        await Eventually.Equal(1, () => _platform.Texts.Count);
        _outbox.OfferUnstored(Ann, "card", new Reply("card") { Urgency = Urgency.Help });
        arrived.SetResult(new SendOutcome.Doubtful("broken"));
        await Eventually.Equal(2, () => _platform.Texts.Count);
        Assert.Equal("card", _platform.Texts[1]);
        await PassUntilAsync(OutboxPolicy.FirstWait.ToTimeSpan() + Step, () => _platform.Texts.Count == 3);
        Assert.Equal("reply", _platform.Texts[2]);
    }

    [Fact]
    public async Task A_card_does_not_wait_for_a_limit_on_calls_of_another_kind_and_the_others_do()
    {
        await _outbox.CatchUpAsync(Token);
        _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromSeconds(30), RetryScope.Kind));
        _outbox.OfferUnstored(Ann, "edit", new ReplyEdit("q1", "changed", []));
        await Eventually.True(() => _time.IsDueIn(TimeSpan.FromSeconds(30) + TimeSpan.FromMilliseconds(1)), "the wait is known");
        _outbox.OfferUnstored(Ann, "card", new Reply("card") { Urgency = Urgency.Help });
        await Eventually.Equal("card", () => string.Join(' ', _platform.Texts));
        _outbox.OfferUnstored(Ann, "reply", new Reply("reply"));
        _time.Pass(TimeSpan.FromSeconds(29));
        Assert.Equal(2, _platform.Deliveries.Count);
        await PassUntilAsync(TimeSpan.FromSeconds(2), () => _platform.Deliveries.Count == 4);
        Assert.Equal(["card", "reply"], _platform.Texts);
    }

    [Fact]
    public async Task A_card_the_platform_does_not_understand_is_tried_once_more_as_words_alone()
    {
        await _outbox.CatchUpAsync(Token);
        _platform.Next(Ann, new SendOutcome.Invalid("bad")).Next(Ann, new SendOutcome.Invalid("bad"));
        _outbox.OfferUnstored(Ann, "card", new Reply("card") { Urgency = Urgency.Help, Kind = ReplyKind.Card, Options = [new Option("a", "A")], Protect = true });
        _outbox.OfferUnstored(Ann, "reply", new Reply("reply"));
        await Eventually.Equal("card card reply", () => string.Join(' ', _platform.Texts));
        var bare = Assert.IsType<Reply>(_platform.Deliveries[1].Outgoing);
        Assert.Equal((ReplyKind.Card, 0, false), (bare.Kind, bare.Options.Length, bare.Protect));
    }

    [Fact]
    public async Task Where_only_one_way_is_shut_what_waits_for_the_address_may_go_another()
    {
        await _outbox.CatchUpAsync(Token);
        var refused = new TaskCompletionSource<SendOutcome>();
        _platform.Next(Ann, _ => refused.Task);
        _outbox.OfferUnstored(Ann, "nudge", new Reply("nudge") { Urgency = Urgency.Nudge });
        await Eventually.Equal(1, () => _platform.Texts.Count);
        _outbox.OfferUnstored(Ann, "answer", new Reply("answer"));
        refused.SetResult(new SendOutcome.Refused("closed") { OthersMayArrive = true });
        await Eventually.Equal("nudge answer", () => string.Join(' ', _platform.Texts));
    }

    /// <summary>Lets time pass in small steps until it is so, and no longer than that.</summary>
    private async Task PassUntilAsync(TimeSpan longest, Func<bool> done)
    {
        for (var passed = TimeSpan.Zero; passed < longest && !done(); passed += Step)
        {
            _time.Pass(Step);
            await Task.Yield();
        }

        await Eventually.True(done, "it came in time");
    }

    private sealed class WallClock(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => time.GetUtcNow().ToInstant();
    }
}
