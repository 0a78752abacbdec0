using Dapper;
using Microsoft.Data.Sqlite;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;

namespace ReflectionBot.Tests.Storage;

/// <summary>The contract on SQLite, and what only a file can suffer.</summary>
public sealed class SqliteStorageTests : MoveContract
{
    [Fact]
    public async Task A_process_killed_in_the_middle_of_a_transaction_leaves_the_state_before_it()
    {
        await using var storage = SqliteUnderTest.Fresh();
        await CommitAsync(storage, Ann, "1", "before", [new Reply("said before")]);
        using var image = new TempFolder();
        await storage.Database.WriteAsync<bool>(
            connection =>
            {
                // So much that SQLite writes uncommitted pages to its log.
                connection.Execute("UPDATE conversation SET version = version + 1, state = randomblob(8000000)");
                connection.Execute("DELETE FROM outbox");
                foreach (var file in Directory.GetFiles(Path.GetDirectoryName(storage.Options.DatabasePath)!).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
                {
                    File.Copy(file, image.File(Path.GetFileName(file)));
                }

                return new(false, Keep: false);
            },
            Token);
        Assert.True(new FileInfo(image.File("bot.db-wal")).Length > 1_000_000);

        await using var restarted = SqliteUnderTest.Closed(new StorageOptions { ConnectionString = $"Data Source={image.File("bot.db")}" });
        restarted.Database.Open();
        Assert.Equal("before", await StateAsync(restarted, Ann));
        Assert.Equal(["said before"], Texts(await restarted.Outbox.ReadAsync(0, 10, Token)));
        Assert.Equal("before", await StateAsync(storage, Ann));
    }

    [Fact]
    public async Task A_turn_waits_for_the_disk_once_and_the_mark_of_what_was_sent_for_the_next_or_a_rest()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var before = storage.Database.Flushes;
        var basis = await storage.Turns.LoadAsync(Ann, "1", Token);
        var result = await storage.Turns.CommitAsync(
            new TurnCommit(basis, "1", Now) { State = "said"u8.ToArray(), Outbox = [new OutboxDraft(new Reply("one")), new OutboxDraft(new Reply("two"))] },
            static _ => { },
            Token);
        Assert.Equal(before + 1, storage.Database.Flushes);

        // Both marks wait while the writer is held up, so that no rest of its own comes between them.
        using var gate = new ManualResetEventSlim();
        var busy = storage.Database.MaintainAsync(
            _ =>
            {
                gate.Wait(Token);
                return true;
            },
            Token);
        var marks = new[] { storage.Outbox.SentAsync(result.Outbox[0], null, ["m1"], [], Now, Token), storage.Outbox.SentAsync(result.Outbox[1], null, ["m2"], [], Now, Token) };
        gate.Set();
        await busy;
        Assert.All(await Task.WhenAll(marks), Assert.True);
        await Eventually.Equal(before + 2, () => storage.Database.Flushes);

        Assert.True(await storage.Outbox.ClaimAsync((await CommitAsync(storage, Ann, "2", "more", [new Reply("three")])).Outbox[0].Seq, Token));
        Assert.Equal(before + 4, storage.Database.Flushes);
    }

    [Fact]
    public async Task A_log_that_cannot_be_flushed_fails_the_turn_and_gives_the_database_up()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var said = 0;
        var basis = await storage.Turns.LoadAsync(Ann, "1", Token);

