using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class CompilerEffortTests
{
    /// <summary>
    /// About twice what is seen. Memory stands for time here, because it is the same on a loaded machine: a check that
    /// grows with the square of the flows shows in both.
    /// </summary>
    private const long MostBytes = 100_000_000;

    [Fact]
    public void Forty_flows_in_two_languages_compile_while_an_author_waits()
    {
        var shipped = ShippedContentTests.Files();
        var folders = shipped.Where(file => file.Path.StartsWith("flows/", StringComparison.Ordinal)).GroupBy(file => file.Path.Split('/')[1]).ToList();
        var files = shipped.Where(file => !file.Path.StartsWith("flows/", StringComparison.Ordinal)).ToList();
        for (var copy = 0; copy < 40; copy++)
        {
            var folder = folders[copy % folders.Count];
            var id = copy < folders.Count ? folder.Key : $"copy-{copy}";
            files.AddRange(folder.Select(file => new SourceFile(
                file.Path.Replace($"/{folder.Key}/", $"/{id}/", StringComparison.Ordinal),
                file.Text.Replace($"id: {folder.Key}", $"id: {id}", StringComparison.Ordinal))));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var compilation = PackCompiler.Compile(files);

        Assert.Equal(40, compilation.Pack!.Flows.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }
}
