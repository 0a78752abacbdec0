using System.Text;
using System.Text.RegularExpressions;
using ReflectionBot.Hosting;

namespace ReflectionBot.Tests.Hosting;

/// <summary>What README and docs say about settings and metrics, held to the code.</summary>
public sealed partial class DocumentsTests
{
    private const string Begin = "run the tests with WRITE_DOCS=1 to write them anew -->\n";
    private const string End = "<!-- settings: end -->";

    private static readonly string Readme = Path.Combine(HouseTests.Root, "README.md");

    [Fact]
    public void The_README_lists_every_setting_as_the_catalogue_has_it()
    {
        var text = File.ReadAllText(Readme);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
        {
            text = text[..begin] + Listed() + text[end..];
            File.WriteAllText(Readme, text);
            end = text.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.Equal(Listed(), text[begin..end]);
    }

    [Fact]
    public void Every_setting_that_a_document_names_is_one()
    {
        var named = Documents().SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Key: $"{match.Groups["section"]}:{match.Groups["name"]}"))).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.True(SettingsCatalog.Find(one.Key, out _) is not null, $"{one.File} names {one.Key}."));
    }

    [Fact]
    public void Every_metric_that_a_document_names_is_one_of_ours_as_Prometheus_reads_it()
    {
        var ours = HouseTests.Sources().SelectMany(file => Instrument().Matches(File.ReadAllText(file))).Select(Exposed).ToHashSet(StringComparer.Ordinal);
        var named = Documents().SelectMany(file => Metric().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Name: match.Value))).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.True(ours.Contains(one.Name), $"{one.File} names {one.Name}."));
    }

    private static string Listed()
    {
        var listed = new StringBuilder("\n| Setting | What it is | Default |\n|---|---|---|\n");
        foreach (var setting in SettingsCatalog.All)
        {
            listed.Append($"| `{setting.Key}` | {setting.Meaning} | {Shown(setting.Default)} |\n");
        }

        return listed.Append('\n').ToString();
    }

    /// <summary>A value as code, words as words.</summary>
    private static string Shown(string? value) =>
        value is null ? "none" : !value.Contains(' ', StringComparison.Ordinal) || value.Contains('=', StringComparison.Ordinal) ? $"`{value}`" : value;

    /// <summary>As <see cref="PrometheusText"/> writes an instrument's name.</summary>
    private static string Exposed(Match instrument) =>
        instrument.Groups["name"].Value.Replace('.', '_') + (instrument.Groups["unit"].Value == "s" ? "_seconds" : "") + (instrument.Groups["kind"].Value == "Counter" ? "_total" : "");

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Path.Combine(HouseTests.Root, "docs"), "*.md").Append(Readme).Append(Path.Combine(HouseTests.Root, "CHANGELOG.md"));

    [GeneratedRegex(@"\b(?<section>Http|LocalChat|Telegram|Discord|Storage|Content)(:|__)(?<name>[A-Z]\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    [GeneratedRegex(@"Create(?<kind>Counter|Histogram)(<\w+>)?\(\s*""(?<name>reflectionbot\.[a-z.]+)""(,\s*(unit:\s*)?""(?<unit>[^""]*)"")?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\breflectionbot_[a-z_]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Metric();
}
