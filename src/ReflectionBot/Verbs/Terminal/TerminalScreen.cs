using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Verbs.Terminal;

/// <summary>What the person sees: texts, and under the latest of them its buttons with numbers to type.</summary>
public sealed class TerminalScreen(TextWriter output)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Reply> _byKey = new(StringComparer.Ordinal);
    private ImmutableArray<Option> _buttons = [];

    /// <summary>Counts what has been shown, so that a caller can tell whether it has fallen silent.</summary>
    public int Shown { get; private set; }

    /// <summary>The buttons meant by "2" or "1 3", or null when that is not what was typed.</summary>
    public ImmutableArray<string>? Pressed(string typed)
    {
        lock (_gate)
        {
            var ids = ImmutableArray.CreateBuilder<string>();
            foreach (var part in typed.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > _buttons.Length)
                {
                    return null;
                }

                ids.Add(_buttons[number - 1].Id);
            }

            return ids.Count == 0 ? null : ids.ToImmutable();
        }
    }

    public void Show(Outgoing outgoing)
    {
        lock (_gate)
        {
            Shown++;
            switch (outgoing)
            {
                case Reply reply:
                    Remember(reply);
                    Write(reply.Text, reply.Options);
                    WriteDocument(reply.Document);
                    break;
                case ReplyEdit edit:
                    Write(edit.Text ?? "", edit.Options);
                    break;
                case ReplyRetirement { Chosen: null } retirement when _byKey.TryGetValue(retirement.Key, out var over) && over.Options == _buttons:
                    _buttons = [];
                    break;
                case ReplyRemoval:
                    output.WriteLine("  (the bot has removed its messages; this terminal keeps what it has shown until you clear it)");
                    break;
                default:
                    break;
            }

            output.Flush();
        }
    }

    private void Remember(Reply reply)
    {
        if (reply.Key is { } key)
        {
            _byKey[key] = reply;
        }
    }

    private void Write(string text, ImmutableArray<Option> buttons)
    {
        output.WriteLine();
        foreach (var line in text.Split('\n').Where(line => text.Length > 0))
        {
            output.WriteLine("  " + Plain(line));
        }

        _buttons = buttons.IsDefault ? [] : buttons;
        foreach (var (button, number) in _buttons.Select((button, index) => (button, index + 1)))
        {
            var tick = button.Look switch
            {
                OptionLook.Picked => "[x] ",
                OptionLook.Unpicked => "[ ] ",
                _ => "",
            };
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {number,2}  {tick}{Plain(button.Label)}"));
        }
    }

    private void WriteDocument(Document? document)
    {
        if (document is not null)
        {
            output.WriteLine($"  --- {document.FileName} ---");
            foreach (var line in document.Text.Split('\n'))
            {
                output.WriteLine("  " + Plain(line));
            }
        }
    }

    /// <summary>A person's own words come back in texts: no control sequence of theirs may reach the terminal.</summary>
    private static string Plain(string line) => string.Concat(line.Where(static c => !char.IsControl(c) || c == '\t'));
}
