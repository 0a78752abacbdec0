using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class WordBudgetTests
{
    private const string Example = "flows/example/flow.yaml";
    private const string Other = "flows/other/flow.yaml";

    [Fact]
    public void Sixty_words_and_a_question_in_them_are_enough_and_sixty_one_are_too_many()
    {
        Assert.Empty(Lines((Example, Flow($"say: {Words(50)}", $"ask: {Words(10)}"))));
        Assert.Equal(["flows/example/flow.yaml:5"], Lines((Example, Flow($"say: {Words(51)}", $"ask: {Words(10)}"))));
    }

    [Fact]
    public void The_count_begins_anew_when_the_person_has_spoken() =>
        Assert.Empty(Lines((Example, Flow($"say: {Words(30)}", $"ask: {Words(30)}", $"say: {Words(30)}", $"ask: {Words(30)}"))));

    [Fact]
    public void The_longest_way_through_a_branch_counts()
    {
        var text = """
            steps:
              hello:
                choose: Which way?
                options: {near: Near, far: {label: Far, set: [far]}}
              fork:
                branch:
                  - {when: {flag: far}, next: long}
                else: last
              long:
                say: LONG
              last:
                ask: LAST
              end:
                end: Take care.
            """.Replace("LONG", Words(40), StringComparison.Ordinal).Replace("LAST", Words(25), StringComparison.Ordinal);

        Assert.Equal(["flows/example/flow.yaml:12"], Lines((Example, text)));
        Assert.Empty(Lines((Example, text.Replace(Words(40), Words(35), StringComparison.Ordinal))));
    }

    [Fact]
    public void What_is_said_before_a_call_counts_with_the_first_question_of_the_called_flow() => Assert.Equal(
        ["flows/example/flow.yaml:4"],
        Lines((Example, Flow($"say: {Words(40)}", "call: other")), (Other, Flow($"say: {Words(15)}", $"ask: {Words(10)}"))));

    [Fact]
    public void What_a_called_flow_says_last_counts_with_what_follows_the_call() => Assert.Equal(
        ["flows/example/flow.yaml:5"],
        Lines((Example, Flow("call: other", $"ask: {Words(30)}")), (Other, Flow($"ask: {Words(10)}", $"say: {Words(31)}"))));

    [Fact]
    public void A_called_flow_without_a_question_is_as_long_as_it_is() => Assert.Equal(
        ["flows/example/flow.yaml:7"],
        Lines((Example, Flow($"say: {Words(20)}", "call: other", $"ask: {Words(20)}")), (Other, Flow($"say: {Words(21)}"))));

    [Fact]
    public void A_translation_has_a_few_words_more()
    {
        Assert.Empty(Lines(Spanish(72)));
        Assert.Equal(["flows/example/es.yaml:5"], Lines(Spanish(73)));
    }

    [Fact]
    public void The_persons_own_words_in_braces_do_not_count() => Assert.Empty(Lines((Example, """
        steps:
          ways:
            pick: Which of these do you know?
            options: {silence: Silence, walking: Walking off}
          closing:
            recap:
              lines: ["{ways & ways}"]
              empty: Nothing.
          more:
            ask: ONE
          end:
            end: Take care.
        """.Replace("ONE", Words(59), StringComparison.Ordinal))));

    private static (string Path, string Text) Spanish(int words) => ("flows/example/es.yaml", $$"""
        steps:
          ways:
            options: {silence: Silencio, walking: Irse}
            choose:
              {{Words(words)}}
          end: {end: Cuídate.}
        """);

    private static string Flow(params string[] steps) =>
        "steps:\n" + string.Concat(steps.Select((step, index) => $"  step-{index}:\n    {step}\n")) + "  end:\n    end:\n";

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count)) + ".";

    private static List<string> Lines(params (string Path, string Text)[] files)
    {
        var problems = PackCompiler.Compile(SamplePack.With(files)).Problems;
        Assert.All(problems, problem => Assert.Equal(ProblemCodes.TooManyWords.Code, problem.Code));
        return [.. problems.Select(problem => $"{problem.File}:{problem.Line}")];
    }
}
