using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class RestLimitsTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();
    private readonly RestLimits _limits;
    private readonly Queue<RestLimits.Lease> _underWay = new();

    public RestLimitsTests() => _limits = new RestLimits(_time);

    [Fact]
    public void A_route_that_is_not_known_yet_goes_one_at_a_time()
    {
        var route = Route.Typing("1");

        Assert.Equal(TimeSpan.Zero, Take(route));
        Assert.Equal(RestLimits.WhileUnknown, Take(route));
        Assert.Equal(TimeSpan.Zero, Take(Route.Typing("2")));
        Ended(route, null);
        Assert.Equal(TimeSpan.Zero, Take(route));
    }

    [Fact]
    public void What_is_left_is_used_up_and_then_the_reset_is_waited_for()
    {
        var route = Route.Messages(HttpMethod.Post, "1");
        Done(route, new BucketHeaders("b", 3, 2, 5 * _second));

        Assert.Equal(TimeSpan.Zero, Take(route));
        Assert.Equal(TimeSpan.Zero, Take(route));
        Assert.Equal(5 * _second, Take(route));
        _time.Pass(2 * _second);
        Assert.Equal(3 * _second, Take(route));
        _time.Pass(3 * _second);

        // Two are still under way: of the new window's three one is left.
        Assert.Equal(TimeSpan.Zero, Take(route));
        Assert.Equal(RestLimits.WhileUnknown, Take(route));
    }

    [Fact]
    public void A_limit_is_known_for_every_channel_once_it_is_known_for_one()
    {
        Done(Route.Messages(HttpMethod.Post, "1"), new BucketHeaders("b", 2, 0, 5 * _second));
        var other = Route.Messages(HttpMethod.Post, "2");

        Assert.Equal(TimeSpan.Zero, Take(other));
        Assert.Equal(TimeSpan.Zero, Take(other));
        Assert.NotEqual(TimeSpan.Zero, Take(other));
        Assert.Equal(5 * _second, Take(Route.Messages(HttpMethod.Post, "1")));
    }

    [Fact]
    public void Calls_that_went_before_their_bucket_was_known_do_not_give_more_room()
    {
        var (one, other) = (Route.Messages(HttpMethod.Post, "1"), Route.Messages(HttpMethod.Post, "2"));
        Assert.Equal(TimeSpan.Zero, Take(one));
        Assert.Equal(TimeSpan.Zero, Take(other));
        Ended(one, new BucketHeaders("b", 2, 1, 5 * _second));
        Ended(other, new BucketHeaders("b", 2, 1, 5 * _second));

        Assert.Equal(TimeSpan.Zero, Take(other));
        Assert.Equal(5 * _second, Take(other));
    }

    [Fact]
    public void Routes_of_one_bucket_are_counted_together()
    {
        Done(Route.Message(HttpMethod.Patch, "1", "7"), new BucketHeaders("shared", 5, 4, 5 * _second));
        Done(Route.Messages(HttpMethod.Post, "1"), new BucketHeaders("shared", 5, 0, 5 * _second));

        Assert.Equal(5 * _second, Take(Route.Message(HttpMethod.Patch, "1", "8")));
    }

    [Fact]
    public void A_bucket_that_changes_and_comes_back_has_all_its_room()
    {
        var route = Route.Messages(HttpMethod.Post, "1");
        var (a, b) = (new BucketHeaders("a", 2, 0, _second), new BucketHeaders("b", 2, 0, _second));
        Done(route, a with { Remaining = 2 });
        Take(route);
        Take(route);
        Ended(route, b);
        Ended(route, a);
        _time.Pass(_second);

        Assert.Equal(TimeSpan.Zero, Take(route));
        Assert.Equal(TimeSpan.Zero, Take(route));
    }

    [Fact]
    public void The_wall_clock_does_not_matter()
    {
        var route = Route.Typing("1");
        Done(route, new BucketHeaders("b", 1, 0, 5 * _second));
        _time.SetWall(TimeSpan.FromHours(3));

        Assert.Equal(5 * _second, Take(route));
    }

    [Fact]
    public void Within_a_second_help_has_more_room_than_replies_and_replies_more_than_nudges()
    {
        Assert.Equal(30, Fill(Urgency.Nudge, 0));
        Assert.Equal(15, Fill(Urgency.Reply, 100));
        Assert.Equal(5, Fill(Urgency.Help, 200));
        Assert.Equal(TimeSpan.Zero, Take(Route.Callback(new InteractionKey("1", "2", "3")), Urgency.Reply));

        _time.Pass(RestLimits.GlobalWindow);
        Assert.Equal(30, Fill(Urgency.Nudge, 300));
    }

    [Fact]
    public void Never_more_than_fifty_in_any_second()
    {
        var sent = new List<double>();
        var dice = new Random(7);
        var now = 0.0;
        for (var i = 0; i < 2000; i++)
        {
            var step = dice.NextDouble() * 0.03;
            _time.Pass(TimeSpan.FromSeconds(step));
            now += step;
            if (Take(Route.Typing($"{i}")) == TimeSpan.Zero)
            {
                sent.Add(now);
            }
        }

        Assert.All(sent, at => Assert.True(sent.Count(other => other >= at && other < at + 1) <= RestLimits.GlobalLimit));
    }

    [Fact]
    public void A_global_429_stops_all_but_interactions()
    {
        _limits.Flooded(Route.Typing("1"), everywhere: true, 2 * _second);

        Assert.Equal(2 * _second, Take(Route.Typing("2")));
        Assert.Equal(TimeSpan.Zero, Take(Route.Callback(new InteractionKey("1", "2", "3"))));
    }

    [Fact]
    public void What_is_over_is_forgotten()
    {
        for (var i = 0; i < 50_000; i++)
        {
            var route = Route.Callback(new InteractionKey("1", $"{i}", "t"));
            Take(route);
            Ended(route, new BucketHeaders("b", 5, 4, _second));
            _time.Pass(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(_limits.Remembered, 1, 9000);
    }

    private TimeSpan Take(Route route, Urgency urgency = Urgency.Help)
    {
        var wait = _limits.Take(route, urgency, out var lease);
        if (wait == TimeSpan.Zero)
        {
            _underWay.Enqueue(lease);
        }

        return wait;
    }

    /// <summary>The oldest call under way is answered.</summary>
    private void Ended(Route route, BucketHeaders? headers) => _limits.Ended(route, _underWay.Dequeue(), headers);

    private void Done(Route route, BucketHeaders headers)
    {
        Assert.Equal(TimeSpan.Zero, Take(route));
        Ended(route, headers);
    }

    private int Fill(Urgency urgency, int from)
    {
        var count = 0;
        while (Take(Route.Typing($"{from + count}"), urgency) == TimeSpan.Zero)
        {
            count++;
        }

        return count;
    }
}
