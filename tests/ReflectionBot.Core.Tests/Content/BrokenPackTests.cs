using System.Text.RegularExpressions;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class BrokenPackTests
{
    public static TheoryData<string> Names => [.. BrokenPacks.All.Select(pack => pack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_fault_is_named_with_its_line_and_nothing_else_is(string name)
    {
        var (_, files) = BrokenPacks.All.Single(pack => pack.Name == name);

        var compilation = PackCompiler.Compile(SamplePack.With(files));

        var expected = files
            .SelectMany(file => file.Text.Split('\n').SelectMany((line, index) => Regex
                .Matches(Regex.Match(line, "# .*$").Value, "RB[0-9]{4}")
                .Select(match => $"{file.Path}:{index + 1} {match.Value}")))
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            string.Join('\n', expected),
            string.Join('\n', compilation.Problems.Select(problem => $"{problem.File}:{problem.Line} {problem.Code}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void There_are_twenty_broken_packs() => Assert.Equal(20, BrokenPacks.All.Length);

    [Fact]
    public void A_file_that_is_not_yaml_hides_no_problem_of_the_others()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(
            ("flows/other/flow.yaml", "steps: ["),
            ("messages/es.yaml", "texts: {"),
            ("flows/example/flow.yaml", "theme: nothing")));

        Assert.Equal(["RB0008", "RB0001", "RB0001"], compilation.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void One_mistake_is_not_reported_as_ten()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", """
            steps:
              ways:
                choose: Which one?
                options: [silence, walking]
              fork:
                branch:
                  - {when: {answer: ways, any: [silence]}, next: quiet}
                  - {when: {answr: ways, any: [walking]}, next: away}
                  - {when: {flag: both}, next: quiet}
                else: end
              quiet:
                ask: What was the silence like?
                next: end
              away:
                ask: Where did you go?
                next: end
              end:
                end: Take care.
            """)));

        Assert.Equal(["RB0006:4", "RB0030:8", "RB0004:8"], compilation.Problems.Select(problem => $"{problem.Code}:{problem.Line}"));
    }

    [Fact]
    public void A_misspelt_word_comes_with_the_right_one()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", """
            steps:
              hello:
                ask: What is on your mind?
                skip_too: end
              closing:
                ask: And then?
                next: cloosing
              end:
                end: Take care.
            """)));

        Assert.Contains("Did you mean 'skip_to'?", compilation.Problems.Select(problem => problem.Hint));
        Assert.Contains("Did you mean 'closing'?", compilation.Problems.Select(problem => problem.Hint));
    }

    [Fact]
    public void A_problem_inside_a_text_of_many_lines_names_the_line_of_the_words()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", """
            steps:
              hello:
                ask: |
                  What is on your mind?

                  You did a good job.
              end:
                end: Take care.
            """)));

        var problem = Assert.Single(compilation.Problems);
        Assert.Equal((6, 17), (problem.Line, problem.Column));
    }
}
