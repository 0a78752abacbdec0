using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>One messages file as it was read.</summary>
/// <param name="Commands">Words by command, as written; a command that is left out is left out here.</param>
/// <param name="Texts">By dotted key, in the order of the file.</param>
internal sealed record MessagesDraft(
    string Language,
    string File,
    string Name,
    Mark CommandsAt,
    ImmutableDictionary<string, ImmutableArray<YamlText>> Commands,
    Mark TextsAt,
    ImmutableArray<KeyValuePair<string, TextUse>> Texts)
{
    public ImmutableDictionary<string, TextUse> ByKey { get; } = Texts.ToImmutableDictionary(StringComparer.Ordinal);
}
