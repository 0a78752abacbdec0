namespace ReflectionBot.Core.Content;

public static partial class ProblemCodes
{
    public static readonly ProblemCode HarmWithoutGate = Error(
        "RB0050", "Harm without a safety gate", "A flow of theme A1 or A6, or one that speaks of fear of somebody, threats, violence, contempt, yelling or control, is gated.",
        "Set `gated: true` and ask the safety question first. A sentence that names help, and an option with `help:`, do not count.",
        ExampleFlow, 3,
        """
        steps:
          hello:
            ask: When did they last threaten you?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode GatedWithoutGate = Error(
        "RB0051", "Gated flow without a gate", "A flow with `gated: true` has a `choose` with `gate: true`.",
        "Add the safety question as first question.",
        ExampleFlow, 1,
        """
        gated: true
        """);

    public static readonly ProblemCode GateWithoutHelp = Error(
        "RB0052", "Gate without help", "One option of the gate has `help:`.",
        "Add `help: violence` to the answer of somebody who is afraid.",
        ExampleFlow, 3,
        """
        gated: true
        steps:
          gate:
            choose: Are you ever afraid of them?
            gate: true
            options: {never: No, often: Yes}
          end:
            end: Take care.
        """);

    public static readonly ProblemCode QuestionBeforeGate = Error(
        "RB0053", "Question before the gate", "In a gated flow every question is behind an answered gate, on every path; skipping the gate is no answer. Only an `offer` may stand before it.",
        "Move the gate up, or lead every path through it.",
        ExampleFlow, 3,
        """
        gated: true
        steps:
          hello:
            ask: What is on your mind?
          gate:
            choose: Are you ever afraid of them?
            gate: true
            options: {never: No, often: {label: Yes, help: violence}}
          end:
            end: Take care.
        """);

    public static readonly ProblemCode GatedKeeps = Error(
        "RB0054", "Gated flow that proposes to keep", "What is said in a gated flow is proposed to be forgotten.",
        "Write `propose: nothing`, or leave it out.",
        ExampleFlow, 9,
        """
        gated: true
        steps:
          gate:
            choose: Are you ever afraid of them?
            gate: true
            options: {never: No, often: {label: Yes, help: violence}}
          keeping:
            keep: Shall I keep any of this?
            propose: all
          end:
            end: Take care.
        """);

    public static readonly ProblemCode Exclamation = Error(
        "RB0055", "Exclamation mark in a sad place", "Gated flows, cards and the messages under care and help have no exclamation marks.",
        "End the sentence with a full stop.",
        "messages/en.yaml", 4,
        """
        texts:
          greeting: Hello, {name}.
          help:
            first: Help is here!
        """);

    public static readonly ProblemCode GateOutsideGated = Error(
        "RB0056", "Gate in an ungated flow", "`gate: true` belongs to a flow with `gated: true`.",
        "Set `gated: true` at the top.",
        ExampleFlow, 2,
        """
        steps:
          gate:
            choose: Is it all right to go on?
            gate: true
            options: {often: {label: "No", help: any}, never: "Yes"}
          end:
            end: Take care.
        """);

    public static readonly ProblemCode LabelHidesHelp = Error(
        "RB0057", "Label that hides help", "A label that is a command word for help, in any language, opens help.",
        "Add `help: any`, or reword the label.",
        ExampleFlow, 5,
        """
        steps:
          need:
            choose: What do you need?
            options:
              help: Help
              rest: Rest
          end:
            end: Take care.
        """);
}
