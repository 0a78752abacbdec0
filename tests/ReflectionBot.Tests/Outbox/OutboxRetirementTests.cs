using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

/// <summary>Buttons that went away are taken down with the message that follows them: to take them away twice changes nothing.</summary>
public sealed class OutboxRetirementTests : IAsyncLifetime
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Outgoing[] Answered = [new ReplyRetirement("q1", "Yes"), new Reply("Next")];

    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();
    private readonly ManualClock _clock = new();
    private readonly ScriptedSender _platform = new();
    private readonly TaskCompletionSource<SendOutcome> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OutboxSender _outbox = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _outbox = Sender();
        await _outbox.CatchUpAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task They_are_taken_down_with_the_message_that_follows()
    {
        await BeginAsync();
        Assert.Equal(2, await StoredAsync());
        _next.SetResult(new SendOutcome.Sent(["m1"]));
        await Eventually.TrueAsync(async () => await StoredAsync() == 0, "both are taken down");
        await _outbox.StopAsync(Token);
    }

    [Fact]
    public async Task With_nothing_behind_them_they_are_taken_down_at_once()
    {
        await OfferAsync(new ReplyRetirement("q1", "Yes"));
        await Eventually.TrueAsync(async () => _platform.Deliveries.Count == 1 && await StoredAsync() == 0, "it is taken down");
        await _outbox.StopAsync(Token);
    }

    [Fact]
    public async Task When_the_message_must_wait_they_are_taken_down_all_the_same()
    {
        await HeldBackAsync();
        Assert.Equal(2, await StoredAsync());
        await _outbox.CatchUpAsync(Token);
        Assert.Equal(1, await StoredAsync());
        await _outbox.StopAsync(Token);
    }

    [Fact]
    public async Task An_orderly_end_takes_them_down()
    {
        await HeldBackAsync();
        await _outbox.StopAsync(Token);
        Assert.Equal("Next", ((Reply)Assert.Single(await _storage.Outbox.ReadAsync(0, 10, Token)).Outgoing).Text);
    }

    [Fact]
    public async Task An_end_waits_for_a_database_that_hangs_no_longer_than_it_is_given_and_forgets_nothing()
    {
        await HeldBackAsync();
        using var gate = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var hanging = _storage.Database.MaintainAsync(
            _ =>
            {
                busy.Set();
                gate.Wait(Token);
                return true;
            },
            Token);
        busy.Wait(Token);
        using var patience = new CancellationTokenSource();
        var stopping = _outbox.StopAsync(patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping.WaitAsync(TimeSpan.FromSeconds(30), Token));
        gate.Set();
        await hanging;

        await _outbox.StopAsync(Token);
        Assert.Equal(1, await StoredAsync());
    }

    [Fact]
    public async Task After_a_sudden_end_both_are_in_doubt_and_go_again_in_their_order()
    {
        await BeginAsync();
        _platform.Otherwise = null;
        await using var restarted = Sender();
        await restarted.CatchUpAsync(Token);
        await Eventually.TrueAsync(async () => await StoredAsync() == 0, "both are sent and taken down");
        var again = _platform.Deliveries.Skip(2).ToList();
        Assert.Equal([typeof(ReplyRetirement), typeof(Reply)], again.Select(delivery => delivery.Outgoing.GetType()));
        Assert.All(again, delivery => Assert.True(delivery.InDoubt));
        await restarted.StopAsync(Token);
    }

    private OutboxSender Sender() =>
        new(_storage.Outbox, [_platform], _clock, _clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings { Chance = () => 1 });

    /// <summary>The buttons are gone, and the platform has not answered for the message yet.</summary>
    private async Task BeginAsync()
    {
        _platform.Otherwise = delivery => delivery.Outgoing is Reply ? _next.Task : Task.FromResult(_platform.Sent(delivery));
        await OfferAsync(Answered);
        await Eventually.Equal(2, () => _platform.Deliveries.Count);
    }

    /// <summary>The buttons are gone, and the message must wait.</summary>
    private async Task HeldBackAsync()
    {
        await BeginAsync();
        _next.SetResult(new SendOutcome.RetryAfter(Duration.FromSeconds(30), RetryScope.Address));
        await Eventually.Equal(0, () => _outbox.UnderWay);
    }

    private async Task OfferAsync(params Outgoing[] outgoing)
    {
        var basis = await _storage.Turns.LoadAsync(Ann, "1", Token);
        var result = await _storage.Turns.CommitAsync(
            new TurnCommit(basis, "1", _clock.Now) { State = "s"u8.ToArray(), Outbox = [.. outgoing.Select(one => new OutboxDraft(one, Claimed: true))] }, Token);
        _outbox.Offer(result.Outbox);
    }

    private Task<long> StoredAsync() => _storage.Database.ReadAsync(connection => connection.Number("SELECT count(*) FROM outbox"), Token);
}
