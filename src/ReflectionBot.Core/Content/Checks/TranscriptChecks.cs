using System.Globalization;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>Transcripts can be read; whether they come out as written is for the tests that play them.</summary>
internal static class TranscriptChecks
{
    public static void Check(SourceFile file, ProblemList problems)
    {
        try
        {
            Transcript.Parse(file.Path, file.Text);
        }
        catch (FormatException fault)
        {
            var (line, what) = Place(fault.Message, file.Path);
            problems.Report(ProblemCodes.TranscriptSyntax, new Mark(file.Path, line, 1, line), $"The line cannot be read: {what}");
        }
        catch (Exception fault) when (fault is OverflowException or ArgumentOutOfRangeException)
        {
            problems.Report(ProblemCodes.TranscriptSyntax, Mark.TopOf(file.Path), "A span of time is longer than a clock can count.");
        }
    }

    /// <summary>The parser names its place as <c>path:line: what</c>.</summary>
    private static (int Line, string What) Place(string message, string path)
    {
        var rest = message.StartsWith(path + ":", StringComparison.Ordinal) ? message[(path.Length + 1)..] : message;
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(rest.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? (line, rest[(colon + 1)..].Trim())
            : (1, rest);
    }
}
