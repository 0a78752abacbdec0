namespace ReflectionBot.Core.Content;

/// <summary>One file of content, as its caller read it.</summary>
/// <param name="Path">Relative to <c>content/</c>, for example <c>flows/a8-right-now/flow.yaml</c>.</param>
public sealed record SourceFile(string Path, string Text)
{
    /// <summary>The same file on every machine: forward slashes, line feeds, no byte order mark.</summary>
    internal SourceFile Normalised() => new(
        Path.Replace('\\', '/').TrimStart('/'),
        Text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal));
}
