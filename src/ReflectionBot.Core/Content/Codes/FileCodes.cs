namespace ReflectionBot.Core.Content;

public static partial class ProblemCodes
{
    public static readonly ProblemCode YamlSyntax = Error(
        "RB0001", "Not YAML", "Every file is one YAML document.",
        "Look at this line and the one above it: an indent, a quote or a colon is often the cause. A text with ': ' in it needs quotes or '|'.",
        ExampleFlow, 3,
        """
        steps:
          hello:
            say: "A quote that never closes
        """);

    public static readonly ProblemCode DuplicateKey = Error(
        "RB0002", "Key given twice", "A key stands once.",
        "Rename or remove one of the two.",
        ExampleFlow, 4,
        """
        steps:
          hello:
            say: Good to see you.
            say: Good to see you again.
          end:
            end: Take care.
        """);

    public static readonly ProblemCode YamlExtras = Error(
        "RB0003", "Anchor, alias or tag", "Content is plain keys, texts and lists.",
        "Write the text out where it is needed.",
        ExampleFlow, 3,
        """
        steps:
          hello:
            say: &greeting Good to see you.
          end:
            end: Take care.
        """);

    public static readonly ProblemCode UnknownKey = Error(
        "RB0004", "Unknown key", "Only the keys of this page are known.",
        "Remove it, or look for the right word on this page.",
        ExampleFlow, 4,
        """
        steps:
          hello:
            ask: What is on your mind?
            skip_too: end
          end:
            end: Take care.
        """);

    public static readonly ProblemCode StrayFile = Warning(
        "RB0005", "File nobody reads", "A file lies where the compiler looks for it.",
        "Move or rename it: flows/<id>/flow.yaml, flows/<id>/<language>.yaml, flows/<id>/transcripts/*.txt, messages/<language>.yaml.",
        "flows/example/notes.yaml", 1,
        """
        idea: another ending
        """);

    public static readonly ProblemCode WrongType = Error(
        "RB0006", "Wrong type", "A value is of the kind its key asks for.",
        "Compare with the example of a flow on this page.",
        ExampleFlow, 4,
        """
        steps:
          ways:
            choose: Which one?
            options: [silence, walking]
          end:
            end: Take care.
        """);

    public static readonly ProblemCode Missing = Error(
        "RB0007", "Missing text or key", "What a person reads is never empty, and a step has what it needs.",
        "Add it.",
        ExampleFlow, 3,
        """
        steps:
          hello:
            ask:
          end:
            end: Take care.
        """);

    public static readonly ProblemCode BadName = Error(
        "RB0008", "Bad name", "Ids and keys are lower-case letters, digits and single hyphens: flow ids at most 40 characters, others 24; a theme is a letter and a number.",
        "Rename it.",
        ExampleFlow, 2,
        """
        steps:
          First_Step:
            ask: What is on your mind?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode OutOfRange = Error(
        "RB0009", "Number out of range", "minutes: 1 to 60; max: 1 to the number of options.",
        "Choose a number in the range.",
        ExampleFlow, 5,
        """
        steps:
          ways:
            pick: Which of these do you know?
            options: {silence: Silence, walking: Walking off}
            max: 3
          end:
            end: Take care.
        """);
}
