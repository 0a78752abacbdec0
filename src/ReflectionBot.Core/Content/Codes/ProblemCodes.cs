using System.Collections.Immutable;

namespace ReflectionBot.Core.Content;

/// <summary>Every fault the compiler finds. Numbers are grouped: files, flows, answers, texts, safety, languages, transcripts.</summary>
public static partial class ProblemCodes
{
    private const string ExampleFlow = "flows/example/flow.yaml";
    private const string ExampleSpanish = "flows/example/es.yaml";

    /// <summary>All codes, in order.</summary>
    public static ImmutableArray<ProblemCode> All => Register.Codes;

    /// <summary>A class of its own, because the order in which the fields of a partial class come to life is not fixed.</summary>
    private static class Register
    {
        internal static readonly ImmutableArray<ProblemCode> Codes =
        [
            YamlSyntax, DuplicateKey, YamlExtras, UnknownKey, StrayFile, WrongType, Missing, BadName, OutOfRange,
            IdIsNotFolder, DuplicateFlow, NotOneKind, PointsAtNothing, UnreachableStep, DeadEnd, NeverEnds, LoopWithoutWait,
            UnknownCall, CallCycle, UnknownOffer, OffersNothing, OptionCount, SameLabel, HelpLeadsOn,
            ConditionUnclear, ConditionOnNothing, ConditionTooEarly, ConditionOnWrongKey,
            PlaceholderOfNothing, PlaceholderTooEarly, PlaceholderNotPick, PlaceholderNotHere,
            TextTooLong, NotOneLine, TooManyWords, BannedPhrase, PromptTooLong, PromptIdTaken, PressingPhrase,
            HarmWithoutGate, GatedWithoutGate, GateWithoutHelp, QuestionBeforeGate, GatedKeeps, Exclamation, GateOutsideGated, LabelHidesHelp,
            TranslationMissing, TranslationExtra, TranslationPlaceholders, NoEnglish, MessageFallsBack, MessageMustNotFallBack,
            LanguageIsNotFile, LanguageWithoutMessages, CommandWithoutWords, CommandWordTwice, CommandFallsBack,
            FewTranscripts, TranscriptSyntax,
        ];
    }

    private static ProblemCode Error(string code, string title, string rule, string hint, string file, int line, string text) =>
        new(code, Severity.Error, title, rule, hint, new ProblemExample(file, line, text));

    private static ProblemCode Warning(string code, string title, string rule, string hint, string file, int line, string text) =>
        new(code, Severity.Warning, title, rule, hint, new ProblemExample(file, line, text));
}
