using ReflectionBot.Verbs;

namespace ReflectionBot.Tests.Verbs;

public sealed class CheckVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rb-check-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_shipped_content_has_no_error()
    {
        var (code, output, _) = await CommandLine.RunAsync("check", "--content", Path.Combine(AppContext.BaseDirectory, "content"));

        Assert.True(code == ExitCodes.Done, output);
        Assert.StartsWith("0 errors", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_named_with_its_line_and_ends_with_one()
    {
        var flow = Directory.CreateDirectory(Path.Combine(_folder.FullName, "flows", "broken"));
        await File.WriteAllTextAsync(Path.Combine(flow.FullName, "flow.yaml"), "id: broken\ntitel: x\n", TestContext.Current.CancellationToken);

        var (code, output, _) = await CommandLine.RunAsync("check", "--content", _folder.FullName);

        Assert.Equal(ExitCodes.Found, code);
        Assert.Matches(@"(?m)^flows/broken/flow\.yaml:2:1 error RB\d{4} ", output);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_fault_of_the_settings()
    {
        var (code, _, error) = await CommandLine.RunAsync("check", "--content", Path.Combine(_folder.FullName, "nowhere"));

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Contains("Content:Path: must be a folder that exists", error, StringComparison.Ordinal);
    }
}
