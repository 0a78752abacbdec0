using System.Collections.Immutable;
using System.Text;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Groups;

/// <summary>What is wrong with a line; the content has a text for each.</summary>
internal enum LineFault
{
    TooLong,
    Twice,
    Contact,
    Theme,
    Kind,
    Quote,
    Fields,
    Empty,
    Full,
}

/// <param name="Number">Of the line as it was written, from 1.</param>
internal sealed record BadLine(int Number, LineFault Fault);

/// <summary>
/// Reads many questions at once: one to a line, or CSV with a first line that names its columns (question, theme, kind), parted by comma or semicolon. Good lines
/// come in, every bad one is named.
/// </summary>
internal static class QuestionImport
{
    private static readonly ImmutableArray<string> QuestionNames = ["question", "prompt", "text", "pregunta", "texto"];
    private static readonly ImmutableArray<string> ThemeNames = ["theme", "tema"];
    private static readonly ImmutableArray<string> KindNames = ["kind", "type", "tipo"];
    private static readonly ImmutableArray<string> WordKinds = ["", "words", "voices", "palabras"];
    private static readonly ImmutableArray<string> TapKinds = ["tap", "pulse", "toque"];

    /// <param name="text">As it was written; screened.</param>
    /// <param name="group">Where they are to be asked.</param>
    /// <param name="themes">Those of the library.</param>
    public static (ImmutableArray<QueuedQuestion> Good, ImmutableArray<BadLine> Bad) Read(string text, Group group, ImmutableArray<string> themes)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var columns = Columns(lines[0]);
        var known = group.Queue.Select(question => CommandWords.Normalise(question.Text)).ToHashSet(StringComparer.Ordinal);
        var good = ImmutableArray.CreateBuilder<QueuedQuestion>();
        var bad = ImmutableArray.CreateBuilder<BadLine>();
        for (var i = columns is null ? 0 : 1; i < lines.Count; i++)
        {
            if (lines[i].Trim().Length == 0)
            {
                continue;
            }

            var (question, fault) = columns is null ? (new QueuedQuestion(0, Bare(lines[i])), (LineFault?)null) : Row(lines[i], columns, themes);
            fault ??= Check(question!, known) ?? (group.Queue.Length + good.Count >= QueuedQuestion.Max ? LineFault.Full : null);
            if (fault is { } what)
            {
                bad.Add(new BadLine(i + 1, what));
            }
            else
            {
                good.Add(question! with { Number = group.LastQuestion + good.Count + 1 });
            }
        }

        return (good.ToImmutable(), bad.ToImmutable());
    }

    public static LineFault? Check(QueuedQuestion question, HashSet<string> known) =>
        question.Text.Length == 0 ? LineFault.Empty
        : question.Text.Length > Round.MaxText ? LineFault.TooLong
        : Recognisable.Of(question.Text).HasFlag(Traits.Contact) ? LineFault.Contact
        : CommandWords.Normalise(question.Text) is { Length: > 0 } word && !known.Add(word) ? LineFault.Twice
        : null;

    /// <summary>Without the mark of a list.</summary>
    private static string Bare(string line)
    {
        var text = line.Trim().TrimStart('-', '*', '•').TrimStart();
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 4 && text.Length > digits + 1 && text[digits] is '.' or ')' && text[digits + 1] == ' ' ? text[(digits + 2)..].TrimStart() : text;
    }

    private static Header? Columns(string line)
    {
        foreach (var separator in (ReadOnlySpan<char>)[',', ';', '\t'])
        {
            var names = Fields(line, separator)?.Select(name => name.Trim().ToLowerInvariant()).ToImmutableArray() ?? [];
            var question = Index(names, QuestionNames);
            if (question >= 0 && names.All(name => QuestionNames.Contains(name) || ThemeNames.Contains(name) || KindNames.Contains(name)))
            {
                return new Header(separator, names.Length, question, Index(names, ThemeNames), Index(names, KindNames));
            }
        }

        return null;

        static int Index(ImmutableArray<string> names, ImmutableArray<string> known) => names.IndexOf(names.FirstOrDefault(known.Contains, "\0"));
    }

    private static (QueuedQuestion? Question, LineFault? Fault) Row(string line, Header header, ImmutableArray<string> themes)
    {
        if (Fields(line, header.Separator) is not { } fields)
        {
            return (null, LineFault.Quote);
        }

        if (fields.Length > header.Count || fields.Length <= header.Question)
        {
            return (null, LineFault.Fields);
        }

        var theme = Field(header.Theme);
        var kind = Field(header.Kind);
        return theme.Length > 0 && !themes.Contains(theme) ? (null, LineFault.Theme)
            : !WordKinds.Contains(kind) && !TapKinds.Contains(kind) ? (null, LineFault.Kind)
            : (new QueuedQuestion(0, fields[header.Question].Trim()) { Theme = theme.Length > 0 ? theme : null, IsPulse = TapKinds.Contains(kind) }, null);

        string Field(int column) => column >= 0 && column < fields.Length ? fields[column].Trim().ToLowerInvariant() : "";
    }

    /// <summary>The fields of a line of CSV; null when a quote is not closed or stands in the middle of a field.</summary>
    private static ImmutableArray<string>? Fields(string line, char separator)
    {
        var fields = ImmutableArray.CreateBuilder<string>();
        var at = 0;
        while (true)
        {
            var (field, end) = line.AsSpan(at).StartsWith("\"") ? Quoted(line, at + 1) : Plain(line, at, separator);
            if (field is null)
            {
                return null;
            }

            fields.Add(field);
            if (end >= line.Length)
            {
                return fields.ToImmutable();
            }

            if (line[end] != separator)
            {
                return null;
            }

            at = end + 1;
        }
    }

    private static (string? Field, int End) Plain(string line, int from, char separator)
    {
        var end = line.IndexOf(separator, from);
        return end < 0 ? (line[from..], line.Length) : (line[from..end], end);
    }

    /// <summary>Up to the closing quote; two quotes stand for one. Null when none closes it.</summary>
    private static (string? Field, int End) Quoted(string line, int from)
    {
        var field = new StringBuilder();
        for (var at = from; at < line.Length;)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
                at++;
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at += 2;
            }
            else
            {
                return (field.ToString(), at + 1);
            }
        }

        return (null, line.Length);
    }

    /// <summary>Where the columns stand; -1 for one that is not there.</summary>
    private sealed record Header(char Separator, int Count, int Question, int Theme, int Kind);
}
