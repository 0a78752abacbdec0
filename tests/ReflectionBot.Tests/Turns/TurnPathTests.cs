using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;

namespace ReflectionBot.Tests.Turns;

public sealed class TurnPathTests
{
    private static readonly Address Ann = Address.Parse("local:ann");

    [Fact]
    public async Task An_input_is_answered_and_the_conversation_goes_on_after_a_restart()
    {
        await using var storage = ReflectionBot.Tests.Storage.SqliteUnderTest.Fresh();
        var bot = new BotUnderTest(storage);
        await bot.StartAsync();
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("1", Ann, "hello"));
        await Eventually.True(() => bot.Platform.Deliveries.Count > 0, "the bot answers");

        var again = new BotUnderTest((Storage.SqliteUnderTest)storage.Another());
        await again.StartAsync();
        Assert.Equal(Acceptance.Duplicate, await again.SayAsync("1", Ann, "hello"));
        Assert.Equal(Acceptance.Taken, await again.SayAsync("2", Ann, "about"));
        await Eventually.True(() => again.Platform.Texts.Count > 0, "the bot answers");
        var stored = await storage.Turns.LoadAsync(Ann, "peek", TestContext.Current.CancellationToken);
        Assert.Equal(2, stored.Version);
        Assert.True(ConversationJson.Read(stored.State.Span).LastQuestion > 0);
    }
}
