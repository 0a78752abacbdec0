using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Outbox;

public sealed class PlatformQueueTests
{
    private static readonly Instant Now = ManualClock.Start;
    private readonly PlatformQueue _queue = new(static (_, _) => Duration.Zero);
    private int _seq;

    [Fact]
    public void Help_goes_before_replies_and_replies_before_nudges_across_addresses()
    {
        Add("a", Urgency.Nudge);
        Add("b", Urgency.Reply);
        Add("c", Urgency.Help);
        Add("d", Urgency.Reply);
        Assert.Equal(["c", "b", "d", "a"], TakeAll());
    }

    [Fact]
    public void A_popular_minute_leaves_places_for_replies_and_may_be_held_without_them()
    {
        for (var i = 0; i < PlatformQueue.MaxInFlightForNudges + 2; i++)
        {
            Add($"n{i}", Urgency.Nudge);
        }

        for (var i = 0; i < PlatformQueue.MaxInFlightForNudges; i++)
        {
            Assert.True(_queue.TryTake(Now, out _));
        }

        Assert.False(_queue.TryTake(Now, out _));
        Assert.Equal(2, _queue.NudgesWaiting);
        Add("b", Urgency.Reply);
        Assert.True(_queue.TryTake(Now, out var reply));
        Assert.Equal("local:b", reply.Address.Value);

        _queue.HoldNudges(Now + Duration.FromSeconds(1));
        _queue.Done(Address.Of("local", "n0"));
        Assert.False(_queue.TryTake(Now, out _));
        Assert.Equal(Now + Duration.FromSeconds(1), _queue.NextDue(Now));
        Assert.True(_queue.TryTake(Now + Duration.FromSeconds(1), out _));
        Assert.False(_queue.TryTake(Now + Duration.FromSeconds(1), out _));
    }

    [Fact]
    public void Help_far_back_pulls_its_address_forward_and_goes_first()
    {
        Add("other", Urgency.Reply);
        Add("a", Urgency.Reply, "1");
        Add("a", Urgency.Reply, "2");
        Add("a", Urgency.Help, "card");
        Assert.True(_queue.TryTake(Now, out var row));
        Assert.Equal("card", ((Reply)row.Outgoing).Text);
    }

    [Fact]
    public void The_next_of_an_address_goes_only_after_the_one_before()
    {
        Add("a", Urgency.Reply, "1");
        Add("a", Urgency.Reply, "2");
        Assert.True(_queue.TryTake(Now, out var first));
        Assert.False(_queue.TryTake(Now, out _));
        _queue.Return(first, Now + Duration.FromSeconds(5), platformSaidSo: false);
        Assert.False(_queue.TryTake(Now + Duration.FromSeconds(4), out _));
        Assert.Equal(Now + Duration.FromSeconds(5), _queue.NextDue(Now));
        Assert.True(_queue.TryTake(Now + Duration.FromSeconds(5), out var again));
        Assert.Same(first, again);
        _queue.Done(again.Address);
        Assert.True(_queue.TryTake(Now + Duration.FromSeconds(5), out var second));
        Assert.Equal("2", ((Reply)second.Outgoing).Text);
    }

    [Fact]
    public void Fresh_help_does_not_wait_for_our_own_patience_but_for_the_platforms()
    {
        Add("a", Urgency.Reply, "1");
        Assert.True(_queue.TryTake(Now, out var row));
        _queue.Return(row, Now + Duration.FromMinutes(5), platformSaidSo: false);
        Add("a", Urgency.Help, "card");
        Assert.True(_queue.TryTake(Now, out var card));
        _queue.Return(card, Now + Duration.FromMinutes(5), platformSaidSo: true);
        Add("a", Urgency.Help, "second card");
        Assert.False(_queue.TryTake(Now, out _));
    }

    [Fact]
    public void A_held_platform_says_when_it_goes_on_and_a_past_hold_is_none()
    {
        Add("a", Urgency.Help);
        _queue.Hold(Now + Duration.FromSeconds(3));
        Assert.False(_queue.TryTake(Now, out _));
        Assert.Equal(Now + Duration.FromSeconds(3), _queue.NextDue(Now));
        Assert.True(_queue.TryTake(Now + Duration.FromSeconds(3), out _));
        Assert.Null(_queue.NextDue(Now + Duration.FromSeconds(3)));
    }

    [Fact]
    public void What_was_taken_out_is_not_sent()
    {
        Add("a", Urgency.Reply, "1");
        Add("a", Urgency.Help, "card");
        Assert.Single(_queue.Remove(Address.Parse("local:a"), row => row.Outgoing.Urgency is not Urgency.Help));
        Assert.Single(TakeAll());
        Assert.Empty(_queue.Waiting());
    }

    private void Add(string name, Urgency urgency, string text = "text") =>
        _queue.Add(new OutboxRow(++_seq, $"{_seq}", Address.Of("local", name), new Reply(text) { Urgency = urgency }));

    private List<string> TakeAll()
    {
        var taken = new List<string>();
        while (_queue.TryTake(Now, out var row))
        {
            taken.Add(row.Address.Local);
            _queue.Done(row.Address);
        }

        return taken;
    }
}