        // A disk that fails cannot be had here; a log that cannot be opened, SQLite has it open already, comes to the same.
        File.Move(storage.Options.DatabasePath + "-wal", storage.Options.DatabasePath + "-away");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Turns.CommitAsync(
            new TurnCommit(basis, "1", Now) { State = "said"u8.ToArray() }, _ => said++, Token));
        Assert.Equal(1, said);
        Assert.False(storage.Database.IsOpen);
    }

    [Fact]
    public async Task A_reading_that_failed_shows_until_one_goes_well_and_what_could_not_be_written_until_something_is()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var database = storage.Database;
        foreach (var reading in new Func<Func<SqliteConnection, int>, Task<int>>[] { work => database.ReadAsync(work, Token), work => database.ReadHereAsync(work, Token) })
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => reading(_ => throw new SqliteException("it is locked", SQLitePCL.raw.SQLITE_BUSY)));
            Assert.Contains("it is locked", database.Fault, StringComparison.Ordinal);
            await reading(_ => 0);
            Assert.Null(database.Fault);
        }

        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.WriteAsync<int>(_ => throw new SqliteException("the disk is full", SQLitePCL.raw.SQLITE_FULL), Token));
        await database.ReadAsync(_ => 0, Token);
        Assert.Contains("the disk is full", database.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remains_of_whom_nobody_knows_to_be_forgotten_are_taken_away_when_the_database_is_back()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var basis = await storage.Turns.LoadAsync(Ann, "1", Token);
        File.Move(storage.Options.DatabasePath + "-wal", storage.Options.DatabasePath + "-away");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Turns.CommitAsync(new TurnCommit(basis, "1", Now) { Forget = true }, Token));
        Assert.NotNull(storage.Database.Fault);
        Assert.False(storage.Database.IsOpen);

        storage.Database.Open();
        Assert.NotNull(storage.Database.Fault);
        await storage.Housekeeping.MakeUpAsync(Token);
        Assert.Null(storage.Database.Fault);
    }

    [Fact]
    public async Task To_be_written_anew_a_database_needs_a_file_of_its_own_folder_and_not_memory()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var folder = Path.GetDirectoryName(storage.Options.DatabasePath)!;
        var open = new HashSet<string?>();
        await storage.Database.MaintainAsync(
            connection =>
            {
                // More than is kept in memory of any file.
                connection.Execute(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) INSERT INTO input (id, taken_at) SELECT randomblob(4000), @at FROM n",
                    new { at = Now.ToUnixTimeMilliseconds() });
                SQLitePCL.raw.sqlite3_progress_handler(
                    connection.Handle,
                    500,
                    static seen =>
                    {
                        ((HashSet<string?>)seen).UnionWith(new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(file => file.LinkTarget));
                        return 0;
                    },
                    open);
                return true;
            },
            Token);
        await storage.Housekeeping.PruneAsync(Now, Token);
        Assert.Contains(open, file => file?.StartsWith(folder, StringComparison.Ordinal) == true && file.EndsWith("(deleted)", StringComparison.Ordinal));
        Assert.Equal(2, await storage.Database.MaintainAsync(connection => connection.ExecuteScalar<long>("PRAGMA temp_store"), Token));
    }

    [Fact]
    public async Task A_row_moved_to_another_address_does_not_open()
    {
        await using var storage = SqliteUnderTest.Fresh();
        await CommitAsync(storage, Ann, "1", "Ann's");
        await CommitAsync(storage, Ben, "2", "Ben's");
        await storage.Database.WriteAsync<int>(
            connection => new(connection.Execute(
                """
                UPDATE conversation
                SET (state, key_id) = (SELECT state, key_id FROM conversation WHERE address = 'local:ann')
                WHERE address = 'local:ben'
                """)),
            Token);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Turns.LoadAsync(Ben, "3", Token));
        Assert.Equal("Ann's", await StateAsync(storage, Ann));
    }

    [Fact]
    public async Task A_commit_cancelled_while_it_waits_is_not_made()
    {
        await using var storage = SqliteUnderTest.Fresh();
        var basis = await storage.Turns.LoadAsync(Ann, "1", Token);
        using var gate = new ManualResetEventSlim();
        var busy = storage.Database.MaintainAsync(
            _ =>
            {
                gate.Wait(Token);
                return true;
            },
            Token);
        using var impatient = new CancellationTokenSource();
        var commit = storage.Turns.CommitAsync(Turn(basis, "1", "s"), impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        gate.Set();
        await busy;
        Assert.False((await storage.Turns.LoadAsync(Ann, "1", Token)).InputSeen);
    }

    [Fact]
    public async Task Many_turns_at_once_share_commits_and_every_one_is_there()
    {
        await using var storage = SqliteUnderTest.Fresh();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => CommitAsync(storage, Address.Of("local", $"p{i}"), $"{i}", $"{i}", [new Reply($"{i}")])));
        Assert.Equal(300, (await storage.Outbox.ReadAsync(0, 1000, Token)).Select(row => row.Seq).Distinct().Count());
        Assert.Equal("299", await StateAsync(storage, Address.Parse("local:p299")));
    }

    protected override IStorageUnderTest Fresh() => SqliteUnderTest.Fresh();
}
