using ReflectionBot.Core.Content;
using ReflectionBot.Core.Tests.Content;

namespace ReflectionBot.Core.Tests;

/// <summary>The content this repository ships, compiled once.</summary>
internal static class ShippedContent
{
    private static readonly Lazy<Compilation> Compiled = new(() => PackCompiler.Compile(ShippedContentTests.Files()));

    public static string Folder { get; } = Path.Combine(ShippedContentTests.Repository(), "content");

    public static Pack Pack => Compiled.Value.Pack
        ?? throw new InvalidOperationException("The shipped content does not compile:\n" + string.Join('\n', Compiled.Value.Problems));
}
