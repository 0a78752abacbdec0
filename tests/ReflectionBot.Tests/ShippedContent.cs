using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Hosting;

namespace ReflectionBot.Tests;

/// <summary>The content that is shipped, and that the executable under test runs on; compiled once.</summary>
internal static class ShippedContent
{
    private static readonly Lazy<Compilation> Compiled = new(() => PackCompiler.Compile(ContentFolder.Read(Path.Combine(AppContext.BaseDirectory, "content"))));

    private static readonly Lazy<ImmutableHashSet<string>> Troubles = new(() =>
        [.. Pack.Languages.Values.SelectMany(messages => messages.Texts).Where(text => text.Key.StartsWith("trouble.", StringComparison.Ordinal)).Select(text => text.Value)]);

    public static Pack Pack => Compiled.Value.Pack
        ?? throw new InvalidOperationException("The shipped content does not compile:\n" + string.Join('\n', Compiled.Value.Problems));

    /// <summary>Said past the conversation, because nothing could be taken just then: on a busy machine that may happen to any of these tests.</summary>
    public static bool IsTrouble(string text) => Troubles.Value.Contains(text);
}
