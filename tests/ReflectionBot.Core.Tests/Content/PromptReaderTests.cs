using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class PromptReaderTests
{
    [Fact]
    public void Every_fault_of_a_prompt_is_named_with_its_line()
    {
        var compilation = Compile("""
            prompts:
              - {id: care, theme: A4, depth: 1, text: Who did you call a narcissist last?}
              - {id: care, theme: B1, depth: 1, text: What reached you today?}
              - {id: deep, theme: B1, depth: 4, text: What reached you today?}
              - {id: label, theme: B1, text: Who is the narcissist here?}
              - {id: filled, theme: B1, text: "What did {name} do?"}
              - {id: empty, theme: B1, text: }
              - {id: Bad Id, theme: B1, text: What now?, lockscreen: true}
            """, """
            prompts:
              care: ¿A quién llamaste narcisista?
              deap: ¿Qué te llegó hoy?
            """);

        Assert.Equal(
            ["es:3 RB0061", "en:3 RB0045", "en:4 RB0009", "en:5 RB0043", "en:6 RB0037", "en:7 RB0007", "en:8 RB0008", "en:8 RB0004"],
            compilation.Problems.Select(problem => $"{(problem.File.Contains(".es.", StringComparison.Ordinal) ? "es" : "en")}:{problem.Line} {problem.Code}"));
    }

    [Fact]
    public void A_file_of_the_wrong_shape_is_not_taken_for_an_empty_one()
    {
        var compilation = Compile("prompts: none\n", "prompts: [one]\n");

        Assert.Equal(["RB0006", "RB0006"], compilation.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void A_prompt_stands_beside_its_translation()
    {
        var compilation = Compile(
            "prompts:\n  - {id: care, theme: B1, depth: 2, lock_screen: true, text: What reached you today?}\n",
            "prompts:\n  care: ¿Qué te llegó hoy?\n");

        Assert.Empty(compilation.Problems);
        var prompt = Assert.Single(compilation.Pack!.Prompts);
        Assert.True(prompt is { Id: "care", Theme: "B1", Depth: 2, LockScreen: true, SafeAfterCard: false });
        Assert.Equal("¿Qué te llegó hoy?", prompt.Text.In("es"));
    }

    private static Compilation Compile(string english, string spanish) =>
        PackCompiler.Compile(SamplePack.With(("prompts/daily.yaml", english), ("prompts/daily.es.yaml", spanish)));
}
