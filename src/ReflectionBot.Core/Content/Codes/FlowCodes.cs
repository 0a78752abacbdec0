namespace ReflectionBot.Core.Content;

public static partial class ProblemCodes
{
    public static readonly ProblemCode IdIsNotFolder = Error(
        "RB0011", "Id is not the folder's", "A flow's id is the name of its folder.",
        "Rename one of the two.",
        ExampleFlow, 1,
        """
        id: exampel
        """);

    public static readonly ProblemCode DuplicateFlow = Error(
        "RB0012", "Flow id taken", "A flow id belongs to one folder.",
        "Give the copy its folder's name as id.",
        "flows/copy/flow.yaml", 1,
        """
        id: example
        """);

    public static readonly ProblemCode NotOneKind = Error(
        "RB0013", "Step of no kind, or of two", "A step has exactly one of say, ask, choose, pick, scale, call, branch, recap, keep, offer, end.",
        "Give it one; split it where it has two.",
        ExampleFlow, 2,
        """
        steps:
          hello:
            say: Good to see you.
            ask: What is on your mind?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode PointsAtNothing = Error(
        "RB0014", "Points at nothing", "next, skip_to and else name a step of the same flow.",
        "Name a step of this flow.",
        ExampleFlow, 4,
        """
        steps:
          hello:
            ask: What is on your mind?
            next: ned
          end:
            end: Take care.
        """);

    public static readonly ProblemCode UnreachableStep = Error(
        "RB0015", "Unreachable step", "Some path leads from the first step to every other.",
        "Point something at it, or remove it.",
        ExampleFlow, 5,
        """
        steps:
          hello:
            ask: What is on your mind?
            next: end
          lost:
            ask: What else?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode DeadEnd = Error(
        "RB0016", "Dead end", "Every way out of a step leads to another step; only `end` ends.",
        "Add `next:`, or an `end` step below.",
        ExampleFlow, 2,
        """
        steps:
          hello:
            ask: What is on your mind?
        """);

    public static readonly ProblemCode NeverEnds = Error(
        "RB0017", "Never ends", "From every step some path leads to an end.",
        "Let one of the answers lead out.",
        ExampleFlow, 5,
        """
        steps:
          hello:
            choose: Shall we go round in circles?
            options: {round: Yes, out: {label: No, next: end}}
          more:
            ask: What else?
            next: more
          end:
            end: Take care.
        """);

    public static readonly ProblemCode LoopWithoutWait = Error(
        "RB0018", "Loop without a wait", "A loop holds a question, so that the bot never talks without end.",
        "Ask something inside the loop, or lead out of it.",
        ExampleFlow, 4,
        """
        steps:
          hello:
            ask: What is on your mind?
          thanks:
            say: Thank you.
          fork:
            branch:
              - {when: {answer: hello, given: true}, next: thanks}
          end:
            end: Take care.
        """);

    public static readonly ProblemCode UnknownCall = Error(
        "RB0019", "Call to an unknown flow", "call names a flow.",
        "Name the folder of a flow.",
        ExampleFlow, 3,
        """
        steps:
          breathe:
            call: othre
          end:
            end: Take care.
        """);

    public static readonly ProblemCode CallCycle = Error(
        "RB0020", "Flows call each other in a circle", "A flow never comes to call itself, not through others either.",
        "Break the circle; `offer` a flow instead of calling it.",
        ExampleFlow, 3,
        """
        steps:
          again:
            call: example
          end:
            end: Take care.
        """);

    public static readonly ProblemCode UnknownOffer = Error(
        "RB0021", "Offer of an unknown flow", "offer names flows.",
        "Name the folder of a flow.",
        ExampleFlow, 4,
        """
        steps:
          more:
            offer: Would you like to go on?
            flows: [othre]
          end:
            end: Take care.
        """);

    public static readonly ProblemCode OffersNothing = Error(
        "RB0022", "Offers nothing", "An offer has flows (at most six), a reminder or help.",
        "Add `flows:`, `reminder: true` or `help: true`, or make it an `end`.",
        ExampleFlow, 2,
        """
        steps:
          more:
            offer: Would you like to go on?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode OptionCount = Error(
        "RB0023", "Too few or too many options", "choose and pick have 2 to 12 options, a scale 2 to 7 words, a recap 1 to 12 lines.",
        "A single answer is a `say`; a long list is two questions.",
        ExampleFlow, 4,
        """
        steps:
          ways:
            choose: Which one?
            options: {silence: Silence}
          end:
            end: Take care.
        """);

    public static readonly ProblemCode SameLabel = Error(
        "RB0024", "Two options look the same", "The labels of a step differ.",
        "Reword one of the two.",
        ExampleFlow, 6,
        """
        steps:
          ways:
            choose: Which one?
            options:
              silence: Silence
              quiet: silence
          end:
            end: Take care.
        """);

    public static readonly ProblemCode HelpLeadsOn = Error(
        "RB0025", "Help that leads elsewhere", "An option with help ends the exercise, so it has no next and sets no flags.",
        "Remove `next:` and `set:`, or `help:`.",
        ExampleFlow, 6,
        """
        steps:
          tone:
            choose: How was it?
            options:
              fine: Fine
              afraid: {label: I was scared of them, help: violence, next: end}
          end:
            end: Take care.
        """);
}
