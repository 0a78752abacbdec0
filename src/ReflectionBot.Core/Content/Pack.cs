using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content;

/// <summary>All validated content, immutable, with a revision.</summary>
/// <param name="Revision">Hash over all its files.</param>
public sealed record Pack(string Revision)
{
    /// <summary>Today's flows by id.</summary>
    public required ImmutableDictionary<string, Flow> Flows { get; init; }

    /// <summary>Flow ids in the order they are listed to a person: by theme.</summary>
    public required ImmutableArray<string> FlowOrder { get; init; }

    /// <summary>Earlier revisions that a Run may still stand on, by <c>id@revision</c>.</summary>
    public ImmutableDictionary<string, Flow> Earlier { get; init; } = ImmutableDictionary<string, Flow>.Empty;

    /// <summary>Questions that stand alone, for nudges, in the order of their files.</summary>
    public ImmutableArray<Prompt> Prompts { get; init; } = [];

    /// <summary>Questions that are safe to answer in front of others.</summary>
    public ImmutableArray<Prompt> GroupPrompts { get; init; } = [];

    /// <summary>The files each revision was compiled from, by <c>id@revision</c>: <see cref="PackCompiler.CompileFlow"/> brings it back.</summary>
    public ImmutableDictionary<string, ImmutableArray<SourceFile>> Sources { get; init; } = ImmutableDictionary<string, ImmutableArray<SourceFile>>.Empty;

    /// <summary>What the bot itself says, by language.</summary>
    public required ImmutableDictionary<string, Messages> Languages { get; init; }

    public Messages In(string language) => Languages.TryGetValue(language, out var messages) ? messages : Languages["en"];

    public bool TryFlow(string id, string revision, [NotNullWhen(true)] out Flow? flow) =>
        (Flows.TryGetValue(id, out flow) && string.Equals(flow.Revision, revision, StringComparison.Ordinal))
        || Earlier.TryGetValue($"{id}@{revision}", out flow);

    /// <summary>The files of a revision; empty when it is not of this Pack.</summary>
    public ImmutableArray<SourceFile> SourcesOf(string id, string revision) => Sources.GetValueOrDefault($"{id}@{revision}", []);

    /// <summary>This Pack, with the flows of <paramref name="former"/> kept for the Runs that stand on them.</summary>
    public Pack Succeeding(Pack former) => this with
    {
        Earlier = former.Flows.Values
            .Concat(former.Earlier.Values)
            .Where(flow => !(Flows.TryGetValue(flow.Id, out var now) && now.Revision == flow.Revision))
            .Select(flow => KeyValuePair.Create($"{flow.Id}@{flow.Revision}", flow))
            .Aggregate(Earlier, (all, pair) => all.SetItem(pair.Key, pair.Value)),
        Sources = former.Sources.SetItems(Sources),
    };
}

/// <summary>What the bot itself says in one language, and the words it understands as commands.</summary>
/// <param name="Language">Two-letter code.</param>
/// <param name="Name">The language's own name, for the picker.</param>
public sealed record Messages(string Language, string Name)
{
    /// <summary>Text by dotted key; the compiler has checked that every key of English is there or falls back.</summary>
    public required ImmutableDictionary<string, string> Texts { get; init; }

    /// <summary>Command by normalised whole-message word.</summary>
    public required ImmutableDictionary<string, string> CommandWords { get; init; }

    /// <summary>The text with its <c>{placeholders}</c> filled in.</summary>
    /// <exception cref="KeyNotFoundException">No such key: a bug, a test walks all keys the code uses.</exception>
    public string Text(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = Texts.TryGetValue(key, out var found) ? found : throw new KeyNotFoundException($"No message '{key}' in '{Language}'.");
        return Placeholders.Fill(text, values);
    }
}
