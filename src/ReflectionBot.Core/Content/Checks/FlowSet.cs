using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>All flows that could be read, for what can only be known across them.</summary>
/// <param name="known">Ids of all flows, those that could not be read included.</param>
internal sealed class FlowSet(IReadOnlyDictionary<string, FlowGraph> graphs, IReadOnlySet<string> known)
{
    private readonly Dictionary<string, bool> _passes = new(StringComparer.Ordinal);

    public IEnumerable<FlowGraph> Graphs => graphs.Values.OrderBy(graph => graph.Draft.Id, StringComparer.Ordinal);

    public IEnumerable<string> Ids => known;

    public bool Knows(string id) => known.Contains(id);

    public FlowGraph? Find(string id) => graphs.GetValueOrDefault(id);

    /// <summary>Whether some path leads through the flow without the person speaking.</summary>
    public bool Passes(string id)
    {
        if (_passes.TryGetValue(id, out var passes) || Find(id) is not { } graph)
        {
            return passes;
        }

        _passes[id] = false; // while it is being found out: a circle of calls never comes back
        passes = graph.From([graph.Draft.Flow.Start], (step, _) => GoesOn(graph, step))
            .Any(step => graph.Draft.Flow.Steps.GetValueOrDefault(step) is EndStep);
        _passes[id] = passes;
        return passes;
    }

    /// <summary>Whether the bot can come to the step and leave it again without the person speaking.</summary>
    public bool GoesOn(FlowGraph graph, string step) =>
        !graph.Unsure.Contains(step)
        && graph.Draft.Flow.Steps.TryGetValue(step, out var found)
        && (found is CallStep call ? Passes(call.FlowId) : !FlowGraph.Waits(found));

    /// <summary>Flags set by other flows of the same Run: those it calls, those that call it, and what they call.</summary>
    public IReadOnlySet<string> FlagsAround(string id)
    {
        var callers = graphs.Keys.Where(other => other == id || Called(other, []).Contains(id));
        return callers.SelectMany(caller => Called(caller, []).Append(caller))
            .Where(other => other != id)
            .SelectMany(other => Find(other)?.Flags ?? [])
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether one flow is the other, or comes to call it.</summary>
    public bool Calls(string from, string target) => from == target || Called(from, []).Contains(target);

    private HashSet<string> Called(string id, HashSet<string> seen)
    {
        foreach (var call in Find(id)?.Draft.Flow.Steps.Values.OfType<CallStep>() ?? [])
        {
            if (seen.Add(call.FlowId))
            {
                Called(call.FlowId, seen);
            }
        }

        return seen;
    }

    /// <summary>Whether the flow or one it calls can ask something.</summary>
    public bool Asks(string id) =>
        Called(id, [id]).Any(called => Find(called) is { } graph && graph.Draft.Flow.Steps.Values.Any(FlowGraph.Waits));
}
