using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>Reads the options of a choose or pick, and the words of a scale.</summary>
internal sealed class OptionReader(FlowTexts texts, ProblemList problems)
{
    private static readonly ImmutableDictionary<string, HelpTopic> Topics = ImmutableDictionary<string, HelpTopic>.Empty
        .Add("any", HelpTopic.Any)
        .Add("self-harm", HelpTopic.SelfHarm)
        .Add("violence", HelpTopic.Violence);

    /// <param name="leads">Whether an option may have next, set and help, as those of a choose do.</param>
    public ImmutableArray<FlowOption> Read(Fields fields, string key, string stepId, int most, bool leads, List<Reference> references)
    {
        var owner = $"step '{stepId}'";
        if (fields.Require(key) is not { } entry)
        {
            return [];
        }

        if (entry.Value is not YamlMap map)
        {
            problems.Report(ProblemCodes.WrongType, entry.Key.At, $"'{key}' of {owner} must be keys with labels, and is {entry.Value.Kind}.");
            return [];
        }

        if (map.Entries.Length < ContentLimits.MinOptions || map.Entries.Length > most)
        {
            problems.Report(ProblemCodes.OptionCount, entry.Key.At, $"'{key}' of {owner} has {map.Entries.Length}; it must be {ContentLimits.MinOptions} to {most}.");
        }

        return [.. map.Entries.Select(option => Option(option, key, stepId, leads, references))];
    }

    private FlowOption Option(YamlEntry entry, string list, string stepId, bool leads, List<Reference> references)
    {
        var key = entry.Key.Text;
        var owner = $"option '{Names.Shown(key)}' of step '{stepId}'";
        Names.CheckKey(entry.Key, "option key", problems);
        if (entry.Value is not YamlMap map)
        {
            return new FlowOption(key, Label(entry, TextRole.Label));
        }

        var fields = new Fields(map, entry.Key.At, owner, problems);
        var label = fields.Require("label");
        var help = leads ? Help(fields, owner) : null;
        var next = leads ? fields.Word("next") : null;
        var flags = leads ? fields.Words("set") : [];
        fields.Finish();
        foreach (var flag in flags)
        {
            Names.CheckKey(flag, "flag", problems);
        }

        if (next is not null)
        {
            references.Add(new Reference($"next of option '{Names.Shown(key)}'", next));
        }

        if (help is not null && (next is not null || !flags.IsEmpty))
        {
            problems.Report(ProblemCodes.HelpLeadsOn, entry.Key.At, $"The {owner} opens help and has {(next is not null ? "next" : "set")} as well.");
        }

        return new FlowOption(key, Label(label, help is null ? TextRole.Label : TextRole.HelpLabel))
        {
            Next = next?.Text,
            Flags = [.. flags.Select(flag => flag.Text)],
            Help = help,
        };

        LocalText Label(YamlEntry? text, TextRole role) =>
            texts.Read(text, role, owner, stepId, "steps", stepId, list, key);
    }

    private HelpTopic? Help(Fields fields, string owner)
    {
        if (fields.Word("help") is not { } word)
        {
            return null;
        }

        if (Topics.TryGetValue(word.Text, out var topic))
        {
            return topic;
        }

        problems.Report(
            ProblemCodes.WrongType,
            word.At,
            $"'help' of {owner} must be violence, self-harm or any, and is '{Names.Shown(word.Text)}'.",
            Spelling.Hint(word.Text, Topics.Keys));
        return HelpTopic.Any;
    }
}
