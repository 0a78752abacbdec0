using ReflectionBot.Verbs;

namespace ReflectionBot.Tests.Verbs;

public sealed class ChatVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rb-chat-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_transcript_that_comes_out_as_written_ends_with_zero()
    {
        var script = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "content", "flows"), "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();

        var (code, output, _) = await CommandLine.RunAsync("chat", "--script", script);

        Assert.True(code == ExitCodes.Done, output);
        Assert.Contains("as written", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transcript_that_comes_out_otherwise_ends_with_one_and_shows_what_was_said()
    {
        var script = Write("@ consented no\n> hello\n< Good evening, stranger.\n");

        var (code, output, _) = await CommandLine.RunAsync("chat", "--script", script);

        Assert.Equal(ExitCodes.Found, code);
        Assert.Contains($"{script}:3: expected: Good evening, stranger.", output, StringComparison.Ordinal);
        Assert.Contains("What was really said:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_transcript_is_named()
    {
        var (code, output, _) = await CommandLine.RunAsync("chat", "--script", Write("hello\n"));

        Assert.Equal(ExitCodes.Found, code);
        Assert.Contains(":1:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ephemeral_chat_talks_and_takes_the_numbers_of_buttons()
    {
        var (code, output, _) = await CommandLine.RunWithInputAsync("1\n", "chat", "--ephemeral");

        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("     1  ", output, StringComparison.Ordinal);
        Assert.Contains("What would you like to look at?", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann")]
    [InlineData("ann and bob")]
    [InlineData("a234567890123456789012345")]
    public async Task Whoever_talks_has_a_name_as_on_the_page(string name)
    {
        var (code, _, error) = await CommandLine.RunAsync("chat", "--ephemeral", "--as", name);

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Contains($"must be 1 to 24 of a-z, 0-9 and hyphen; given \"{name}\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_that_is_kept_goes_on_where_it_was_and_can_be_exported_and_forgotten()
    {
        var storage = $"--Storage:ConnectionString=Data Source={Path.Combine(_folder.FullName, "bot.db")}";
        await CommandLine.RunWithInputAsync("1\n", "chat", "--as", "ann", storage);

        var (_, again, _) = await CommandLine.RunWithInputAsync("", "chat", "--as", "ann", storage);
        Assert.DoesNotContain("Shall we begin?", again, StringComparison.Ordinal);

        var (exported, json, _) = await CommandLine.RunAsync("export", "--address", "terminal:ann", storage);
        Assert.Equal(ExitCodes.Done, exported);
        Assert.Contains("\"address\": \"terminal:ann\"", json, StringComparison.Ordinal);

        var (forgotten, _, _) = await CommandLine.RunAsync("forget", "--address", "terminal:ann", storage);
        Assert.Equal(ExitCodes.Done, forgotten);
        var (gone, _, _) = await CommandLine.RunAsync("export", "--address", "terminal:ann", storage);
        Assert.Equal(ExitCodes.Found, gone);
    }

    [Fact]
    public async Task A_new_database_is_made_by_migrate_and_nobody_is_in_it()
    {
        var storage = $"--Storage:ConnectionString=Data Source={Path.Combine(_folder.FullName, "data", "bot.db")}";

        var (code, _, error) = await CommandLine.RunAsync("migrate", storage);
        Assert.True(code == ExitCodes.Done, error);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "data", "bot.key")));

        var (gone, _, _) = await CommandLine.RunAsync("forget", "--address", "local:nobody", storage);
        Assert.Equal(ExitCodes.Found, gone);
        var (misused, _, wrong) = await CommandLine.RunAsync("forget", "--address", "nobody", storage);
        Assert.Equal(ExitCodes.Misused, misused);
        Assert.Contains("platform:id", wrong, StringComparison.Ordinal);
    }

    private string Write(string script)
    {
        var path = Path.Combine(_folder.FullName, "script.txt");
        File.WriteAllText(path, script);
        return path;
    }
}
