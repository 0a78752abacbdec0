using System.Text;
using System.Text.RegularExpressions;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class ProblemDocsTests
{
    private const string Begin = "run the tests with WRITE_DOCS=1 to write them anew -->\n";
    private const string End = "<!-- problem codes: end -->";

    private static readonly string Page = Path.Combine(ShippedContentTests.Repository(), "docs", "authoring.md");

    [Fact]
    public void The_docs_list_every_problem_as_the_code_has_it()
    {
        var text = File.ReadAllText(Page);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
        {
            text = text[..begin] + Listed() + text[end..];
            File.WriteAllText(Page, text);
            end = text.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.Equal(Listed(), text[begin..end]);
    }

    [Fact]
    public void The_flow_in_the_docs_has_no_fault()
    {
        var example = Regex.Match(File.ReadAllText(Page), "## A flow\n\n```yaml\n(?<flow>.*?)```", RegexOptions.Singleline).Groups["flow"].Value;

        var compilation = PackCompiler.Compile(SamplePack.With(
            ("flows/b2-quiet-between-us/flow.yaml", example), ("flows/a8-right-now/flow.yaml", "theme: A8"), ("flows/c3-start-small/flow.yaml", "theme: C3")));

        Assert.Equal("", string.Join('\n', compilation.Problems));
    }

    private static string Listed()
    {
        var listed = new StringBuilder();
        foreach (var code in ProblemCodes.All)
        {
            listed
                .Append(code.Severity == Severity.Error ? "\n### " : "\n### (warning) ").Append(code.Code).Append(": ").Append(code.Title).Append("\n\n")
                .Append(Plain(code.Rule)).Append("\\\n").Append(Plain(code.Hint)).Append("\n\n")
                .Append('`').Append(code.Example.File).Append("`, line ").Append(code.Example.Line).Append(":\n\n")
                .Append(code.Example.File.EndsWith(".txt", StringComparison.Ordinal) ? "```text\n" : "```yaml\n")
                .Append(code.Example.Text).Append("\n```\n");
        }

        return listed.Append('\n').ToString();
    }

    private static string Plain(string text) => text.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
