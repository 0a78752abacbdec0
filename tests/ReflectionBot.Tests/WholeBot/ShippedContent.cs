using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Hosting;

namespace ReflectionBot.Tests.WholeBot;

/// <summary>The content that the executable under test runs on.</summary>
internal static class ShippedContent
{
    private static readonly Lazy<Pack> Compiled = new(() =>
        PackCompiler.Compile(ContentFolder.Read(Path.Combine(AppContext.BaseDirectory, "content"))).Pack
            ?? throw new InvalidOperationException("The shipped content has errors."));

    private static readonly Lazy<ImmutableHashSet<string>> Troubles = new(() =>
        [.. Pack.Languages.Values.SelectMany(messages => messages.Texts).Where(text => text.Key.StartsWith("trouble.", StringComparison.Ordinal)).Select(text => text.Value)]);

    public static Pack Pack => Compiled.Value;

    /// <summary>Said past the conversation, because nothing could be taken just then: on a busy machine that may happen to any of these tests.</summary>
    public static bool IsTrouble(string text) => Troubles.Value.Contains(text);
}
