using System.Text;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Storage;

/// <summary>Whoever has the files without the key cannot see who was shown help.</summary>
public sealed class HelpInClearTests
{
    private static readonly Address Ann = Address.Parse("local:ann");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_file_holds_the_name_of_a_help_message_whatever_becomes_of_it()
    {
        await using var bot = new BotUnderTest();
        await bot.StartAsync();
        await SayAsync(bot, "1", BotUnderTest.Danger);
        await SayAsync(bot, "2", BotUnderTest.Danger);
        var shown = bot.Platform.Deliveries.Select(delivery => (delivery.Outgoing as Reply)?.Key).ToHashSet();
        Assert.Superset(new HashSet<string?> { CardWriter.KeyOf(1), CardWriter.KeyOf(2) }, shown);
        AssertUnnamed(bot.Storage);

        await TakeAsync(bot, new OptionInput("3", Ann, ["!care/hide/1/1"]));
        Assert.Contains(bot.Platform.Deliveries, delivery => delivery.Outgoing is ReplyRemoval { Keys.IsEmpty: false } && delivery.Target.Count > 0);
        AssertUnnamed(bot.Storage);

        await SayAsync(bot, "4", BotUnderTest.Danger);
        await ChooseTidyWordAsync(bot.Storage, "blue curtain");
        await SayAsync(bot, "5", "blue curtain");
        Assert.Contains(bot.Platform.Deliveries, delivery => delivery.Outgoing is ReplyRemoval { Keys.IsEmpty: true } && delivery.Target.Count > 0);
        AssertUnnamed(bot.Storage);

        await bot.Storage.Housekeeping.PruneAsync(bot.Clock.GetCurrentInstant(), Token);
        AssertUnnamed(bot.Storage);
    }

    [Fact]
    public async Task Help_that_waits_looks_like_any_other_message_that_waits()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var basis = await storage.Turns.LoadAsync(Ann, "1", Token);
        var commit = new TurnCommit(basis, "1", ManualClock.Start) { State = "s"u8.ToArray(), Outbox = [.. Enum.GetValues<Urgency>().Select(urgency => new OutboxDraft(new Reply("x") { Urgency = urgency }))] };
        await storage.Turns.CommitAsync(commit, Token);

        var clear = await storage.Database.ReadAsync(
            connection => Dapper.SqlMapper.Query<(long, long, long, long)>(connection, "SELECT urgency, last_word, state, attempts FROM outbox ORDER BY seq").ToList(), Token);
        Assert.Equal(3, clear.Count);
        Assert.Equal(clear[(int)Urgency.Reply], clear[(int)Urgency.Help]);
        Assert.Equal([Urgency.Help, Urgency.Reply, Urgency.Nudge], (await storage.Outbox.ReadAsync(0, 10, Token)).Select(row => row.Outgoing.Urgency));
    }

    [Fact]
    public async Task The_same_key_looks_different_for_each_person()
    {
        await using var storage = SqliteUnderTest.Fresh();
        foreach (var person in (Address[])[Ann, Address.Parse("local:ben")])
        {
            var basis = await storage.Turns.LoadAsync(person, $"{person}", Token);
            var row = (await storage.Turns.CommitAsync(
                new TurnCommit(basis, $"{person}", ManualClock.Start) { State = "s"u8.ToArray(), Outbox = [new OutboxDraft(new Reply("x") { Key = "q1" })] }, Token)).Outbox[0];
            await storage.Outbox.SentAsync(row, "q1", [$"m-{person.Local}"], [], ManualClock.Start, Token);
        }

        var tags = await storage.Database.ReadAsync(connection => Dapper.SqlMapper.Query<byte[]>(connection, "SELECT reply_tag FROM sent_message").ToList(), Token);
        Assert.Equal(2, tags.Distinct(ByteArrays.Comparer).Count());
    }

    private static async Task ChooseTidyWordAsync(SqliteUnderTest storage, string word)
    {
        var basis = await storage.Turns.LoadAsync(Ann, "word", Token);
        var person = ConversationJson.Read(basis.State.Span);
        person = person with { Preferences = person.Preferences with { TidyWord = word } };
        await storage.Turns.CommitAsync(new TurnCommit(basis, "word", ManualClock.Start) { State = ConversationJson.Write(person) }, Token);
    }

    private static Task SayAsync(BotUnderTest bot, string id, string text) => TakeAsync(bot, new TextInput(id, Ann, text));

    private static async Task TakeAsync(BotUnderTest bot, Input input)
    {
        Assert.Equal(Acceptance.Taken, await bot.Dispatcher.AcceptAsync(input, Token));
        await bot.AllSentAsync();
    }

    /// <summary>The log is looked into as well: it holds every page that was written since it was last emptied.</summary>
    private static void AssertUnnamed(SqliteUnderTest storage)
    {
        var files = KeptFiles.In(Path.GetDirectoryName(storage.Options.DatabasePath)!).ToList();
        Assert.Contains(files, file => file.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Ann.Value)) >= 0);
        for (var number = 1; number < 10; number++)
        {
            var name = Encoding.UTF8.GetBytes(CardWriter.KeyOf(number));
            Assert.DoesNotContain(files, file => file.Bytes.AsSpan().IndexOf(name) >= 0);
        }
    }
}
