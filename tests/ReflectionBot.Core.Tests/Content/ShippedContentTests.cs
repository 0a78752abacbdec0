using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class ShippedContentTests
{
    [Fact]
    public void The_shipped_content_compiles_without_any_problem()
    {
        var compilation = PackCompiler.Compile(Files());

        Assert.True(compilation.Problems.IsEmpty, string.Join('\n', compilation.Problems));
        Assert.NotNull(compilation.Pack);
    }

    internal static List<SourceFile> Files()
    {
        var root = Path.Combine(Repository(), "content");
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(root, path), File.ReadAllText(path)))];
    }

    /// <summary>The folder that holds the solution: tests run from below it.</summary>
    internal static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReflectionBot.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
