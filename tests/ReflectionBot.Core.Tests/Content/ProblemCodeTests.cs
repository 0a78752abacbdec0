using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class ProblemCodeTests
{
    public static TheoryData<string> Codes => [.. ProblemCodes.All.Select(code => code.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_example_of_a_code_yields_exactly_that_code_on_its_line(string code)
    {
        var problem = ProblemCodes.All.Single(one => one.Code == code);
        var example = problem.Example;

        var compilation = PackCompiler.Compile(SamplePack.With(
            withoutTranscripts: problem == ProblemCodes.FewTranscripts ? example.File.Split('/')[1] : null,
            (example.File, example.Text)));

        Assert.Equal(
            [$"{code} {problem.Severity} {example.File}:{example.Line}"],
            compilation.Problems.Select(found => $"{found.Code} {found.Severity} {found.File}:{found.Line}"));
        Assert.Equal(problem.Severity == Severity.Error, compilation.Pack is null);
        Assert.All(compilation.Problems, found => Assert.NotEmpty(found.Hint));
    }

    [Fact]
    public void No_two_codes_share_a_number_a_title_or_an_example()
    {
        Assert.Equal(ProblemCodes.All.Length, ProblemCodes.All.Select(code => code.Code).Distinct().Count());
        Assert.Equal(ProblemCodes.All.Length, ProblemCodes.All.Select(code => code.Title).Distinct().Count());
        Assert.Equal(ProblemCodes.All.Length, ProblemCodes.All.Select(code => code.Example).Distinct().Count());
        Assert.All(ProblemCodes.All, code => Assert.Matches("^RB[0-9]{4}$", code.Code));
    }

    [Fact]
    public void The_sample_pack_has_no_fault()
    {
        var compilation = PackCompiler.Compile(SamplePack.With());

        Assert.Empty(compilation.Problems);
        Assert.NotNull(compilation.Pack);
    }
}
