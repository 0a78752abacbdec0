using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Yaml;

/// <summary>A place in a file; lines and columns are 1-based.</summary>
/// <param name="EndLine">The last line of the value that begins here.</param>
internal readonly record struct Mark(string File, int Line, int Column, int EndLine)
{
    public static Mark TopOf(string file) => new(file, 1, 1, 1);
}

/// <summary>A value of a YAML file that knows where it stands.</summary>
internal abstract record YamlValue(Mark At)
{
    /// <summary>What an author would call it.</summary>
    public abstract string Kind { get; }
}

internal sealed record YamlText(Mark At, string Text, bool Quoted) : YamlValue(At)
{
    public override string Kind => IsNothing ? "nothing" : "a text";

    /// <summary><c>key:</c> with nothing behind it.</summary>
    public bool IsNothing => Text.Length == 0 && !Quoted;
}

internal sealed record YamlList(Mark At, ImmutableArray<YamlValue> Items) : YamlValue(At)
{
    public override string Kind => "a list";
}

internal sealed record YamlMap(Mark At, ImmutableArray<YamlEntry> Entries) : YamlValue(At)
{
    public override string Kind => "a set of keys";

    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => string.Equals(entry.Key.Text, key, StringComparison.Ordinal));
}

internal sealed record YamlEntry(YamlText Key, YamlValue Value);
