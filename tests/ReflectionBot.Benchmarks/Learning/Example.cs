using System.Globalization;
using System.Text.Json;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>A message somebody wrote as an example, and what it is.</summary>
/// <param name="Text">The message.</param>
/// <param name="Language">Its language, two letters.</param>
/// <param name="Label">self_harm, violence_danger, distress_no_crisis or benign.</param>
/// <param name="Severity">0 to 3.</param>
/// <param name="Writer">Whose it is: examples of one writer are alike in ways that those of others are not.</param>
/// <param name="Numbered">Whether it stands in a numbered file, which nobody read while making frames.</param>
internal sealed record Example(string Text, string Language, string Label, int Severity, string Writer, bool Numbered)
{
    /// <summary>Numbered files below this one are by one writer of each language.</summary>
    private const int SecondWriter = 50;

    /// <summary>From here on ten numbers are one writer's.</summary>
    private const int LaterWriters = 70;

    public bool IsSelfHarm => Label == "self_harm";

    public bool IsViolence => Label == "violence_danger";

    /// <summary>Nothing that calls for help.</summary>
    public bool IsHarmless => Severity == 0;

    /// <summary>What calls for a question rather than a Card.</summary>
    public bool IsQuiet => (IsSelfHarm || IsViolence) && Severity == 1;

    public bool CallsForCard => (IsSelfHarm || IsViolence) && Severity >= 2;

    /// <summary>Reads <c>.jsonl</c> and <c>.tsv</c> (label, severity, kinds, text; the language begins the file's name).</summary>
    public static IEnumerable<Example> Read(string path)
    {
        var (writer, numbered) = WriterOf(Path.GetFileNameWithoutExtension(path));
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            if (path.EndsWith(".jsonl", StringComparison.Ordinal))
            {
                using var row = JsonDocument.Parse(line);
                yield return new Example(Cell(row, "text"), Cell(row, "lang"), Cell(row, "label"), row.RootElement.GetProperty("severity").GetInt32(), writer, numbered);
            }
            else
            {
                var cells = line.Split('\t');
                yield return new Example(cells[3], Path.GetFileName(path)[..2], cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), writer, numbered);
            }
        }
    }

    private static string Cell(JsonDocument row, string name) => row.RootElement.GetProperty(name).GetString()!;

    private static (string Writer, bool Numbered) WriterOf(string file)
    {
        if (file.Length < 4 || !int.TryParse(file.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return (file, false);
        }

        return ($"{file[..2]}-{(number < SecondWriter ? 0 : number < LaterWriters ? SecondWriter : number / 10 * 10)}", true);
    }
}
