using System.Collections.Immutable;
using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>
/// Conditions and placeholders ask only for what can be known by then. Answers belong to one flow; flags to the
/// whole Run, so a flow also knows those of the flows it calls and is called from.
/// </summary>
/// <param name="flows">Null when the flow is compiled by itself: flags of other flows are then taken on trust.</param>
internal sealed class AnswerChecks(FlowGraph graph, FlowSet? flows, ProblemList problems)
{
    private readonly Dictionary<string, HashSet<string>> _behind = new(StringComparer.Ordinal);

    private readonly Dictionary<string, StepDraft> _steps = graph.Draft.Steps.ToDictionary(step => step.Id, StringComparer.Ordinal);

    public void Check()
    {
        foreach (var step in graph.Draft.Steps)
        {
            foreach (var condition in step.Conditions)
            {
                Condition(step.Id, condition);
            }
        }

        foreach (var text in graph.Draft.Texts.Uses.Where(text => text.Language == "en"))
        {
            foreach (var name in Placeholders.Names(text.Text))
            {
                Placeholder(text, name);
            }
        }
    }

    private IEnumerable<string> Questions => graph.Draft.Steps.Where(step => IsQuestion(step.Id)).Select(step => step.Id);

    private void Condition(string stepId, ConditionDraft draft)
    {
        var condition = draft.Condition;
        if (condition.Flag is { } flag)
        {
            Flag(stepId, flag, draft.AtOf("flag"));
        }

        if (condition.Answer is not { } answer || !Answer(stepId, answer, draft.AtOf("answer")) || StepOf(answer) is not { } asked)
        {
            return;
        }

        Keys(asked, condition.Any, draft.AtOf("any"));
        if (condition.AtLeast is { } word)
        {
            if (asked is ScaleStep)
            {
                Keys(asked, [word], draft.AtOf("at_least"));
            }
            else
            {
                problems.Report(ProblemCodes.ConditionOnWrongKey, draft.AtOf("at_least"), $"'at_least' is for scales, and '{answer}' is none.");
            }
        }

        if (condition.Overlaps is { } other && Answer(stepId, other, draft.AtOf("overlaps")) && (asked is not PickStep || StepOf(other) is not PickStep))
        {
            problems.Report(ProblemCodes.ConditionOnWrongKey, draft.AtOf("overlaps"), $"'overlaps' joins two pick steps, and '{(asked is PickStep ? other : answer)}' is none.");
        }
    }

    private void Flag(string stepId, string flag, Mark at)
    {
        var setters = graph.Draft.Steps
            .SelectMany(step => graph.Exits(step.Id))
            .Where(exit => exit.Flags.Contains(flag))
            .Select(exit => exit.Target)
            .ToList();
        if (flows is null || flows.FlagsAround(graph.Draft.Id).Contains(flag))
        {
            return;
        }

        if (setters.Count == 0 && graph.Draft.Steps.Any(step => step.Step is null || step is { Unsure: true, Step: ChooseStep }))
        {
            return; // it may be set where the step could not be read, and that has been reported
        }

        if (setters.Count == 0)
        {
            problems.Report(ProblemCodes.ConditionOnNothing, at, $"No option sets the flag '{Names.Shown(flag)}'.", Spelling.Hint(flag, graph.Flags));
        }
        else if (graph.Reachable.Contains(stepId) && !graph.From(setters.OfType<string>()).Contains(stepId))
        {
            problems.Report(ProblemCodes.ConditionTooEarly, at, $"On no path is the flag '{flag}' set before step '{stepId}'.");
        }
    }

    private bool Answer(string stepId, string answer, Mark at)
    {
        if (!IsQuestion(answer))
        {
            problems.Report(ProblemCodes.ConditionOnNothing, at, $"No question of this flow is called '{Names.Shown(answer)}'.", Spelling.Hint(answer, Questions));
            return false;
        }

        if (TooEarly(answer, stepId))
        {
            problems.Report(ProblemCodes.ConditionTooEarly, at, $"On no path is '{answer}' answered before step '{stepId}'.");
        }

        return true;
    }

    private void Keys(Step asked, ImmutableArray<string> keys, Mark at)
    {
        var known = asked switch
        {
            ChooseStep choose => choose.Options,
            PickStep pick => pick.Options,
            ScaleStep scale => scale.Options,
            _ => [],
        };
        if (known.IsEmpty && asked is not AskStep)
        {
            return; // its options could not be read
        }

        foreach (var key in keys.Where(key => known.All(option => option.Key != key)))
        {
            problems.Report(
                ProblemCodes.ConditionOnWrongKey,
                at,
                $"The question '{asked.Id}' has no option '{Names.Shown(key)}'.",
                Spelling.Hint(key, known.Select(option => option.Key)));
        }
    }

    private void Placeholder(TextUse text, string name)
    {
        if (text.Role is not (TextRole.Filled or TextRole.Recap))
        {
            problems.Report(ProblemCodes.PlaceholderNotHere, text.At, $"'{{{Names.Shown(name)}}}' is in a text of {text.Owner} that takes no answers.");
            return;
        }

        var parts = name.Split([" & ", " - "], StringSplitOptions.None);
        if (parts.Length > 1 && text.Role != TextRole.Recap)
        {
            problems.Report(ProblemCodes.PlaceholderNotHere, text.At, $"'{{{Names.Shown(name)}}}' joins two answers outside a recap.");
            return;
        }

        if (parts.Length > 2 || Array.Find(parts, part => !IsQuestion(part)) is not null)
        {
            var wrong = Array.Find(parts, part => !IsQuestion(part)) ?? name;
            problems.Report(ProblemCodes.PlaceholderOfNothing, text.At, $"'{{{Names.Shown(name)}}}' names no question of this flow.", Spelling.Hint(wrong, Questions));
            return;
        }

        if (parts.Length == 2 && Array.Find(parts, part => StepOf(part) is not (PickStep or null)) is { } notPick)
        {
            problems.Report(ProblemCodes.PlaceholderNotPick, text.At, $"'{{{name}}}' joins ticks, and '{notPick}' is no pick step.");
        }

        foreach (var part in parts.Where(part => TooEarly(part, text.StepId!)))
        {
            problems.Report(ProblemCodes.PlaceholderTooEarly, text.At, $"On no path is '{part}' answered before {text.Owner}.");
        }
    }

    /// <summary>A step that nothing leads to has been reported; what it knows does not matter.</summary>
    private bool TooEarly(string question, string stepId) => graph.Reachable.Contains(stepId) && !Behind(question).Contains(stepId);

    /// <summary>Steps on a path that begins with an answer to this question, not with skipping it.</summary>
    private HashSet<string> Behind(string question)
    {
        if (!_behind.TryGetValue(question, out var behind))
        {
            behind = graph.Unsure.Contains(question)
                ? [.. graph.Draft.Steps.Select(step => step.Id)]
                : graph.From(graph.Exits(question).Where(exit => !exit.Skipped).Select(exit => exit.Target).OfType<string>());
            _behind.Add(question, behind);
        }

        return behind;
    }

    private Step? StepOf(string id) => graph.Draft.Flow.Steps.GetValueOrDefault(id);

    /// <summary>A step that could not be read may be a question.</summary>
    private bool IsQuestion(string id) =>
        _steps.TryGetValue(id, out var draft) && (draft.Step is null or AskStep or ChooseStep or PickStep or ScaleStep);
}
