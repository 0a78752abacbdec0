using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>Calls and offers name flows that are there, no flow comes to call itself, and no loop goes round without a question.</summary>
internal static class CallChecks
{
    public static void Check(FlowGraph graph, FlowSet flows, ProblemList problems)
    {
        foreach (var step in graph.Draft.Steps)
        {
            Names(step, flows, problems);
            if (step.Step is CallStep call && flows.Calls(call.FlowId, graph.Draft.Id))
            {
                problems.Report(ProblemCodes.CallCycle, step.FlowNames[0].At, $"Step '{step.Id}' calls '{call.FlowId}', and from there '{graph.Draft.Id}' is called again.");
            }
        }

        Loops(graph, flows, problems);
    }

    private static void Names(StepDraft step, FlowSet flows, ProblemList problems)
    {
        var code = step.Step is CallStep ? ProblemCodes.UnknownCall : ProblemCodes.UnknownOffer;
        foreach (var name in step.FlowNames.Where(name => !flows.Knows(name.Text)))
        {
            problems.Report(
                code,
                name.At,
                $"Step '{step.Id}' {(step.Step is CallStep ? "calls" : "offers")} '{Reading.Names.Shown(name.Text)}', and there is no such flow.",
                Spelling.Hint(name.Text, flows.Ids));
        }
    }

    private static void Loops(FlowGraph graph, FlowSet flows, ProblemList problems)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in graph.Draft.Steps.Where(step => flows.GoesOn(graph, step.Id)))
        {
            var onward = graph.From(graph.Targets(step.Id), (id, _) => flows.GoesOn(graph, id));
            if (onward.Contains(step.Id) && !onward.Overlaps(reported))
            {
                reported.UnionWith(onward.Where(id => flows.GoesOn(graph, id)));
                problems.Report(ProblemCodes.LoopWithoutWait, step.At, $"From step '{step.Id}' the bot can come back to it without a question in between.");
            }
        }
    }
}
