using Microsoft.Data.Sqlite;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Outbox;

namespace ReflectionBot.Tests.Storage;

/// <summary>Who commits, who waits for the disk, and that nothing is lost between them.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteDatabase Database => _storage.Database;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_brief_piece_is_committed_and_told_by_its_caller_and_only_the_disk_is_waited_for_elsewhere()
    {
        var here = Environment.CurrentManagedThreadId;
        var (ranOn, toldOn) = (0, 0);
        var task = Database.WriteAsync<int>(
            connection =>
            {
                ranOn = Environment.CurrentManagedThreadId;
                return new(Insert(connection, 1));
            },
            Token,
            brief: true,
            written: _ => toldOn = Environment.CurrentManagedThreadId);
        Assert.Equal((here, here), (ranOn, toldOn));
        var before = Database.Flushes;
        Assert.Equal(1, await task);
        Assert.InRange(Database.Flushes, 1, before + 1);

        // After this the writer's thread has nothing more to look after.
        await Database.MaintainAsync(_ => true, Token);
        var flushed = Database.Flushes;
        var soon = Database.WriteAsync<int>(connection => new(Insert(connection, 2)), Token, WorkKind.FlushedSoon, brief: true);
        Assert.True(soon.IsCompletedSuccessfully);
        await Eventually.Equal(flushed + 1, () => Database.Flushes);
        Assert.Equal([1, 2], Kept());
    }

    [Fact]
    public async Task A_brief_piece_that_finds_somebody_writing_goes_with_the_others_and_holds_nobody_up()
    {
        var here = Environment.CurrentManagedThreadId;
        var ranOn = 0;
        using var gate = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var maintenance = Database.MaintainAsync(
            _ =>
            {
                busy.Set();
                gate.Wait(Token);
                return true;
            },
            Token);
        busy.Wait(Token);
        var piece = Database.WriteAsync<int>(
            connection =>
            {
                ranOn = Environment.CurrentManagedThreadId;
                return new(Insert(connection, 1));
            },
            Token,
            brief: true);
        Assert.False(piece.IsCompleted);
        gate.Set();
        await maintenance;
        Assert.Equal(1, await piece);
        Assert.NotEqual(here, ranOn);
    }

    [Fact]
    public async Task Where_nobody_writes_it_is_read_on_the_writers_connection_and_beside_whoever_writes()
    {
        SqliteConnection? writers = null;
        await Database.WriteAsync<int>(
            connection =>
            {
                writers = connection;
                return new(Insert(connection, 1));
            },
            Token);

        // After this the writer's thread has nothing more to look after.
        await Database.MaintainAsync(_ => true, Token);
        var read = Database.ReadHereAsync(connection => (connection, Kept: Kept(connection)), Token);
        Assert.True(read.IsCompletedSuccessfully);
        var here = await read;
        Assert.Same(writers, here.connection);
        Assert.Equal([1], here.Kept);

        using var gate = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var writing = Database.WriteAsync<int>(
            connection =>
            {
                Insert(connection, 2);
                busy.Set();
                gate.Wait(Token);
                return new(2);
            },
            Token);
        busy.Wait(Token);
        var beside = await Database.ReadHereAsync(connection => (connection, Kept: Kept(connection)), Token);
        Assert.NotSame(writers, beside.connection);
        Assert.Equal([1], beside.Kept);
        gate.Set();
        await writing;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.ReadHereAsync<int>(_ => throw new InvalidOperationException("a bug"), Token));
        await Database.WriteAsync<int>(connection => new(Insert(connection, 3)), Token, brief: true);
        var all = await Database.ReadHereAsync(Kept, Token);
        Assert.Equal([1, 2, 3], all);
    }

    [Fact]
    public async Task What_a_brief_piece_does_not_keep_or_fails_over_is_undone_and_its_caller_hears_it()
    {
        Assert.Equal(7, await Database.WriteAsync(
            connection =>
            {
                Insert(connection, 1);
                return new Written<int>(7, Keep: false);
            },
            Token,
            brief: true));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync<int>(
            connection =>
            {
                Insert(connection, 2);
                throw new InvalidOperationException("a bug");
            },
            Token,
            brief: true));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync<int>(
            connection => new(Insert(connection, 3)), Token, brief: true, written: _ => throw new InvalidOperationException("a bug of whoever is told")));
        Assert.True(Database.IsOpen);
        Assert.Equal([3], Kept());
    }

    [Fact]
    public async Task A_crowd_of_all_kinds_keeps_exactly_what_each_was_told()
    {
        const int Each = 150;
        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var mine = new List<long>();
            for (var i = 0; i < Each; i++)
            {
                var id = (writer * Each) + i;
                var keep = i % 7 != 3;
                var kind = i % 3 == 0 ? WorkKind.FlushedSoon : WorkKind.Flushed;
                if (i % 50 == 49)
                {
                    await Database.MaintainAsync(connection => connection.Number("SELECT count(*) FROM input"), Token);
                }

                var flushed = Database.Flushes;
                mine.AddRange(await Database.WriteAsync(
                    connection =>
                    {
                        Insert(connection, id);
                        return new Written<long[]>(keep ? [id] : [], keep);
                    },
                    Token,
                    kind,
                    brief: i % 5 != 0));
                Assert.True(kind is WorkKind.FlushedSoon || Database.Flushes > flushed);
            }

            return mine;
        }, Token)));
        Assert.Equal(kept.SelectMany(ids => ids).Order(), Kept());
    }

    [Fact]
    public async Task Whoever_was_told_that_it_is_kept_finds_it_after_an_end_in_the_midst_of_it()
    {
        var kept = Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            var mine = new List<long>();
            try
            {
                while (true)
                {
                    var id = (writer * 1_000_000) + mine.Count;
                    mine.Add(await Database.WriteAsync<long>(
                        connection =>
                        {
                            Insert(connection, id);
                            return new(id);
                        },
                        Token,
                        brief: id % 2 == 0));
                }
            }
            catch (StorageUnavailableException)
            {
                return mine;
            }
        }, Token)).ToArray();
        var before = Database.Flushes;
        await Eventually.True(() => Database.Flushes > before + 20, "twenty flushes");
        Database.Dispose();
        var told = (await Task.WhenAll(kept)).SelectMany(ids => ids).ToList();
        Assert.NotEmpty(told);
        Assert.Empty(told.Except(Kept()));
    }

    [Fact]
    public async Task The_log_is_carried_over_before_it_has_grown_much_although_no_commit_does_it()
    {
        for (long i = 0; i < 40; i++)
        {
            // A little over a hundred pages each.
            await Database.WriteAsync<int>(
                connection => new(connection.Execute("INSERT INTO input (id, taken_at) VALUES (randomblob(430000), @i)", ("@i", i))), Token, brief: true);
        }

        // One more, so that what the last flush carried over is no longer under way.
        await Database.MaintainAsync(_ => true, Token);
        Assert.True(new FileInfo(_storage.Options.DatabasePath).Length > 3000 * 4096);
        Assert.InRange(new FileInfo(_storage.Options.DatabasePath + "-wal").Length, 1, 2 * (SqliteLogFile.PagesBeforeCheckpoint + 200) * 4096L);
    }

    [Fact]
    public async Task What_fails_between_transactions_is_told_and_shows_until_something_goes_well()
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Database.MaintainAsync<int>(_ => throw new SqliteException("the disk is full", SQLitePCL.raw.SQLITE_FULL), Token));
        Assert.Contains("the disk is full", Database.Fault, StringComparison.Ordinal);
        await Database.WriteAsync<int>(connection => new(Insert(connection, 1)), Token);
        Assert.Null(Database.Fault);
    }

    [Fact]
    public async Task Nothing_is_done_to_a_file_that_is_not_ours_any_more_between_transactions_either()
    {
        File.Delete(_storage.Options.DatabasePath);
        var ran = false;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Database.MaintainAsync(_ => ran = true, Token));
        Assert.False(ran);
        Assert.False(Database.IsOpen);
    }

    [Fact]
    public async Task A_disk_that_hangs_does_not_keep_the_process_from_ending()
    {
        using var folder = new TempFolder();
        await using var storage = SqliteUnderTest.Closed(SqliteUnderTest.OptionsIn(folder) with { EndLimit = TimeSpan.FromMilliseconds(20) });
        storage.Database.Open();
        using var gate = new ManualResetEventSlim();
        using var hangs = new ManualResetEventSlim();
        var hanging = storage.Database.MaintainAsync(
            _ =>
            {
                hangs.Set();
                gate.Wait(CancellationToken.None);
                return true;
            },
            Token);
        hangs.Wait(Token);
        try
        {
            await Task.Run(storage.Database.Dispose, Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
            Assert.False(hanging.IsCompleted);
        }
        finally
        {
            gate.Set();
        }

        await hanging;
    }

    private static int Insert(SqliteConnection connection, long id) =>
        connection.Execute("INSERT INTO input (id, taken_at) VALUES (@id, @at)", ("@id", BitConverter.GetBytes(id)), ("@at", id));

    private long[] Kept()
    {
        using var connection = new SqliteConnection(_storage.Options.ConnectionString + ";Pooling=False");
        connection.Open();
        return Kept(connection);
    }

    private static long[] Kept(SqliteConnection connection) => [.. connection.Query("SELECT taken_at FROM input ORDER BY taken_at", row => row.GetInt64(0))];
}
