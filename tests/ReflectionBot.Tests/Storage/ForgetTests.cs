using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;

namespace ReflectionBot.Tests.Storage;

/// <summary>What is left of somebody in the files: nothing to read before forgetting, nothing at all after it.</summary>
public sealed class ForgetTests : IAsyncLifetime
{
    private const string Canary = "the-heron-stands-on-one-leg";
    private static readonly Address Ann = Address.Parse("local:ann-who-wants-to-be-forgotten");
    private static readonly Instant Now = Scheduling.ManualClock.Start;

    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => Path.GetDirectoryName(_storage.Options.DatabasePath)!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task What_a_person_wrote_stands_in_no_file_while_it_is_stored()
    {
        await TalkAsync(Ann, 5);
        Assert.Empty(FilesWith(Encoding.UTF8.GetBytes(Canary)));
        Assert.NotEmpty(FilesWith(Encoding.UTF8.GetBytes(Ann.Value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(150)]
    public async Task After_forgetting_not_even_a_ciphertext_or_the_address_is_left_in_any_file(int others)
    {
        // Others write before, between and after, so that pages split, fill up and are balanced around what will be deleted.
        var secrets = new List<byte[]>();
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < others; i++)
            {
                await TurnAsync(Address.Of("local", $"other{(i * 7919) % 5000}-{round % 2}"), $"o{round}-{i}", 200 + (i * 37 % 900));
            }

            await TalkAsync(Ann, 4, $"{round}-");
            secrets.AddRange(Ciphertexts());
        }

        Assert.NotEmpty(secrets);
        var basis = await _storage.Turns.LoadAsync(Ann, "forget", Token);
        var forgotten = await _storage.Turns.CommitAsync(
            new TurnCommit(basis, "forget", Now) { Forget = true, Outbox = [new OutboxDraft(new ReplyRemoval([])), new OutboxDraft(new Reply("It is gone."))] }, Token);
        foreach (var row in forgotten.Outbox)
        {
            await _storage.Outbox.SentAsync(row, null, [], [], Now, Token);
        }

        // The scrub that follows the last word runs by itself; asking once more waits for it.
        Assert.False(await _storage.Archive.ForgetAsync(Ann, Token));
        Assert.Empty(FilesWith(Encoding.UTF8.GetBytes(Ann.Value)));
        Assert.Empty(FilesWith(Encoding.UTF8.GetBytes(Canary)));
        var left = secrets.Distinct(ByteArrays.Comparer).Count(secret => FilesWith(secret).Count > 0);
        Assert.Equal(0, left);
    }

    [Fact]
    public async Task Forgetting_gives_the_space_back()
    {
        await TalkAsync(Ann, 200);
        await _storage.Housekeeping.PruneAsync(Now, Token);
        var before = new FileInfo(_storage.Options.DatabasePath).Length;
        Assert.True(await _storage.Archive.ForgetAsync(Ann, Token));
        Assert.True(new FileInfo(_storage.Options.DatabasePath).Length < before / 2);
        Assert.Equal(0, new FileInfo(_storage.Options.DatabasePath + "-wal").Length);
    }

    [Fact]
    public async Task Remains_that_could_not_be_taken_away_show_until_they_are_gone()
    {
        await TalkAsync(Ann, 3);
        await QueryOnlyAsync("ON");
        await SqliteScrub.InBackground(_storage.Database);
        await QueryOnlyAsync("OFF");

        // A turn that goes well does not hide it.
        await TalkAsync(Ann, 1, "more");
        Assert.Contains("unused parts", _storage.Database.Fault, StringComparison.Ordinal);
        await _storage.Housekeeping.MakeUpAsync(Token);
        Assert.Null(_storage.Database.Fault);
        Assert.Equal(0, new FileInfo(_storage.Options.DatabasePath + "-wal").Length);
        await _storage.Housekeeping.MakeUpAsync(Token);

        Task QueryOnlyAsync(string value) => _storage.Database.MaintainAsync(connection => connection.Execute($"PRAGMA query_only = {value}"), Token);
    }

    private async Task TalkAsync(Address address, int turns, string prefix = "")
    {
        for (var i = 0; i < turns; i++)
        {
            await TurnAsync(address, $"{address}/{prefix}{i}", 300 + (i * 211 % 3000));
        }
    }

    private async Task TurnAsync(Address address, string inputId, int size)
    {
        var basis = await _storage.Turns.LoadAsync(address, inputId, Token);
        var text = Canary + new string('x', size);
        var result = await _storage.Turns.CommitAsync(
            new TurnCommit(basis, inputId, Now)
            {
                State = Encoding.UTF8.GetBytes(text),
                Keep = [new StoredEntry(inputId, Now, Encoding.UTF8.GetBytes(text))],
                Outbox = [new OutboxDraft(new Reply(text) { Key = "q1" }), new OutboxDraft(new Reply("left unsent"))],
            },
            Token);
        await _storage.Outbox.SentAsync(result.Outbox[0], "q1", ["m1"], [], Now, Token);
    }

    /// <summary>A piece from the middle of every ciphertext of Ann's, and of her wrapped key.</summary>
    private List<byte[]> Ciphertexts()
    {
        using var connection = new SqliteConnection($"{_storage.Options.ConnectionString};Pooling=False");
        var fields = connection.Query<byte[]>(
            """
            SELECT state FROM conversation WHERE address = @address
            UNION ALL SELECT body FROM entry WHERE address = @address
            UNION ALL SELECT body FROM outbox WHERE address = @address
            UNION ALL SELECT wrapped FROM data_key WHERE address = @address
            """,
            new { address = Ann.Value });
        return [.. fields.Select(field => field.AsSpan(field.Length / 2, 16).ToArray())];
    }

    private List<string> FilesWith(byte[] bytes) =>
        [.. Directory.GetFiles(Folder).Where(file => ReadShared(file).AsSpan().IndexOf(bytes) >= 0)];

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

internal static class ByteArrays
{
    public static readonly IEqualityComparer<byte[]> Comparer =
        EqualityComparer<byte[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), bytes => bytes.Length == 0 ? 0 : bytes[0] | (bytes[^1] << 8));
}
