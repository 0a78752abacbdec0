using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace ReflectionBot.Core.Conversations;

/// <summary>A scripted conversation, used as a test and by <c>chat --script</c>. The form is described in <c>docs/authoring.md</c>.</summary>
public sealed record Transcript(string Name, ImmutableDictionary<string, string> Setup, ImmutableArray<TranscriptLine> Lines)
{
    private static readonly ImmutableHashSet<string> Settings = ["language", "country", "consented", "flow"];
    private static readonly ImmutableHashSet<string> Checks = ["help", "no help", "ended", "running"];

    /// <param name="name">What to call it in messages, usually its path.</param>
    /// <param name="text">The whole file.</param>
    /// <exception cref="FormatException">With the line and what was expected there.</exception>
    public static Transcript Parse(string name, string text)
    {
        var setup = ImmutableDictionary.CreateBuilder<string, string>();
        var lines = ImmutableArray.CreateBuilder<TranscriptLine>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var rest = line.Length > 1 ? line[1..].Trim() : "";
            if (line[0] == '@')
            {
                var space = rest.IndexOf(' ', StringComparison.Ordinal);
                var key = space < 0 ? rest : rest[..space];
                if (!Settings.Contains(key) || space < 0)
                {
                    throw Fault(name, number, $"'@ {rest}' is not one of: {string.Join(", ", Settings.Order(StringComparer.Ordinal))}, followed by a value");
                }

                setup[key] = rest[(space + 1)..].Trim();
                continue;
            }

            lines.Add(line[0] switch
            {
                '>' => Said(number, rest, name),
                '<' => new ExpectedReply(number, Unescape(rest.EndsWith('…') ? rest[..^1] : rest), rest.EndsWith('…')),
                '[' => Buttons(number, line, name),
                '~' => new TimePasses(number, Span(name, number, rest)),
                '*' when Checks.Contains(rest) || rest.StartsWith("kept ", StringComparison.Ordinal) => new ExpectedState(number, rest),
                _ => throw Fault(name, number, "a line begins with one of > < [ ~ * @ #"),
            });
        }

        return new Transcript(name, setup.ToImmutable(), lines.ToImmutable());
    }

    private static TranscriptLine Said(int number, string rest, string name)
    {
        if (!rest.StartsWith('['))
        {
            return new PersonWrites(number, Unescape(rest));
        }

        var close = rest.IndexOf(']', StringComparison.Ordinal);
        if (close < 0)
        {
            throw Fault(name, number, "a pressed button is written > [Label], ticks are written > [One | Two] Done");
        }

        var inside = rest[1..close].Trim();
        var behind = rest[(close + 1)..].Trim();
        return behind.Length == 0
            ? new PersonPresses(number, [inside])
            : new PersonPresses(number, [.. inside.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), behind]);
    }

    private static ExpectedButtons Buttons(int number, string line, string name)
    {
        if (!line.EndsWith(']'))
        {
            throw Fault(name, number, "buttons are written [ One | Two ]");
        }

        var labels = line[1..^1].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var open = labels is [.., "…"];
        return new ExpectedButtons(number, [.. open ? labels[..^1] : labels], open);
    }

    private static Duration Span(string name, int number, string rest) =>
        rest.Length > 1 && double.TryParse(rest.AsSpan(0, rest.Length - 1), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            ? rest[^1] switch
            {
                's' => Duration.FromSeconds(amount),
                'm' => Duration.FromMinutes(amount),
                'h' => Duration.FromHours(amount),
                'd' => Duration.FromDays(amount),
                _ => throw Fault(name, number, "time is written 30s, 10m, 2h or 3d"),
            }
            : throw Fault(name, number, "time is written 30s, 10m, 2h or 3d");

    private static string Unescape(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal);

    private static FormatException Fault(string name, int number, string what) => new($"{name}:{number}: {what}.");
}

/// <param name="Number">Line in the file, from 1.</param>
public abstract record TranscriptLine(int Number);

public sealed record PersonWrites(int Number, string Text) : TranscriptLine(Number);

/// <param name="Number">Line in the file, from 1.</param>
/// <param name="Labels">One button, or the ticked ones followed by the button that submits them.</param>
public sealed record PersonPresses(int Number, ImmutableArray<string> Labels) : TranscriptLine(Number);

/// <param name="Number">Line in the file, from 1.</param>
/// <param name="Text">The whole message, or its beginning.</param>
/// <param name="Beginning">Only the beginning is given.</param>
public sealed record ExpectedReply(int Number, string Text, bool Beginning) : TranscriptLine(Number);

/// <param name="Number">Line in the file, from 1.</param>
/// <param name="Labels">In order.</param>
/// <param name="AndOthers">More may follow.</param>
public sealed record ExpectedButtons(int Number, ImmutableArray<string> Labels, bool AndOthers) : TranscriptLine(Number);

public sealed record TimePasses(int Number, Duration Span) : TranscriptLine(Number);

/// <param name="Number">Line in the file, from 1.</param>
/// <param name="What"><c>help</c>, <c>no help</c>, <c>kept N</c>, <c>ended</c> or <c>running</c>.</param>
public sealed record ExpectedState(int Number, string What) : TranscriptLine(Number);
