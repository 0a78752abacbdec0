using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Content.Wording;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>The line on which words of a text stand, for texts of several lines.</summary>
internal static class TextPlace
{
    public static Mark Of(TextUse text, PhraseMatch match, IEnumerable<SourceFile> sources)
    {
        if (text.At.EndLine <= text.At.Line || sources.FirstOrDefault(source => source.Path == text.At.File) is not { } source)
        {
            return text.At;
        }

        // A folded text has other line breaks than its source, so the source is searched for the words' first line.
        var words = match.Text.Split('\n', 2)[0];
        var lines = source.Text.Split('\n');
        for (var line = text.At.Line; line <= Math.Min(text.At.EndLine, lines.Length); line++)
        {
            var column = lines[line - 1].IndexOf(words, line == text.At.Line ? Math.Min(text.At.Column - 1, lines[line - 1].Length) : 0, StringComparison.Ordinal);
            if (column >= 0)
            {
                return new Mark(text.At.File, line, column + 1, line);
            }
        }

        return text.At;
    }
}
