using System.Text;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.LocalChat;

public sealed class SqliteLocalChatLogTests : LocalChatLogContract, IAsyncDisposable
{
    private const string Canary = "the heron stands in the cold river";
    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();

    public SqliteLocalChatLogTests() => Log = new SqliteLocalChatLog(_storage.Database);

    protected override ILocalChatLog Log { get; }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Lines_are_still_there_when_the_database_is_opened_again()
    {
        await Log.AppendAsync(Ann, Line("a", Canary), Patience);
        await using var another = (SqliteUnderTest)_storage.Another();
        var page = await new SqliteLocalChatLog(another.Database).ReadAsync(Ann, 0, Patience);
        Assert.Equal(Canary, Assert.Single(page.Changed).Line.Text);
    }

    [Fact]
    public async Task No_file_of_the_database_holds_a_word_of_it()
    {
        await Log.AppendAsync(Ann, Line("a", Canary), Patience);
        await Log.ChangeAsync(Ann, ["a"], line => line with { Chosen = Canary, Text = $"{Canary}, {Canary}" }, Patience);
        Assert.DoesNotContain(Files(), bytes => Holds(bytes, "heron"));
    }

    [Fact]
    public async Task Forgetting_an_address_takes_its_lines_and_their_key_and_nobody_elses()
    {
        await Log.AppendAsync(Ann, Line("a", Canary), Patience);
        await Log.AppendAsync(Bob, Line("b", "bob's"), Patience);
        Assert.True(await _storage.Archive.ForgetAsync(Ann, Patience));
        Assert.Empty((await Log.ReadAsync(Ann, 0, Patience)).Present);
        Assert.Equal([Bob], await Log.AddressesAsync(Patience));
        Assert.DoesNotContain(Files(), bytes => Holds(bytes, Ann.Value));
        await Log.AppendAsync(Ann, Line("z", "a last word"), Patience);
        Assert.Equal("a last word", (await Log.FindAsync(Ann, "z", Patience))?.Text);
    }

    private IEnumerable<byte[]> Files()
    {
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(_storage.Options.DatabasePath)!))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            yield return bytes;
        }
    }

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
