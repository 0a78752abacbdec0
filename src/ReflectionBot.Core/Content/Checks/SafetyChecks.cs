using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Content.Wording;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>Nobody who is afraid is led into an exercise: harm has a gate, the gate has help, and everything else is behind it.</summary>
internal static class SafetyChecks
{
    private static readonly string[] HarmThemes = ["A1", "A6"];

    public static void Check(FlowGraph graph, FlowSet flows, ProblemList problems)
    {
        var draft = graph.Draft;
        if (draft.Flow.Gated)
        {
            Gates(graph, flows, problems);
        }
        else
        {
            Harm(draft, problems);
        }

        foreach (var step in draft.Steps)
        {
            if (step.Step is ChooseStep { Gate: true } gate)
            {
                Gate(draft, step, gate, problems);
            }
            else if (step.Step is KeepStep { ProposeNothing: false } && draft.Flow.Gated)
            {
                problems.Report(ProblemCodes.GatedKeeps, step.KeepAt, $"Step '{step.Id}' of a gated flow proposes to keep all.");
            }
        }
    }

    private static void Gate(FlowDraft draft, StepDraft step, ChooseStep gate, ProblemList problems)
    {
        if (!draft.Flow.Gated)
        {
            problems.Report(ProblemCodes.GateOutsideGated, step.At, $"Step '{step.Id}' is a gate, and the flow is not gated.");
        }
        else if (gate.Options.All(option => option.Help is null))
        {
            problems.Report(ProblemCodes.GateWithoutHelp, step.At, $"No option of the gate '{step.Id}' opens help.");
        }
    }

    private static void Gates(FlowGraph graph, FlowSet flows, ProblemList problems)
    {
        var draft = graph.Draft;
        if (!draft.Steps.Any(step => step.Step is ChooseStep { Gate: true }))
        {
            // A step that could not be read may be the gate.
            if (draft.Steps.All(step => step.Step is not null))
            {
                problems.Report(ProblemCodes.GatedWithoutGate, draft.GatedAt, "The flow is gated, and none of its steps is the gate.");
            }

            return;
        }

        // Skipping the gate is not passing it; an offer of help or of another flow is no exercise.
        var open = graph.From([draft.Flow.Start], (id, exit) => !IsGate(id) || exit.Skipped);
        foreach (var step in draft.Steps.Where(step => open.Contains(step.Id) && !IsGate(step.Id)))
        {
            if (step.Step is AskStep or ChooseStep or PickStep or ScaleStep or KeepStep || (step.Step is CallStep call && flows.Asks(call.FlowId)))
            {
                problems.Report(ProblemCodes.QuestionBeforeGate, step.At, $"Step '{step.Id}' can be reached without answering the gate.");
            }
        }

        bool IsGate(string id) => draft.Flow.Steps.GetValueOrDefault(id) is ChooseStep { Gate: true };
    }

    private static void Harm(FlowDraft draft, ProblemList problems)
    {
        if (HarmThemes.Contains(draft.Flow.Theme))
        {
            problems.Report(ProblemCodes.HarmWithoutGate, draft.ThemeAt, $"Theme {draft.Flow.Theme} touches on harm, and the flow is not gated.");
            return;
        }

        foreach (var text in draft.Texts.Uses.Where(text => text is { Language: "en", Role: not TextRole.HelpLabel }))
        {
            if (HarmWords.Find(text.Text) is { } match)
            {
                problems.Report(
                    ProblemCodes.HarmWithoutGate,
                    TextPlace.Of(text, match, draft.Sources),
                    $"The text of {text.Owner} speaks of harm ('{match.Text}'), and the flow is not gated.");
                return;
            }
        }
    }
}
