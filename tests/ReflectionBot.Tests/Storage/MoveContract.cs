using System.Text;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Tests.Storage;

/// <summary>What every database must do when a chat lives on under another Address.</summary>
public abstract class MoveContract : OutboxStoreContract
{
    private static readonly Address Old = Address.Parse("telegram:-5");
    private static readonly Address New = Address.Parse("telegram:-1005");

    [Fact]
    public async Task Everything_of_a_chat_moves_to_its_new_address()
    {
        await using var storage = Fresh();
        var committed = await CommitAsync(
            storage, Old, "1", State(Old, "es"), [new Reply("waits") { Key = "q1" }, new ReplyRetirement("q1", "A"), new Reply("was sent")], [Entry("e1", "kept"), Entry("e2", "kept too")], claimed: true);
        await storage.Outbox.SentAsync(committed.Outbox[2], null, ["m1"], [], Now, Token);

        Assert.True(await storage.Outbox.MoveAsync(Old, New, Token));

        await using var restarted = storage.Another();
        await restarted.Outbox.RecoverAsync(Now, Token);
        var conversation = ConversationJson.Read((await restarted.Turns.LoadAsync(New, "peek", Token)).State.Span);
        Assert.Equal((New, "es"), (conversation.Address, conversation.Language));
        Assert.Equal(["kept", "kept too"], (await restarted.Archive.EntriesAsync(New, Token)).Select(entry => Encoding.UTF8.GetString(entry.Body.Span)));
        var rows = await restarted.Outbox.ReadAsync(0, 10, Token);
        Assert.Equal(committed.Outbox.Take(2).Select(row => (row.Id, New)), rows.Select(row => (row.Id, row.Address)));
        Assert.Equal("waits", ((Reply)rows[0].Outgoing).Text);
        Assert.Empty(await restarted.Outbox.TargetsAsync(New, [], Token));
        Assert.Null(await restarted.Archive.ReadAsync(Old, Token));
        Assert.False(await restarted.Archive.ForgetAsync(Old, Token));
    }

    [Fact]
    public async Task Moving_twice_or_from_nowhere_changes_nothing()
    {
        await using var storage = Fresh();
        Assert.False(await storage.Outbox.MoveAsync(Old, New, Token));
        await CommitAsync(storage, Old, "1", State(Old));
        Assert.False(await storage.Outbox.MoveAsync(Old, Old, Token));
        Assert.True(await storage.Outbox.MoveAsync(Old, New, Token));
        Assert.False(await storage.Outbox.MoveAsync(Old, New, Token));
        Assert.NotNull(await storage.Archive.ReadAsync(New, Token));
    }

    [Fact]
    public async Task A_conversation_that_has_just_begun_at_the_new_address_gives_way_and_keeps_what_it_was_to_say()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Old, "1", State(Old, "es"), [new Reply("of the old")], [Entry("e1", "old")]);
        await CommitAsync(storage, New, "2", State(New, "en"), [new Reply("of the new")], [Entry("e1", "new"), Entry("e9", "new")]);

        Assert.True(await storage.Outbox.MoveAsync(Old, New, Token));

        Assert.Equal("es", ConversationJson.Read((await storage.Turns.LoadAsync(New, "peek", Token)).State.Span).Language);
        Assert.Equal(["of the old", "of the new"], Texts(await storage.Outbox.ReadAsync(0, 10, Token)));
        Assert.Equal(["e1 old", "e9 new"], (await storage.Archive.EntriesAsync(New, Token)).Select(entry => $"{entry.Id} {Encoding.UTF8.GetString(entry.Body.Span)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_turn_under_way_at_either_address_is_in_conflict_with_the_move()
    {
        await using var storage = Fresh();
        await CommitAsync(storage, Old, "1", State(Old));
        await CommitAsync(storage, New, "2", State(New));
        var atOld = await storage.Turns.LoadAsync(Old, "3", Token);
        var atNew = await storage.Turns.LoadAsync(New, "4", Token);

        await storage.Outbox.MoveAsync(Old, New, Token);

        Assert.Equal(CommitOutcome.Conflict, (await storage.Turns.CommitAsync(Turn(atOld, "3", "late", new Reply("x")), Token)).Outcome);
        Assert.Equal(CommitOutcome.Conflict, (await storage.Turns.CommitAsync(Turn(atNew, "4", "late", new Reply("x")), Token)).Outcome);
        Assert.Empty(await storage.Outbox.ReadAsync(0, 10, Token));
        Assert.False((await storage.Turns.LoadAsync(New, "4", Token)).InputSeen);
    }

    private static string State(Address address, string language = "en") => Encoding.UTF8.GetString(ConversationJson.Write(new Conversation(address) { Language = language }));
}
