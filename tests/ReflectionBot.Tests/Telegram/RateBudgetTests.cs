using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.Telegram;

public sealed class RateBudgetTests
{
    private readonly ManualTime _time = new();
    private readonly RateBudget _budget;

    public RateBudgetTests() => _budget = new RateBudget(new TelegramRates(), _time);

    [Fact]
    public void A_quiet_chat_may_have_a_burst_and_then_one_a_second()
    {
        Assert.Equal(20, TakeAll(chat: 1, Urgency.Reply));
        Assert.Equal(TimeSpan.FromSeconds(1), _budget.Take(1, Urgency.Reply));

        _time.Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(3, TakeAll(chat: 1, Urgency.Reply));
    }

    [Fact]
    public void One_chat_at_its_limit_does_not_hold_up_another()
    {
        TakeAll(chat: 1, Urgency.Reply);

        Assert.Equal(TimeSpan.Zero, _budget.Take(2, Urgency.Reply));
    }

    [Fact]
    public void Help_has_a_reserve_that_replies_cannot_use_up()
    {
        TakeAll(chat: 1, Urgency.Reply);

        Assert.Equal(5, TakeAll(chat: 1, Urgency.Help));
    }

    [Theory]
    [InlineData(0, 50, 55)]
    [InlineData(100, 55, 60)]
    [InlineData(37, 50, 60)]
    [InlineData(1, 50, 60)]
    public void A_group_never_gets_more_than_twenty_in_any_minute_help_included(int helpInHundred, int least, int most)
    {
        var sent = new List<double>();
        for (var tick = 0; tick < 3000; tick++)
        {
            var isHelp = tick * 7919 % 100 < helpInHundred;
            if (_budget.Take(-5, isHelp ? Urgency.Help : Urgency.Reply) == TimeSpan.Zero)
            {
                sent.Add(tick / 10.0);
            }

            _time.Pass(TimeSpan.FromMilliseconds(100));
        }

        Assert.All(sent, start => Assert.InRange(sent.Count(at => at >= start && at < start + 60), 1, 20));
        Assert.InRange(sent.Count, least, most);
    }

    [Fact]
    public void What_belongs_to_something_that_went_is_counted()
    {
        _budget.Take(-5, Urgency.Reply);
        _budget.Count(-5);

        Assert.Equal(3, TakeAll(chat: -5, Urgency.Reply));
    }

    [Fact]
    public void Nudges_to_many_chats_never_exceed_thirty_in_any_second()
    {
        var sent = new List<double>();
        for (var tick = 0; tick < 5000; tick++)
        {
            if (_budget.Take(1000 + tick, Urgency.Nudge) == TimeSpan.Zero)
            {
                sent.Add(tick / 1000.0);
            }

            _time.Pass(TimeSpan.FromMilliseconds(1));
        }

        Assert.All(sent, start => Assert.InRange(sent.Count(at => at >= start && at < start + 1), 1, 30));
        Assert.InRange(sent.Count, 120, 130);
    }

    [Fact]
    public void Replies_never_wait_for_nudges_and_nudges_wait_for_replies()
    {
        for (var chat = 1; chat <= 500; chat++)
        {
            Assert.Equal(TimeSpan.Zero, _budget.Take(chat, Urgency.Reply));
        }

        Assert.True(_budget.Take(9999, Urgency.Nudge) > TimeSpan.FromMilliseconds(500));
        Assert.Equal(TimeSpan.Zero, _budget.Take(9998, Urgency.Help));
    }

    [Fact]
    public void Nudges_go_on_a_moment_after_the_replies_whatever_their_number()
    {
        for (var chat = 1; chat <= 3000; chat++)
        {
            _budget.Take(chat, Urgency.Reply);
        }

        _time.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, _budget.Take(9999, Urgency.Nudge));
    }

    [Fact]
    public void After_a_429_that_chat_is_quiet_for_exactly_as_long_as_asked_even_for_help()
    {
        Assert.Equal(RetryScope.Address, _budget.Flooded(1, TimeSpan.FromSeconds(7)));

        Assert.Equal(TimeSpan.FromSeconds(7), _budget.Take(1, Urgency.Help));
        Assert.Equal(TimeSpan.Zero, _budget.Take(2, Urgency.Reply));
        _time.Pass(TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.Zero, _budget.Take(1, Urgency.Reply));
    }

    [Fact]
    public void When_several_chats_are_refused_at_once_everything_is_quiet()
    {
        _budget.Flooded(1, TimeSpan.FromSeconds(3));
        _budget.Flooded(2, TimeSpan.FromSeconds(3));

        Assert.Equal(RetryScope.Platform, _budget.Flooded(3, TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(3), _budget.Take(4, Urgency.Reply));
    }

    [Fact]
    public void Refusals_far_apart_stay_the_matter_of_each_chat()
    {
        foreach (var chat in Enumerable.Range(1, 5))
        {
            Assert.Equal(RetryScope.Address, _budget.Flooded(chat, TimeSpan.FromSeconds(1)));
            _time.Pass(TimeSpan.FromSeconds(11));
        }
    }

    [Fact]
    public void The_wall_clock_has_no_say()
    {
        TakeAll(chat: 1, Urgency.Reply);

        _time.SetWall(TimeSpan.FromDays(400));
        Assert.NotEqual(TimeSpan.Zero, _budget.Take(1, Urgency.Reply));
        _time.SetWall(TimeSpan.FromDays(-800));
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, _budget.Take(1, Urgency.Reply));
    }

    [Fact]
    public void Chats_that_fell_quiet_are_not_remembered()
    {
        for (var chat = 1; chat <= 100_000; chat++)
        {
            _budget.Take(chat, Urgency.Reply);
            _time.Pass(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_budget.Remembered, 1, 5000);
    }

    private int TakeAll(long chat, Urgency urgency)
    {
        var taken = 0;
        while (taken < 1000 && _budget.Take(chat, urgency) == TimeSpan.Zero)
        {
            taken++;
        }

        return taken;
    }
}
