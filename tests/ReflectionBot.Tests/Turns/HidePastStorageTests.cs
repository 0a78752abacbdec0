using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;

namespace ReflectionBot.Tests.Turns;

/// <summary>A Card that went out past the storage has no number; "Hide this" under it takes it away all the same, and nothing that is no help.</summary>
public sealed class HidePastStorageTests
{
    private const string Hide = "!care/hide/2-1-/0";
    private static readonly Address Ann = Address.Parse("local:ann");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_new_person_the_card_goes_and_all_else_stays()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { LoadFails = true });
        await bot.StartAsync();
        await bot.SayAsync("1", Ann, BotUnderTest.Danger);
        Assert.Equal([$"{BotUnderTest.CardText} en ? Card"], bot.Platform.Texts);
        flaky!.LoadFails = false;
        await bot.SayAsync("2", Ann, "hello");
        await bot.AllSentAsync();

        Assert.Equal(["m1"], await HiddenAsync(bot));
    }

    [Fact]
    public async Task Of_somebody_who_was_helped_before_both_cards_go()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner));
        await bot.StartAsync();
        await bot.SayAsync("1", Ann, BotUnderTest.Danger);
        await bot.AllSentAsync();
        Assert.Single(bot.Platform.Texts);

        flaky!.LoadGate = new();
        var turn = bot.SayAsync("2", Ann, BotUnderTest.Danger).AsTask();
        await Eventually.Equal(2, () => bot.Clock.Due.Count);
        bot.Clock.Advance(Duration.FromMilliseconds(999));
        await Eventually.Equal(2, () => bot.Platform.Texts.Count);
        bot.Clock.Advance(Duration.FromMilliseconds(1001));
        Assert.Equal(Acceptance.Unavailable, await turn);
        flaky.LoadGate = null;

        Assert.Equal(["m1", "m2"], (await HiddenAsync(bot)).Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> HiddenAsync(BotUnderTest bot)
    {
        Assert.Equal(Acceptance.Taken, await bot.Dispatcher.AcceptAsync(new OptionInput("hide", Ann, [Hide]), Token));
        await bot.AllSentAsync();
        var removal = bot.Platform.Deliveries.Single(delivery => delivery.Outgoing is ReplyRemoval);
        Assert.False(((ReplyRemoval)removal.Outgoing).Keys.IsEmpty);
        return removal.Target;
    }
}
