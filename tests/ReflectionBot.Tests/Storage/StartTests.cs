using System.Runtime.Versioning;
using Dapper;
using Microsoft.Data.Sqlite;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Encryption;
using ReflectionBot.Storage.Migrations;

namespace ReflectionBot.Tests.Storage;

/// <summary>The first start, every later one, and those that must not be.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StartTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TempFolder _folder = new();

    private StorageOptions Options => new() { ConnectionString = $"Data Source={_folder.File("data/bot.db")}" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_makes_a_key_that_only_its_owner_can_read()
    {
        await using var storage = Opened();
        Assert.Equal(_folder.File("data/bot.key"), Options.KeyPath);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Options.KeyPath));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Options.DatabasePath));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Options.DatabasePath + "-wal"));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.File("data")));
        var lines = await File.ReadAllLinesAsync(Options.KeyPath, TestContext.Current.CancellationToken);
        Assert.StartsWith("#", lines[0], StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(lines[^1]).Length);
        Assert.Equal(
            ["bot.db", "bot.key", "bot.key.lock"],
            Directory.GetFiles(_folder.File("data")).Select(file => Path.GetFileName(file)).Where(file => !file.Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_file_that_others_can_read_is_closed_to_them()
    {
        await Opened().DisposeAsync();
        File.SetUnixFileMode(Options.KeyPath, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await Opened().DisposeAsync();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Options.KeyPath));
    }

    [Fact]
    public async Task A_database_without_its_key_is_refused_with_the_way_back_and_no_new_key_is_made()
    {
        await Opened().DisposeAsync();
        var kept = _folder.File("kept.key");
        File.Move(Options.KeyPath, kept);

        var refused = Assert.Throws<StorageKeyException>(() => Opened());
        Assert.Contains(Options.KeyPath, refused.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        Assert.Contains("move the database away", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Options.KeyPath));

        File.Move(kept, Options.KeyPath);
        await Opened().DisposeAsync();
    }

    [Fact]
    public async Task A_database_with_the_wrong_key_is_refused_with_the_way_back()
    {
        await Opened().DisposeAsync();
        await File.WriteAllTextAsync(Options.KeyPath, $"# another\n{Convert.ToBase64String(new byte[32])}\n", TestContext.Current.CancellationToken);
        var refused = Assert.Throws<StorageKeyException>(() => Opened());
        Assert.Contains("does not belong to this database", refused.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(new byte[32]), refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("not base64 at all!\n")]
    [InlineData("c2hvcnQ=\n")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    public async Task A_key_file_that_is_none_is_refused(string text)
    {
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(Options.KeyPath, text, TestContext.Current.CancellationToken);
        Assert.Contains("is not a key file", Assert.Throws<StorageKeyException>(() => Opened()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_moved_away_begins_anew_with_the_same_key()
    {
        await Opened().DisposeAsync();
        File.Move(Options.DatabasePath, _folder.File("moved.db"));
        await using var storage = Opened();
        Assert.True(storage.Database.IsOpen);
    }

    [Fact]
    public async Task A_first_start_that_was_interrupted_after_the_key_or_the_empty_file_is_no_obstacle()
    {
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllBytesAsync(Options.DatabasePath, [], TestContext.Current.CancellationToken);
        await using var storage = Opened();
        Assert.True(storage.Database.IsOpen);
    }

    [Fact]
    public async Task Of_many_that_start_at_once_on_nothing_one_makes_key_and_tables_and_all_go_on()
    {
        var storages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Opened, TestContext.Current.CancellationToken)));
        try
        {
            var address = Address.Parse("local:ann");
            for (var i = 0; i < storages.Length; i++)
            {
                var basis = await storages[i].Turns.LoadAsync(address, $"{i}", TestContext.Current.CancellationToken);
                await storages[i].Turns.CommitAsync(new TurnCommit(basis, $"{i}", Scheduling.ManualClock.Start) { State = "s"u8.ToArray() }, TestContext.Current.CancellationToken);
            }

            Assert.Equal(6, (await storages[0].Turns.LoadAsync(address, "x", TestContext.Current.CancellationToken)).Version);
            Assert.Equal(Migration.Embedded("Sqlite").Count, await Raw().ExecuteScalarAsync<long>("SELECT count(*) FROM migration"));
        }
        finally
        {
            foreach (var storage in storages)
            {
                await storage.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Of_many_that_look_for_a_key_at_once_all_find_the_same()
    {
        for (var round = 0; round < 100; round++)
        {
            var path = _folder.File($"{round}.key");
            using var together = new Barrier(6);
            var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(TestContext.Current.CancellationToken);
                    return KeyFile.Open(path, databaseExists: false, "bot.db", out bool _).Id;
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            Assert.Single(ids.Distinct(StringComparer.Ordinal));
            Assert.False(File.Exists(path + ".new"));
        }
    }

    [Fact]
    public async Task A_key_whose_making_was_interrupted_is_made_anew()
    {
        var path = _folder.File("bot.key");
        await File.WriteAllTextAsync(path + ".new", "half a k", TestContext.Current.CancellationToken);
        Assert.Equal(KeyFile.Open(path, databaseExists: false, "bot.db", out _).Id, KeyFile.Open(path, databaseExists: true, "bot.db", out _).Id);
        Assert.False(File.Exists(path + ".new"));
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        await Opened().DisposeAsync();
        await Raw().ExecuteAsync("INSERT INTO migration (number, name, sha256, applied_at) VALUES (99, '0099_future.sql', 'x', 0)");
        Assert.Contains("newer than this program", Assert.Throws<MigrationException>(() => Opened()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_changed_after_it_was_applied_is_refused_by_name()
    {
        await Opened().DisposeAsync();
        await Raw().ExecuteAsync("UPDATE migration SET sha256 = 'other' WHERE number = 1");
        Assert.Contains("0001_conversations.sql", Assert.Throws<MigrationException>(() => Opened()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_keeps_its_promises_about_durability_and_traces()
    {
        await using var storage = Opened();
        var settings = await storage.Database.MaintainAsync(
            connection => (
                Journal: connection.ExecuteScalar<string>("PRAGMA journal_mode"),
                Synchronous: connection.ExecuteScalar<long>("PRAGMA synchronous"),
                SecureDelete: connection.ExecuteScalar<long>("PRAGMA secure_delete"),
                AutoVacuum: connection.ExecuteScalar<long>("PRAGMA auto_vacuum"),
                TempStore: connection.ExecuteScalar<long>("PRAGMA temp_store"),
                ForeignKeys: connection.ExecuteScalar<long>("PRAGMA foreign_keys")),
            TestContext.Current.CancellationToken);

        // Not FULL: the writer flushes the log itself, see the tests of what is flushed when.
        Assert.Equal(("wal", 1, 1, 2, 2, 1), settings);
    }

    [Fact]
    public void Only_one_bot_runs_on_a_database_and_the_next_may_when_it_is_over()
    {
        using (RunLock.Take(Options))
        {
            Assert.Contains("Another bot", Assert.Throws<StorageInUseException>(() => RunLock.Take(Options)).Message, StringComparison.Ordinal);
        }

        using var next = RunLock.Take(Options);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_connection_string_that_does_not_fit_is_told_and_not_repeated()
    {
        Assert.Null(new StorageOptions().ConnectionFault());
        Assert.Null(StorageOptions.From(_ => null).ConnectionFault());
        foreach (var connectionString in (string[])["Data Source=", "Data Source=:memory:", "Nonsense=secret", "Data Source=a.db;Password=secret", "Data Source=file:a.db", "Data Source=a.db;Mode=ReadOnly"])
        {
            var fault = new StorageOptions { ConnectionString = connectionString }.ConnectionFault();
            Assert.NotNull(fault);
            Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
        }
    }

    private SqliteUnderTest Opened()
    {
        var storage = SqliteUnderTest.Closed(Options);
        storage.Database.Open();
        return storage;
    }

    private SqliteConnection Raw() => new($"{Options.ConnectionString};Pooling=False");
}
