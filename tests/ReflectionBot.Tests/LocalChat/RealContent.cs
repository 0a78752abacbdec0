using ReflectionBot.Core.Content;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>The content that is shipped.</summary>
internal static class RealContent
{
    private static readonly Lazy<Pack> _pack = new(Compile);

    public static Pack Pack => _pack.Value;

    private static Pack Compile()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "content");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(folder, path), File.ReadAllText(path)));
        var compilation = PackCompiler.Compile(files);
        return compilation.Pack ?? throw new InvalidDataException(string.Join('\n', compilation.Problems));
    }
}
