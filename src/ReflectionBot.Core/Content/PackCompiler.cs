using System.Collections.Immutable;
using ReflectionBot.Core.Content.Checks;
using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content;

/// <summary>Turns the files of <c>content/</c> into a <see cref="Pack"/>, or says everything that is wrong with them.</summary>
public static class PackCompiler
{
    /// <summary>Never throws for anything a file can hold, and never stops at the first problem.</summary>
    /// <param name="files">All files of the folder that it <see cref="Reads"/>, in any order. Those under <c>crisis/</c> are looked at for their wording only.</param>
    public static Compilation Compile(IEnumerable<SourceFile> files)
    {
        var problems = new ProblemList();
        var content = ContentFiles.Sort(files, problems);
        var messages = ReadMessages(content, problems);
        var flows = ReadFlows(content, problems);
        var helpWords = MessagesBuilder.HelpWords(messages);

        foreach (var graph in flows.Graphs)
        {
            FlowChecks.Structure(graph, flows, problems);
            FlowChecks.Wording(graph.Draft, helpWords, problems);
            FlowChecks.Belonging(graph.Draft, flows, content, problems);
        }

        foreach (var language in flows.Graphs.SelectMany(graph => graph.Draft.Flow.Languages).Distinct(StringComparer.Ordinal))
        {
            var budget = new WordBudget(flows, language);
            foreach (var graph in flows.Graphs.Where(graph => graph.Draft.Flow.Languages.Contains(language)))
            {
                budget.Check(graph, problems);
            }
        }

        foreach (var (folder, transcripts) in content.Transcripts)
        {
            if (!flows.Knows(folder))
            {
                problems.Report(ProblemCodes.Missing, Yaml.Mark.TopOf(transcripts[0].Path), $"The folder 'flows/{folder}' has no {FlowReader.FileName}.");
            }

            foreach (var transcript in transcripts)
            {
                TranscriptChecks.Check(transcript, problems);
            }
        }

        var promptIds = new HashSet<string>(StringComparer.Ordinal);
        var prompts = content.Prompts.ToDictionary(
            pair => pair.Key,
            pair => PromptReader.Read(pair.Value, content.PromptTranslations.GetValueOrDefault(pair.Key, []), promptIds, problems),
            StringComparer.Ordinal);

        foreach (var card in content.Cards)
        {
            CardChecks.Check(card, problems);
        }

        return new Compilation(problems.HasErrors ? null : Build(content, messages, flows, prompts), problems.Sorted());
    }

    /// <summary>Whether a file of the folder can make a difference: a relative path with <c>/</c>.</summary>
    public static bool Reads(string path) => ContentFiles.Reads(path);

    /// <summary>The <see cref="Pack.Revision"/> of what these files compile to, if they compile at all: a hundredth of the work.</summary>
    public static string RevisionOf(IEnumerable<SourceFile> files) => Hash.Of(ContentFiles.Sort(files, new ProblemList()).All);

    /// <summary>
    /// Compiles one flow by itself, such as an earlier revision from its stored sources. Only what the engine needs is
    /// checked: a rule about wording that came later must not end a Run that began before it.
    /// </summary>
    public static FlowCompilation CompileFlow(IEnumerable<SourceFile> files)
    {
        var problems = new ProblemList();
        var content = ContentFiles.Sort(files, problems);
        var flows = ReadFlows(content, problems);
        if (flows.Graphs.ToList() is not [var graph])
        {
            if (!problems.HasErrors)
            {
                problems.Report(ProblemCodes.Missing, Yaml.Mark.TopOf("flows"), $"One flow was expected, and {flows.Graphs.Count()} were given.");
            }

            return new FlowCompilation(null, problems.Sorted());
        }

        FlowChecks.Structure(graph, null, problems);
        return new FlowCompilation(problems.HasErrors ? null : graph.Draft.Flow, problems.Sorted());
    }

    private static List<MessagesDraft> ReadMessages(ContentFiles content, ProblemList problems)
    {
        if (!content.Messages.ContainsKey("en"))
        {
            problems.Report(ProblemCodes.NoEnglish, Yaml.Mark.TopOf("messages/en.yaml"), "There is no messages/en.yaml.");
        }

        var drafts = content.Messages.Select(pair => MessagesReader.Read(pair.Value, pair.Key, problems)).OfType<MessagesDraft>().ToList();
        var english = drafts.Find(draft => draft.Language == "en");
        foreach (var draft in drafts)
        {
            MessagesChecks.Check(draft, english, content.All, problems);
        }

        return drafts;
    }

    private static FlowSet ReadFlows(ContentFiles content, ProblemList problems)
    {
        var graphs = content.Flows
            .Select(pair => FlowReader.Read(pair.Key, pair.Value, problems))
            .OfType<FlowDraft>()
            .ToDictionary(draft => draft.Id, draft => new FlowGraph(draft), StringComparer.Ordinal);
        return new FlowSet(graphs, content.Flows.Keys.ToHashSet(StringComparer.Ordinal));
    }

    private static Pack Build(ContentFiles content, List<MessagesDraft> messages, FlowSet flows, Dictionary<string, ImmutableArray<Prompt>> prompts)
    {
        var all = flows.Graphs.Select(graph => graph.Draft).ToList();
        return new Pack(Hash.Of(content.All))
        {
            Flows = all.ToImmutableDictionary(draft => draft.Id, draft => draft.Flow, StringComparer.Ordinal),
            FlowOrder = [.. all.Select(draft => draft.Flow).Where(flow => flow.Listed).OrderBy(ThemeOrder).ThenBy(flow => flow.Id, StringComparer.Ordinal).Select(flow => flow.Id)],
            Prompts = prompts.GetValueOrDefault("daily", []),
            GroupPrompts = prompts.GetValueOrDefault("group", []),
            Languages = MessagesBuilder.Build(messages),
            Sources = all.ToImmutableDictionary(draft => $"{draft.Id}@{draft.Revision}", draft => draft.Sources, StringComparer.Ordinal),
        };
    }

    /// <summary>A2 before A10.</summary>
    private static (char Letter, int Number) ThemeOrder(Flow flow) =>
        (flow.Theme[0], int.Parse(flow.Theme.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
}
