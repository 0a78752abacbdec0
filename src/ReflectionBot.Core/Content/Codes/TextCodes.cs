namespace ReflectionBot.Core.Content;

public static partial class ProblemCodes
{
    public static readonly ProblemCode TextTooLong = Error(
        "RB0040", "Text too long", "Texts: at most 1,000 characters; labels and titles 40; about 120; messages 2,000, and 40 under button.",
        "Shorten it.",
        ExampleFlow, 1,
        """
        title: A title that is much too long to be a button
        """);

    public static readonly ProblemCode NotOneLine = Error(
        "RB0041", "More than one line", "Titles, about and labels are one line.",
        "Write it on one line.",
        ExampleFlow, 5,
        """
        steps:
          ways:
            choose: Which one?
            options:
              silence: "Silence\nand walking"
              walking: Walking off
          end:
            end: Take care.
        """);

    public static readonly ProblemCode TooManyWords = Error(
        "RB0042", "Too many words before the person speaks", "Between two answers the bot says at most 60 words (72 in a translation) on every path, through branches and calls: say, a recap's intro and outro, and the question count together.",
        "Shorten, or ask something in between.",
        ExampleFlow, 11,
        """
        steps:
          one:
            say: >
              One two three four five six seven eight nine ten, one two three four five six seven eight nine ten,
              one two three four five six seven eight nine ten.
          two:
            say: >
              One two three four five six seven eight nine ten, one two three four five six seven eight nine ten,
              one two three four five six seven eight nine ten.
          three:
            ask: What is on your mind?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode BannedPhrase = Error(
        "RB0043", "Phrase the bot never says", "No promises, verdicts, diagnoses, minimising, advice to leave or stay, couples counselling only with its condition.",
        "Say it another way; ask instead of telling.",
        ExampleFlow, 3,
        """
        steps:
          hello:
            ask: I promise this is quick. What is on your mind?
          end:
            end: Take care.
        """);

    public static readonly ProblemCode PromptTooLong = Error(
        "RB0044", "Prompt too long", "A question that stands alone has at most 40 words.",
        "Shorten it.",
        "prompts/daily.yaml", 5,
        """
        prompts:
          - id: rain-01
            theme: A8
            depth: 1
            text: One two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten eleven?
        """);

    public static readonly ProblemCode PromptIdTaken = Error(
        "RB0045", "Prompt id taken", "A prompt id belongs to one question for ever: it tells what somebody was asked already.",
        "Give the new question an id of its own.",
        "prompts/daily.yaml", 6,
        """
        prompts:
          - id: rain-01
            theme: A8
            depth: 1
            text: What does the rain sound like today?
          - id: rain-01
            theme: A8
            text: What is the softest thing near you?
        """);

    public static readonly ProblemCode PressingPhrase = Error(
        "RB0046", "Wording that counts, shames or rewards", "No streaks, days in a row, points, badges, praise for answering or reproach for silence, in any text of the bot.",
        "Leave it out. An invitation stands for itself.",
        ExampleFlow, 3,
        """
        steps:
          hello:
            ask: Three days in a row. What is on your mind?
          end:
            end: Take care.
        """);
}
