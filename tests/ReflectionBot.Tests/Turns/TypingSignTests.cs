using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Turns;

/// <summary>Whoever waits sees that an answer is on its way.</summary>
public sealed class TypingSignTests
{
    private static readonly Address Ann = Address.Parse("local:ann");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_takes_long_shows_the_sign_once_and_its_answer_comes_whatever_becomes_of_the_sign(bool fails)
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { LoadGate = new() });
        bot.Platform.TypingFails = fails;
        await bot.StartAsync();
        var turn = bot.SayAsync("1", Ann, "hello").AsTask();
        await Eventually.Equal(2, () => bot.Clock.Due.Count);
        bot.Clock.Advance(Duration.FromTimeSpan(TypingSign.After) - Duration.FromMilliseconds(1));
        Assert.Empty(bot.Platform.Typing);
        bot.Clock.Advance(Duration.FromMilliseconds(1));
        await Eventually.Equal(1, () => bot.Platform.Typing.Count);
        flaky!.LoadGate!.SetResult();
        Assert.Equal(Acceptance.Taken, await turn);
        await Eventually.True(() => bot.Platform.Texts.Count > 0, "the answer");
        Assert.Equal([Ann], bot.Platform.Typing);
    }

    [Fact]
    public async Task A_turn_that_is_quick_shows_none_and_leaves_no_timer_behind()
    {
        await using var bot = new BotUnderTest();
        await bot.StartAsync();
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("1", Ann, "hello"));
        await Eventually.True(() => bot.Platform.Texts.Count > 0, "the answer");
        await Eventually.Equal(0, () => bot.Clock.Due.Count);
        bot.Clock.Advance(Duration.FromTimeSpan(TypingSign.After));
        Assert.Empty(bot.Platform.Typing);
    }
}
