using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Reads the entries of <c>frames</c>; every name in them must be one that exists.</summary>
internal sealed class FrameReader(
    LexiconSource source,
    Dictionary<string, int> contexts,
    Func<YamlNode?, bool, ImmutableArray<Pattern>> readPatterns)
{
    private static readonly Dictionary<string, CrisisKinds> KindNames = new(StringComparer.Ordinal)
    {
        ["suicide"] = CrisisKinds.Suicide,
        ["self_injury"] = CrisisKinds.SelfInjury,
        ["partner_violence"] = CrisisKinds.PartnerViolence,
        ["sexual_violence"] = CrisisKinds.SexualViolence,
        ["stalking"] = CrisisKinds.Stalking,
        ["confinement"] = CrisisKinds.Confinement,
        ["child"] = CrisisKinds.Child,
        ["urgent"] = CrisisKinds.Urgent,
        ["strangulation"] = CrisisKinds.Strangulation,
        ["pregnancy"] = CrisisKinds.Pregnancy,
    };

    private static readonly string[] FlagNames = ["third_person", "monitored", "minor", "perpetrator", "outright", "whole_message", "not_negatable"];

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public Frame? Read(YamlNode node)
    {
        var entries = source.Keys(node, "id", "group", "tier", "kinds", "flags", "unless", "softened_by", "floor", "any");
        var id = source.Text(entries, "id", node);
        if (!_ids.Add(id))
        {
            source.Fault(node, $"there are two frames '{id}'");
        }

        var flags = Flags(entries);
        var patterns = readPatterns(entries.GetValueOrDefault("any"), !flags.Contains("not_negatable"));
        if (patterns.Length == 0)
        {
            source.Fault(node, $"the frame '{id}' has no pattern");
        }

        return new Frame(id, source.Text(entries, "group", node), ReadTier(entries, "tier", node), Kinds(entries), patterns)
        {
            WholeMessage = flags.Contains("whole_message"),
            ThirdPerson = flags.Contains("third_person"),
            Monitored = flags.Contains("monitored"),
            Minor = flags.Contains("minor"),
            Perpetrator = flags.Contains("perpetrator"),
            Outright = flags.Contains("outright"),
            Unless = References(entries, "unless"),
            SoftenedBy = References(entries, "softened_by"),
            Floor = entries.ContainsKey("floor") ? ReadTier(entries, "floor", node) : Tier.None,
        };
    }

    private Tier ReadTier(Dictionary<string, YamlNode> entries, string key, YamlNode node)
    {
        var text = source.Text(entries, key, node);
        if (text is "0" or "1" or "2" or "3")
        {
            return (Tier)(text[0] - '0');
        }

        source.Fault(node, $"'{key}: {text}' is not 0, 1, 2 or 3");
        return Tier.None;
    }

    private CrisisKinds Kinds(Dictionary<string, YamlNode> entries)
    {
        var kinds = CrisisKinds.None;
        foreach (var (node, name) in source.List(entries, "kinds"))
        {
            if (KindNames.TryGetValue(name, out var kind))
            {
                kinds |= kind;
            }
            else
            {
                source.Fault(node, $"unknown kind '{name}'");
            }
        }

        return kinds;
    }

    private HashSet<string> Flags(Dictionary<string, YamlNode> entries)
    {
        var flags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (node, name) in source.List(entries, "flags"))
        {
            if (!FlagNames.Contains(name, StringComparer.Ordinal))
            {
                source.Fault(node, $"unknown flag '{name}'");
            }

            flags.Add(name);
        }

        return flags;
    }

    private ImmutableArray<int> References(Dictionary<string, YamlNode> entries, string key)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        foreach (var (node, name) in source.List(entries, key))
        {
            if (contexts.TryGetValue(name, out var context))
            {
                found.Add(context);
            }
            else
            {
                source.Fault(node, $"unknown context '{name}'");
            }
        }

        return found.ToImmutable();
    }
}
