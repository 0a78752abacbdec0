using System.Collections.Immutable;
using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>One way out of a step.</summary>
/// <param name="Target">Null when it leads out of the flow or to nothing.</param>
/// <param name="Skipped">The question was skipped: there is no answer on this way.</param>
/// <param name="Missing">It should lead somewhere, and no step is named or below.</param>
internal readonly record struct Exit(string? Target, bool Skipped, bool Missing, ImmutableArray<string> Flags);

/// <summary>Which step leads where, as the author wrote it, mistakes included.</summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<string, ImmutableArray<Exit>> _exits;

    public FlowGraph(FlowDraft draft)
    {
        Draft = draft;
        var ids = draft.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        _exits = draft.Steps.ToDictionary(
            step => step.Id,
            step => draft.Flow.Steps.TryGetValue(step.Id, out var found) ? [.. ExitsOf(found)] : ImmutableArray<Exit>.Empty,
            StringComparer.Ordinal);
        Unsure = [.. draft.Steps.Where(step => step.Step is null || step.Unsure || _exits[step.Id].Any(exit => exit.Target is { } target && !ids.Contains(target))).Select(step => step.Id)];
        Reachable = From([draft.Flow.Start]);
    }

    public FlowDraft Draft { get; }

    /// <summary>
    /// Steps that could not be read or point at nothing. For reachability they may lead anywhere, so that one
    /// mistake is not reported as ten.
    /// </summary>
    public HashSet<string> Unsure { get; }

    public HashSet<string> Reachable { get; }

    /// <summary>Every flag that an option of this flow sets.</summary>
    public ImmutableHashSet<string> Flags => [.. _exits.Values.SelectMany(exits => exits).SelectMany(exit => exit.Flags)];

    public ImmutableArray<Exit> Exits(string id) => _exits.GetValueOrDefault(id, []);

    /// <summary>Steps of this flow that <paramref name="id"/> leads to, by name.</summary>
    public IEnumerable<string> Targets(string id) =>
        Exits(id).Select(exit => exit.Target).OfType<string>().Where(_exits.ContainsKey);

    /// <summary>All steps on any path that begins at <paramref name="starts"/>, those included.</summary>
    /// <param name="along">When given, only these ways out of a step are taken, and nothing is guessed about steps that could not be read.</param>
    public HashSet<string> From(IEnumerable<string> starts, Func<string, Exit, bool>? along = null)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(starts.Where(_exits.ContainsKey));
        while (open.TryPop(out var id))
        {
            if (!found.Add(id))
            {
                continue;
            }

            var targets = along is null && Unsure.Contains(id)
                ? _exits.Keys
                : Exits(id).Where(exit => along?.Invoke(id, exit) ?? true).Select(exit => exit.Target).OfType<string>().Where(_exits.ContainsKey);
            foreach (var target in targets)
            {
                open.Push(target);
            }
        }

        return found;
    }

    /// <summary>Whether the bot stops here until the person speaks. A call is neither: that is up to the called flow.</summary>
    public static bool Waits(Step step) => step is AskStep or ChooseStep or PickStep or ScaleStep or KeepStep or OfferStep;

    private static IEnumerable<Exit> ExitsOf(Step step)
    {
        switch (step)
        {
            case EndStep:
                break;
            case ChooseStep choose:
                foreach (var option in choose.Options.Where(option => option.Help is null))
                {
                    yield return To(option.Next ?? choose.Next, flags: option.Flags);
                }

                if (choose.OwnWords)
                {
                    yield return To(choose.Next);
                }

                // A gate cannot be skipped past: without a place of its own, skipping it stops the exercise.
                if (!choose.Gate || choose.OnSkip is not null)
                {
                    yield return To(choose.OnSkip ?? choose.Next, skipped: true);
                }

                break;
            case BranchStep branch:
                foreach (var way in branch.Branches)
                {
                    yield return To(way.Next);
                }

                yield return To(branch.Next);
                break;
            default:
                yield return To(step.Next);
                if (step is AskStep or PickStep or ScaleStep)
                {
                    yield return To(OnSkip(step) ?? step.Next, skipped: true);
                }

                break;
        }
    }

    private static string? OnSkip(Step step) => step switch
    {
        AskStep ask => ask.OnSkip,
        PickStep pick => pick.OnSkip,
        ScaleStep scale => scale.OnSkip,
        _ => null,
    };

    private static Exit To(string? target, bool skipped = false, ImmutableArray<string> flags = default) =>
        new(target, skipped, target is null, flags.IsDefault ? [] : flags);
}
