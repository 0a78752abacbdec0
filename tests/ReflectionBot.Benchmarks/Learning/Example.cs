using System.Globalization;
using System.Text.Json;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>A message somebody wrote as an example, and what it is.</summary>
internal sealed record Example(string Text, string Language, string Label, int Severity)
{
    public bool IsSelfHarm => Label == "self_harm";

    public bool IsViolence => Label == "violence_danger";

    /// <summary>Nothing that calls for help.</summary>
    public bool IsHarmless => Severity == 0;

    /// <summary>Reads <c>.jsonl</c> and <c>.tsv</c> (label, severity, kinds, text; the language begins the file's name).</summary>
    public static IEnumerable<Example> Read(string path)
    {
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            if (path.EndsWith(".jsonl", StringComparison.Ordinal))
            {
                using var row = JsonDocument.Parse(line);
                yield return new Example(Cell(row, "text"), Cell(row, "lang"), Cell(row, "label"), row.RootElement.GetProperty("severity").GetInt32());
            }
            else
            {
                var cells = line.Split('\t');
                yield return new Example(cells[3], Path.GetFileName(path)[..2], cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Cell(JsonDocument row, string name) => row.RootElement.GetProperty(name).GetString()!;
}
