using System.Text;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Encryption;
using ReflectionBot.Storage.Migrations;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Storage;

/// <summary>A database that held the names of messages in clear.</summary>
public sealed class OldNamesTests : IDisposable
{
    private const int Before = 6;
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Address Circle = Address.Parse("local:g-circle");

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_in_clear_are_gone_from_the_files_and_old_messages_can_still_be_changed_hidden_and_removed()
    {
        var options = SqliteUnderTest.OptionsIn(_folder);
        MakeOld(options.DatabasePath, options.KeyPath);
        Assert.NotEmpty(FilesWith("care1"));

        await using var storage = SqliteUnderTest.Closed(options);
        storage.Database.Open();

        Assert.Empty(FilesWith("care1"));
        Assert.Equal(["help"], await storage.Outbox.TargetsAsync(Ann, ["care1"], Token));
        Assert.Equal(["help", "question"], (await storage.Outbox.TargetsAsync(Ann, ["care1", "q1"], Token)).Order(StringComparer.Ordinal));
        Assert.Equal(["help", "plain", "question"], (await storage.Outbox.TargetsAsync(Ann, [], Token)).Order(StringComparer.Ordinal));
        Assert.Equal([1L, 1L, 2L], await storage.Database.ReadAsync(connection => connection.Query("SELECT urgency FROM outbox ORDER BY seq", row => row.GetInt64(0)), Token));
        Assert.Equal("r1", await storage.Outbox.KeyOfAsync(Circle, "topic", Token));
        Assert.Null(await storage.Outbox.KeyOfAsync(Ann, "help", Token));
        Assert.True(await storage.Archive.ForgetAsync(Ann, Token));
    }

    [Fact]
    public void A_wrong_key_leaves_an_old_database_as_it_was()
    {
        var options = SqliteUnderTest.OptionsIn(_folder);
        MakeOld(options.DatabasePath, options.KeyPath);
        File.WriteAllText(options.KeyPath, $"{Convert.ToBase64String(new byte[32])}\n");
        using var storage = SqliteUnderTest.Closed(options).Database;
        Assert.Throws<StorageKeyException>(storage.Open);
        Assert.NotEmpty(FilesWith("care1"));
    }

    /// <summary>As the version before left it; so many people that its pages have been split.</summary>
    private static void MakeOld(string path, string keyPath)
    {
        var vault = new Vault(KeyFile.Open(keyPath, databaseExists: false, path, out _));
        var connection = SqliteConnections.Writer($"Data Source={path}", create: true);
        SqliteMigrator.Migrate(connection, [.. Migration.Embedded("Sqlite").Take(Before)], vault, keyPath, ManualClock.Start);
        for (var i = 0; i < 2000; i++)
        {
            Sent(connection, $"local:other{i * 7919 % 5000}", "care1", $"m{i}");
        }

        Sent(connection, Ann.Value, "care1", "help");
        Sent(connection, Ann.Value, "q1", "question");
        Sent(connection, Ann.Value, null, "plain");
        Sent(connection, Circle.Value, "r1", "topic");
        connection.Execute("INSERT INTO outbox (id, address, urgency, body) VALUES ('a', 'local:ben', 0, x''), ('b', 'local:ben', 1, x''), ('c', 'local:ben', 2, x'')");
        SqliteStatements.Close(connection);
    }

    private static void Sent(Microsoft.Data.Sqlite.SqliteConnection connection, string address, string? key, string messageId) => connection.Execute(
        "INSERT OR REPLACE INTO sent_message (address, outbox_id, part, reply_key, message_id, sent_at) VALUES (@address, @messageId, 0, @key, @messageId, 0)",
        ("@address", address),
        ("@key", key),
        ("@messageId", messageId));

    private List<string> FilesWith(string text) =>
        [.. KeptFiles.In(_folder.Path).Where(file => file.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0).Select(file => file.Name)];
}
