namespace ReflectionBot.Core.Content;

public static partial class ProblemCodes
{
    public static readonly ProblemCode ConditionUnclear = Error(
        "RB0030", "Condition that says nothing", "A condition has a flag, or an answer with one of any, given, at_least, overlaps.",
        "Add `given: true`, or what the answer is to be compared with.",
        ExampleFlow, 6,
        """
        steps:
          hello:
            ask: What is on your mind?
          fork:
            branch:
              - when: {answer: hello}
                next: end
          end:
            end: Take care.
        """);

    public static readonly ProblemCode ConditionOnNothing = Error(
        "RB0031", "Condition on nothing", "A condition names a question of this flow, or a flag that an option of this flow sets.",
        "Name a question or a flag of this flow.",
        ExampleFlow, 6,
        """
        steps:
          hello:
            ask: What is on your mind?
          fork:
            branch:
              - {when: {flag: guarded}, next: end}
          end:
            end: Take care.
        """);

    public static readonly ProblemCode ConditionTooEarly = Error(
        "RB0032", "Condition on what comes later", "What a condition asks about was answered or set before on some path.",
        "Move the branch behind the question.",
        ExampleFlow, 4,
        """
        steps:
          fork:
            branch:
              - {when: {answer: hello, given: true}, next: end}
          hello:
            ask: What is on your mind?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode ConditionOnWrongKey = Error(
        "RB0033", "Condition that can never hold", "any names options of that question, at_least a word of that scale, overlaps joins two pick steps.",
        "Use a key of that question.",
        ExampleFlow, 7,
        """
        steps:
          ways:
            pick: Which of these do you know?
            options: {silence: Silence, walking: Walking off}
          fork:
            branch:
              - {when: {answer: ways, any: [silent]}, next: end}
          end:
            end: Take care.
        """);

    public static readonly ProblemCode PlaceholderOfNothing = Error(
        "RB0034", "Placeholder of nothing", "{name} names a question of this flow; in messages it is lower-case letters, digits, hyphens and underscores.",
        "Name a question of this flow, or take the braces out.",
        ExampleFlow, 5,
        """
        steps:
          hello:
            ask: What is on your mind?
          thanks:
            say: "You said: {helo}"
          end:
            end: Take care.
        """);

    public static readonly ProblemCode PlaceholderTooEarly = Error(
        "RB0035", "Placeholder of a later answer", "The answer in a placeholder can have been given before.",
        "Move the text behind the question.",
        ExampleFlow, 3,
        """
        steps:
          thanks:
            say: "You will say: {hello}"
          hello:
            ask: What is on your mind?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode PlaceholderNotPick = Error(
        "RB0036", "Set of something that has no ticks", "{a & b} and {a - b} join the answers of two pick steps.",
        "Name two pick steps.",
        ExampleFlow, 9,
        """
        steps:
          ways:
            pick: Which of these do you know?
            options: {silence: Silence, walking: Walking off}
          hello:
            ask: What is on your mind?
          closing:
            recap:
              lines: ["Both: {ways & hello}"]
              empty: You kept this to yourself, and that is fine.
          end:
            end: Take care.
        """);

    public static readonly ProblemCode PlaceholderNotHere = Error(
        "RB0037", "Placeholder where none is filled", "{name} is filled in recap, say, ask and choose; {a & b} and {a - b} in recap.",
        "Say it without the placeholder, or in a `say` before it.",
        ExampleFlow, 5,
        """
        steps:
          hello:
            ask: What is on your mind?
          end:
            end: "You said: {hello}"
        """);
}
