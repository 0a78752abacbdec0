using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>Where the steps of one flow lead: to steps that are there, to all of them, and to an end.</summary>
internal static class PathChecks
{
    public static void Check(FlowGraph graph, ProblemList problems)
    {
        References(graph, problems);
        DeadEnds(graph, problems);
        Unreachable(graph, problems);
        Endless(graph, problems);
    }

    private static void References(FlowGraph graph, ProblemList problems)
    {
        var ids = graph.Draft.Steps.Select(step => step.Id).ToList();
        foreach (var step in graph.Draft.Steps)
        {
            foreach (var (key, target) in step.References.Where(reference => !ids.Contains(reference.Target.Text)))
            {
                problems.Report(
                    ProblemCodes.PointsAtNothing,
                    target.At,
                    $"'{key}' of step '{step.Id}' points at '{Names.Shown(target.Text)}', and there is no such step.",
                    Spelling.Hint(target.Text, ids));
            }
        }
    }

    private static void DeadEnds(FlowGraph graph, ProblemList problems)
    {
        foreach (var step in graph.Draft.Steps.Where(step => graph.Exits(step.Id).Any(exit => exit.Missing)))
        {
            problems.Report(ProblemCodes.DeadEnd, step.At, $"Step '{step.Id}' is the last one and leads nowhere.");
        }
    }

    private static void Unreachable(FlowGraph graph, ProblemList problems)
    {
        foreach (var step in graph.Draft.Steps.Where(step => !graph.Reachable.Contains(step.Id)))
        {
            problems.Report(ProblemCodes.UnreachableStep, step.At, $"No path leads to step '{step.Id}'.");
        }
    }

    private static void Endless(FlowGraph graph, ProblemList problems)
    {
        var ending = Ending(graph);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in graph.Draft.Steps.Where(step => graph.Reachable.Contains(step.Id) && !ending.Contains(step.Id)))
        {
            var onward = graph.From([step.Id]);
            if (!onward.Overlaps(reported))
            {
                problems.Report(ProblemCodes.NeverEnds, step.At, $"From step '{step.Id}' no path leads to an end: {string.Join(", ", onward.Order(StringComparer.Ordinal))}.");
            }

            reported.UnionWith(onward);
        }
    }

    /// <summary>Every step from which some path leads to an end, found backwards.</summary>
    private static HashSet<string> Ending(FlowGraph graph)
    {
        var leadingTo = graph.Draft.Steps
            .SelectMany(step => graph.Targets(step.Id).Select(target => (step.Id, Target: target)))
            .ToLookup(pair => pair.Target, pair => pair.Id, StringComparer.Ordinal);
        var ending = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(graph.Draft.Steps.Select(step => step.Id).Where(id => Ends(graph, id)));
        while (open.TryPop(out var id))
        {
            if (ending.Add(id))
            {
                foreach (var before in leadingTo[id])
                {
                    open.Push(before);
                }
            }
        }

        return ending;
    }

    /// <summary>A dead end and a step that points at nothing have been reported already.</summary>
    private static bool Ends(FlowGraph graph, string id) =>
        graph.Unsure.Contains(id)
        || graph.Exits(id).Any(exit => exit.Missing)
        || (graph.Draft.Flow.Steps.TryGetValue(id, out var step) && step is EndStep);
}
