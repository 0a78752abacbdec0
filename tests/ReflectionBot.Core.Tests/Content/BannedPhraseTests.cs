using ReflectionBot.Core.Content;
using ReflectionBot.Core.Content.Wording;

namespace ReflectionBot.Core.Tests.Content;

public sealed class BannedPhraseTests
{
    public static TheoryData<string, string> Phrases => [.. BannedPhrases.Lists
        .SelectMany(list => list.Value.Select(wording => (list.Key, wording.Pattern)))];

    [Theory]
    [MemberData(nameof(Phrases))]
    public void Every_phrase_is_found_in_its_language_and_has_a_reason(string language, string pattern)
    {
        var wording = BannedPhrases.Lists[language].Single(one => one.Pattern == pattern);
        var phrase = string.Join(' ', pattern.Split(' ').Select(word => word.Split('|')[^1].Replace("*", "", StringComparison.Ordinal)));

        Assert.Contains(wording.Reason, Hints(language, $"{char.ToUpperInvariant(phrase[0])}{phrase[1..]}."));
        Assert.EndsWith(".", wording.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("You’re not going to do it, are you?")]
    [InlineData("I UNDERSTAND how you  feel.")]
    [InlineData("Just breathe.")]
    [InlineData("A streak: seven days.")]
    [InlineData("You missed a day.")]
    [InlineData("That makes nine days in a row.")]
    [InlineData("You haven't answered yet.")]
    [InlineData("Shall we look for couples counselling?")]
    [InlineData("They're narcissistic.")]
    [InlineData("Leave him.")]
    public void What_must_never_be_said_is_found_however_it_is_written(string text) => Assert.NotEmpty(Hints("en", text));

    [Theory]
    [InlineData("Who have you missed most?")]
    [InlineData("What did you notice just now?")]
    [InlineData("They shrug: \"it's not that bad\".")]
    [InlineData("I am not a therapist, and I keep no streaks.")]
    [InlineData("Justice. Adjust it.")]
    [InlineData("You can promise yourself something.")]
    [InlineData("Couples counselling is for times when nobody is afraid.")]
    [InlineData("Was it well? Done.")]
    public void What_only_looks_like_it_is_left_alone(string text) => Assert.Empty(Hints("en", text));

    [Fact]
    public void The_word_that_a_theme_is_about_may_be_said_there()
    {
        const string text = "steps:\n  hello:\n    ask: Have you called somebody a narcissist?\n  end:\n    end: Take care.\n";

        Assert.Empty(PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", "theme: A4\n" + text))).Problems);
        Assert.NotEmpty(PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", text))).Problems);
    }

    [Fact]
    public void The_condition_of_couples_counselling_may_stand_in_the_question_of_its_option()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", """
            steps:
              kind:
                choose: Which kind, as long as nobody is afraid?
                options: {alone: Counselling alone, couples: Couples counselling}
              end:
                end: Take care.
            """)));

        Assert.Empty(compilation.Problems);
    }

    [Fact]
    public void Cards_are_looked_at_as_well()
    {
        var compilation = PackCompiler.Compile([
            .. SamplePack.With(),
            new SourceFile("crisis/cards/en.yaml", "cards:\n  first: I promise it gets better.\n  second: Call now!\n"),
            new SourceFile("crisis/lexicon/en.yaml", "frames: [i promise you missed me!]\n")]);

        Assert.Equal(["RB0043:2", "RB0043:2", "RB0055:3"], compilation.Problems.Select(problem => $"{problem.Code}:{problem.Line}").Order());
    }

    private static List<string> Hints(string language, string text) =>
        [.. PackCompiler.Compile([.. SamplePack.With(), new SourceFile($"crisis/cards/{language}.yaml", $"text: |\n  {text}\n")])
            .Problems.Where(problem => problem.Code == ProblemCodes.BannedPhrase.Code || problem.Code == ProblemCodes.PressingPhrase.Code).Select(problem => problem.Hint)];
}
