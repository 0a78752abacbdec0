using System.Collections.Immutable;
using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>All checks of one flow.</summary>
internal static class FlowChecks
{
    /// <summary>What the engine relies on.</summary>
    /// <param name="flows">Null when the flow is compiled by itself: then the flows it names are not looked up.</param>
    public static void Structure(FlowGraph graph, FlowSet? flows, ProblemList problems)
    {
        PathChecks.Check(graph, problems);
        new AnswerChecks(graph, flows, problems).Check();
        TranslationChecks.Check(graph.Draft.Texts.Uses, problems);
        var alone = flows ?? new FlowSet(
            new Dictionary<string, FlowGraph>(StringComparer.Ordinal) { [graph.Draft.Id] = graph },
            graph.Draft.Steps.SelectMany(step => step.FlowNames).Select(name => name.Text).ToHashSet(StringComparer.Ordinal));
        CallChecks.Check(graph, alone, problems);
    }

    /// <summary>What a person reads.</summary>
    /// <param name="helpWords">Normalised.</param>
    public static void Wording(FlowDraft draft, ImmutableHashSet<string> helpWords, ProblemList problems)
    {
        TextChecks.Check(draft.Texts.Uses, draft.Flow.Theme, _ => draft.Flow.Gated, draft.Sources, problems);
        foreach (var label in draft.Texts.Uses.Where(text => text.Role == TextRole.Label && helpWords.Contains(CommandWords.Normalise(text.Text))))
        {
            problems.Report(ProblemCodes.LabelHidesHelp, label.At, $"The label '{Names.Shown(label.Text)}' of {label.Owner} is a word for help and does not open it.");
        }
    }

    /// <summary>Its place among the others: id, gate, translations, transcripts.</summary>
    public static void Belonging(FlowDraft draft, FlowSet flows, ContentFiles content, ProblemList problems)
    {
        SafetyChecks.Check(flows.Find(draft.Id)!, flows, problems);
        var given = draft.GivenId;
        if (given.Text != draft.Id && flows.Knows(given.Text))
        {
            problems.Report(ProblemCodes.DuplicateFlow, given.At, $"The id '{given.Text}' belongs to the folder 'flows/{given.Text}'.");
        }
        else if (given.Text != draft.Id)
        {
            problems.Report(ProblemCodes.IdIsNotFolder, given.At, $"The id is '{Names.Shown(given.Text)}', and the folder is '{draft.Id}'.");
        }

        foreach (var language in draft.Flow.Languages.Where(language => language != "en" && !content.Messages.ContainsKey(language)))
        {
            problems.Report(ProblemCodes.LanguageWithoutMessages, Mark.TopOf($"flows/{draft.Id}/{language}.yaml"), $"There is no messages/{language}.yaml.");
        }

        var transcripts = content.Transcripts.GetValueOrDefault(draft.Id, []).Length;
        if (transcripts < ContentLimits.TranscriptsPerFlow)
        {
            problems.Report(ProblemCodes.FewTranscripts, Mark.TopOf(draft.File), $"The flow has {transcripts} transcripts; it needs {ContentLimits.TranscriptsPerFlow}.");
        }
    }
}
