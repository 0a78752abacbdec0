using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>Reads one step of a flow, whatever its kind.</summary>
internal static class StepReader
{
    private static readonly ImmutableArray<string> Kinds =
        ["say", "ask", "choose", "pick", "scale", "call", "branch", "recap", "keep", "offer", "end"];

    public static StepDraft Read(YamlEntry entry, FlowTexts texts, bool gated, ProblemList problems)
    {
        Names.CheckKey(entry.Key, "step id", problems);
        var owner = $"step '{Names.Shown(entry.Key.Text)}'";
        if (Fields.Of(entry.Value, entry.Key.At, owner, problems) is not { } fields
            || Kind((YamlMap)entry.Value, entry.Key.At, owner, problems) is not { } kind)
        {
            return new StepDraft(entry.Key.Text, entry.Key.At, null);
        }

        var draft = new StepFields(entry.Key.Text, owner, fields, texts, gated, problems).Read(kind);
        fields.Finish();
        return draft;
    }

    private static string? Kind(YamlMap map, Mark at, string owner, ProblemList problems)
    {
        var kinds = map.Entries.Select(entry => entry.Key.Text).Where(key => Kinds.Contains(key)).ToList();
        if (kinds.Count == 1)
        {
            return kinds[0];
        }

        problems.Report(
            ProblemCodes.NotOneKind,
            at,
            kinds.Count == 0 ? $"The {owner} is of no known kind." : $"The {owner} is {string.Join(" and ", kinds)} at once.",
            kinds.Count == 0 ? map.Entries.Select(entry => Spelling.Hint(entry.Key.Text, Kinds)).FirstOrDefault(hint => hint is not null) : null);
        return null;
    }
}
