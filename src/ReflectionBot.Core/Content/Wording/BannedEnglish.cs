using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>What the bot never says in English. A word row with <c>|</c> has alternatives, <c>*</c> takes any ending.</summary>
internal static class BannedEnglish
{
    private const string Promise = "The bot promises nothing it cannot keep.";
    private const string KnowsYou = "Nobody knows how somebody else feels, a program least of all.";
    private const string Minimises = "It makes what is hard sound small.";
    private const string Verdict = "Questions, not verdicts: the bot labels nobody.";
    private const string Label = "A label can hide what happened; ask what was said and done.";
    private const string Compares = "Nobody is compared with others.";
    private const string Human = "The bot does not pose as a person, as watching or as always there.";
    private const string Advice = "The bot never tells anybody to leave, to stay or to confront: only the person living it can judge what is safe.";
    private const string Traces = "Clearing traces can be noticed and is never advised as if it were safe.";
    private const string Couples = "Couples work only with its condition in the same step: nobody is afraid.";
    private const string Leading = "A question about suicide is asked plainly and never asks for a no.";
    private const string HelpDenied = "Help is always one word away.";
    private const string Means = "No method, dose or place in any text.";

    public static readonly ImmutableArray<BannedWording> All =
    [
        new("you are not going to", Leading) { Always = true },
        new("you will not do anything", Leading) { Always = true },
        new("i|we promise", Promise),
        new("promise you", Promise),
        new("i|we guarantee", Promise),
        new("trust me", Promise),
        new("everything|it|things|you will be fine|ok|okay|alright", Promise),
        new("everything|it|things will get better", Promise),
        new("it gets better", Promise),
        new("i|we understand|know how you feel|felt", KnowsYou),
        new("i|we understand|know what you are", KnowsYou),
        new("i|we know|understand exactly", KnowsYou),
        new("i feel your", KnowsYou),
        new("just", Minimises) { Except = ["just now", "just as", "just then", "just before", "just after"] },
        new("calm down", Minimises),
        new("cheer up", Minimises),
        new("at least you", Minimises),
        new("not that|so bad", Minimises),
        new("get over it", Minimises),
        new("you|they|he|she are|is avoidant|codependent|abusive|abused|neglectful|narcissistic|depressed|traumatised|traumatized", Verdict),
        new("you|they|he|she are|is being abused|abusive|neglectful|avoidant|gaslit", Verdict),
        new("partner is avoidant|abusive|neglectful|narcissistic", Verdict),
        new("this|that|it is abuse", Verdict),
        new("narcissis*", Label) { Always = true, ExceptInTheme = "A4" },
        new("gaslight*", Label) { Always = true, ExceptInTheme = "A4" },
        new("toxic", Label) { Always = true, ExceptInTheme = "A4" },
        new("trauma bond*", Label) { Always = true, ExceptInTheme = "A4" },
        new("others|people have it worse", Compares),
        new("it could be worse", Compares),
        new("most people|couples would", Compares),
        new("normal|healthy couples", Compares),
        new("better|worse than most", Compares),
        new("i am human", Human),
        new("i am a human|person|therapist|counsellor|counselor|doctor|friend", Human),
        new("as your|a friend|therapist|counsellor|counselor", Human) { Except = ["as a friend would"] },
        new("i am watching", Human),
        new("i am always here", Human),
        new("i will always be", Human),
        new("i care about you", Human),
        new("i worry|am worried about you", Human),
        new("i love you", Human) { Except = ["say i love you", "saying i love you"] },
        new("you should|must leave|stay|go|forgive|confront|report|fight|tell", Advice),
        new("you should|must not leave|stay|go|forgive|confront|report|fight|tell", Advice),
        new("you need|have to leave|forgive|confront|stay|fight", Advice),
        new("you had better", Advice),
        new("leave him|her", Advice) { Always = true },
        new("time to leave", Advice),
        new("why do you stay", Advice),
        new("why did you stay", Advice),
        new("confront them|him|her|your", Advice) { Always = true },
        new("communicate better", Advice),
        new("win them|him|her back", Advice),
        new("make them|him|her love|stay|change|come", Advice),
        new("clear|erase|wipe|delete your history|traces|tracks|browser", Traces) { Always = true },
        new("cover your tracks", Traces) { Always = true },
        new("couple|couples|couple's counselling|counseling|counsellor|counselor|therapy|therapist|work", Couples) { Always = true, Unless = "afraid|scared|frightened|fear|fears|unsafe" },
        new("help is not available", HelpDenied) { Always = true },
        new("there is no help", HelpDenied) { Always = true },
        new("i|we can not help you", HelpDenied) { Always = true },
        new("overdose*", Means) { Always = true },
        new("noose*", Means) { Always = true },
        new("hang yourself", Means) { Always = true },
    ];
}
