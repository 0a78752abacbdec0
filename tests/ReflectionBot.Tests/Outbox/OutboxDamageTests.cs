using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

/// <summary>What cannot be read, or cannot be read yet, silences nothing else.</summary>
public sealed class OutboxDamageTests
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Address Ben = Address.Parse("local:ben");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_damaged_row_is_passed_over_and_everything_else_goes_out()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var platform = new ScriptedSender();
        await CommitAsync(storage, Ann, new Reply("damaged"), new Reply("whole"));
        await CommitAsync(storage, Ben, new Reply("Ben's"));
        await storage.Database.WriteAsync(
            connection => new Written<int>(connection.Execute("UPDATE outbox SET body = zeroblob(length(body)) WHERE seq = (SELECT min(seq) FROM outbox)")), Token);

        await using var outbox = Sender(storage, platform);
        await outbox.CatchUpAsync(Token);
        await Eventually.Equal(2, () => platform.Texts.Count);
        Assert.Equivalent(new[] { "whole", "Ben's" }, platform.Texts);
        Assert.True(outbox.HasRoomFor(Ann, 1));
        outbox.Offer(await CommitAsync(storage, Ann, new Reply("card") { Urgency = Urgency.Help }));
        await Eventually.Equal("card", () => platform.Texts[^1]);
        await outbox.StopAsync(Token);
    }

    [Fact]
    public async Task A_whole_batch_of_damaged_rows_hides_none_behind_it()
    {
        await using var storage = SqliteUnderTest.Fresh();
        for (var i = 0; i < 3; i++)
        {
            await CommitAsync(storage, Address.Of("local", $"p{i}"), new Reply("damaged"));
        }

        await CommitAsync(storage, Ann, new Reply("whole"));
        await storage.Database.WriteAsync(connection => new Written<int>(connection.Execute("UPDATE outbox SET body = zeroblob(length(body)) WHERE address <> 'local:ann'")), Token);
        var read = await storage.Outbox.ReadAsync(0, 2, Token);
        Assert.Equal("whole", Assert.IsType<Reply>(Assert.Single(read).Outgoing).Text);
    }

    [Fact]
    public async Task A_card_goes_from_memory_while_older_messages_still_wait_in_the_database()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var platform = new ScriptedSender();
        await CommitAsync(storage, Ben, new Reply("older"));

        // It has not read the database yet.
        await using var outbox = Sender(storage, platform);
        outbox.Offer(await CommitAsync(storage, Ann, new Reply("reply"), new Reply("card") { Urgency = Urgency.Help }));
        await Eventually.Equal("card", () => string.Join(' ', platform.Texts));
        await outbox.CatchUpAsync(Token);
        await Eventually.Equal(3, () => platform.Texts.Count);
        Assert.Equivalent(new[] { "card", "older", "reply" }, platform.Texts);
        await outbox.StopAsync(Token);
    }

    private static OutboxSender Sender(SqliteUnderTest storage, ScriptedSender platform)
    {
        var clock = new ManualClock();
        return new(storage.Outbox, [platform], clock, clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings());
    }

    private static async Task<System.Collections.Immutable.ImmutableArray<OutboxRow>> CommitAsync(SqliteUnderTest storage, Address address, params Outgoing[] outgoing)
    {
        var inputId = string.Join('/', outgoing.OfType<Reply>().Select(reply => reply.Text));
        var basis = await storage.Turns.LoadAsync(address, inputId, Token);
        var result = await storage.Turns.CommitAsync(
            new TurnCommit(basis, inputId, ManualClock.Start) { State = "s"u8.ToArray(), Outbox = [.. outgoing.Select(one => new OutboxDraft(one))] }, Token);
        return result.Outbox;
    }
}
