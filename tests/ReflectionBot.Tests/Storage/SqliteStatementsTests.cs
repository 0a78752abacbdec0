using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using SQLitePCL;

namespace ReflectionBot.Tests.Storage;

/// <summary>What runs in every turn is compiled once: SQLite asks its authorizer about each part of a statement that it compiles, and about none that it runs.</summary>
public sealed class SqliteStatementsTests
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_and_the_marks_of_its_messages_compile_nothing_anew()
    {
        await using var storage = SqliteUnderTest.Fresh();
        await TakeTurnAsync(storage, 1);

        var asked = new List<string>();
        await storage.Database.MaintainAsync(
            connection => raw.sqlite3_set_authorizer(
                connection.Handle,
                (_, action, first, second, _, _) =>
                {
                    asked.Add($"{action} {first} {second}");
                    return raw.SQLITE_OK;
                },
                null),
            Token);

        // The authorizer makes what is compiled out of date.
        await TakeTurnAsync(storage, 2);
        Assert.NotEmpty(asked);
        asked.Clear();
        await TakeTurnAsync(storage, 3);
        Assert.Empty(asked);
    }

    private static async Task TakeTurnAsync(SqliteUnderTest storage, int number)
    {
        var basis = await AloneAsync(storage, () => storage.Turns.LoadAsync(Ann, $"{number}", Token));
        var commit = new TurnCommit(basis, $"{number}", Now)
        {
            State = "s"u8.ToArray(),
            WithdrawNudges = true,
            Outbox = [new OutboxDraft(new ReplyRetirement($"q{number - 1}", "Yes"), Claimed: true), new OutboxDraft(new Reply("Next") { Key = $"q{number}" }, Claimed: true)],
        };
        var rows = (await AloneAsync(storage, () => storage.Turns.CommitAsync(commit, Token))).Outbox;
        await AloneAsync(storage, () => storage.Outbox.TargetsAsync(Ann, [$"q{number - 1}"], Token));
        Assert.True(await AloneAsync(storage, () => storage.Outbox.SentAsync(rows[1], $"q{number}", [$"m{number}"], [rows[0]], Now, Token)));
    }

    /// <summary>With nothing left for the writer's thread to flush or look after, so that it runs on the writer's connection.</summary>
    private static async Task<T> AloneAsync<T>(SqliteUnderTest storage, Func<Task<T>> run)
    {
        await storage.Database.WriteAsync<bool>(_ => new(true), Token);
        await storage.Database.MaintainAsync(_ => true, Token);
        return await run();
    }
}
