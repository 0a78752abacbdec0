using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>A lexicon file as YAML nodes, read with the line of everything that is wrong.</summary>
internal sealed class LexiconSource(string name, List<string> faults)
{
    public YamlMappingNode? Open(TextReader text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException broken)
        {
            faults.Add($"{name}:{broken.Start.Line}: not YAML: {broken.Message}");
            return null;
        }

        if (yaml.Documents.Count == 1 && yaml.Documents[0].RootNode is YamlMappingNode root)
        {
            return root;
        }

        faults.Add($"{name}:1: a lexicon is one mapping");
        return null;
    }

    public void Fault(YamlNode node, string rule, int offset = 0) => faults.Add($"{name}:{node.Start.Line + offset}: {rule}");

    /// <summary>The entries of a mapping; keys outside <paramref name="allowed"/> are faults.</summary>
    public Dictionary<string, YamlNode> Keys(YamlNode node, params string[] allowed)
    {
        var entries = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode map)
        {
            Fault(node, "expected a mapping");
            return entries;
        }

        foreach (var (key, value) in map.Children)
        {
            var text = (key as YamlScalarNode)?.Value ?? string.Empty;
            if (allowed.Length > 0 && !allowed.Contains(text, StringComparer.Ordinal))
            {
                Fault(key, $"unknown key '{text}'");
            }
            else
            {
                entries[text] = value;
            }
        }

        return entries;
    }

    public string Text(Dictionary<string, YamlNode> entries, string key, YamlNode owner)
    {
        if (entries.TryGetValue(key, out var node) && node is YamlScalarNode { Value.Length: > 0 } scalar)
        {
            return scalar.Value;
        }

        Fault(node ?? owner, $"'{key}' is missing or empty");
        return string.Empty;
    }

    /// <summary>The words of a list such as <c>[a, b]</c>; none when the key is absent.</summary>
    public IEnumerable<(YamlNode Node, string Value)> List(Dictionary<string, YamlNode> entries, string key)
    {
        if (!entries.TryGetValue(key, out var node))
        {
            yield break;
        }

        if (node is not YamlSequenceNode list)
        {
            Fault(node, $"'{key}' is a list");
            yield break;
        }

        foreach (var item in list)
        {
            yield return (item, (item as YamlScalarNode)?.Value ?? string.Empty);
        }
    }

    /// <summary>The lines of a block of text with their line numbers; empty lines and those that begin with # are left out.</summary>
    public static IEnumerable<(int Offset, string Line)> Lines(YamlNode? node)
    {
        var lines = ((node as YamlScalarNode)?.Value ?? string.Empty).Split('\n');
        var first = node is YamlScalarNode { Style: ScalarStyle.Literal } ? 1 : 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                yield return (i + first, line);
            }
        }
    }
}
