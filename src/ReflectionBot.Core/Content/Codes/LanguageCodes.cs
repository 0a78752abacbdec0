namespace ReflectionBot.Core.Content;

public static partial class ProblemCodes
{
    public static readonly ProblemCode TranslationMissing = Error(
        "RB0060", "Translation with a gap", "A flow's language file has every text of the flow.",
        "Translate it. A flow without the file falls back to English as a whole.",
        ExampleSpanish, 2,
        """
        steps:
          ways: {choose: ¿Cuál?, options: {silence: Silencio}}
          end: {end: Cuídate.}
        """);

    public static readonly ProblemCode TranslationExtra = Error(
        "RB0061", "Translation of nothing", "A language file has no more than the English has.",
        "Remove it, or look for the key's right name.",
        ExampleSpanish, 4,
        """
        steps:
          ways: {choose: ¿Cuál?, options: {silence: Silencio, walking: Irse}}
          end: {end: Cuídate.}
          more: {ask: ¿Qué más?}
        """);

    public static readonly ProblemCode TranslationPlaceholders = Error(
        "RB0062", "Other placeholders than the English", "A translated text has the placeholders of the English one.",
        "Use the same names in braces; they are not translated.",
        "messages/es.yaml", 2,
        """
        texts:
          greeting: Hola, {nombre}.
          help: {first: La ayuda está aquí.}
        """);

    public static readonly ProblemCode NoEnglish = Error(
        "RB0063", "English is missing", "messages/en.yaml is there: all else falls back to it.",
        "Add the file.",
        "messages/en.yaml", 1,
        """
        # nothing but a comment
        """);

    public static readonly ProblemCode MessageFallsBack = Warning(
        "RB0064", "Message falls back to English", "A language has all messages of the English.",
        "Translate it.",
        "messages/es.yaml", 1,
        """
        texts:
          help: {first: La ayuda está aquí.}
        """);

    public static readonly ProblemCode MessageMustNotFallBack = Error(
        "RB0065", "Help is missing in a language", "Messages under care and help are there in every language.",
        "Translate it.",
        "messages/es.yaml", 1,
        """
        texts:
          greeting: Hola, {name}.
        """);

    public static readonly ProblemCode LanguageIsNotFile = Error(
        "RB0066", "Language is not the file's", "`language:` is the two letters of the file's name.",
        "Correct one of the two.",
        "messages/es.yaml", 1,
        """
        language: en
        """);

    public static readonly ProblemCode LanguageWithoutMessages = Warning(
        "RB0067", "Language without messages", "A flow is translated into a language that has a file in messages/.",
        "Add messages/<language>.yaml, or nobody can choose this language.",
        "flows/example/fr.yaml", 1,
        """
        title: Exemple
        about: Un petit exemple.
        steps:
          ways: {choose: Lequel ?, options: {silence: Silence, walking: Partir}}
          end: {end: Prends soin de toi.}
        """);

    public static readonly ProblemCode CommandWithoutWords = Error(
        "RB0070", "Command nobody can write", "In English every command has words, help also sos; help and stop have words in every language.",
        "Add at least one word.",
        "messages/es.yaml", 1,
        """
        commands:
          help: []
        """);

    public static readonly ProblemCode CommandWordTwice = Error(
        "RB0071", "One word, two commands", "In one language a word belongs to one command; case and accents do not count.",
        "Take it from one of the two.",
        "messages/es.yaml", 3,
        """
        commands:
          help: [ayuda]
          start: [inicio, Áyuda]
        """);

    public static readonly ProblemCode CommandFallsBack = Warning(
        "RB0072", "Command falls back to English", "A language has its own words for every command.",
        "Add the words; the English ones work meanwhile.",
        "messages/es.yaml", 1,
        """
        commands: {help: ayuda, stop: parar} # and no others
        """);

    public static readonly ProblemCode TranscriptSyntax = Error(
        "RB0081", "Transcript that cannot be read", "A transcript keeps the form described below.",
        "A line begins with one of > < [ ~ * @ #.",
        "flows/example/transcripts/third.txt", 3,
        """
        @ flow example
        > hello
        - Which one?
        """);

    public static readonly ProblemCode FewTranscripts = Warning(
        "RB0080", "Too few transcripts", "A flow has at least two transcripts, one of them leaving early or skipping.",
        "Add flows/<id>/transcripts/<name>.txt; they are run as tests.",
        "flows/lonely/flow.yaml", 1,
        """
        title: A flow nobody tried
        """);
}
