using System.Collections.Immutable;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Hosting;

/// <summary>The content an author works on: every file of a folder that can be content.</summary>
public static class ContentFolder
{
    private static readonly ImmutableArray<string> Extensions = [".yaml", ".yml", ".txt"];

    /// <exception cref="IOException">A file could not be read, for example because it is being written right now.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static ImmutableArray<SourceFile> Read(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(Path.GetExtension(path)))
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path)))
            .Where(file => PackCompiler.Reads(file.Name.Replace(Path.DirectorySeparatorChar, '/')))
            .Select(file => new SourceFile(file.Name, File.ReadAllText(file.Path))),
    ];
}
