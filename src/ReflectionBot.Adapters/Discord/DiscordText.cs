using System.Buffers;
using System.Text;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Plain text as Discord has to be given it so that it shows as it is: what Discord would read as markup, mention or list gets a
/// backslash, addresses stay as they are, and long texts are split.
/// </summary>
internal static class DiscordText
{
    /// <summary>Discord's limit for a message, in UTF-16 units; counted with the backslashes.</summary>
    public const int MaxContent = 2000;

    /// <summary>What stands for a text that is empty: Discord takes no message without one.</summary>
    public const string Wordless = "…";

    private static readonly SearchValues<char> _marks = SearchValues.Create("\\*_~|`<[]@");
    private static readonly SearchValues<char> _addressEnds = SearchValues.Create(" \n\t<>\"");

    /// <summary>Each ready to be sent; at least one.</summary>
    public static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var rest = string.IsNullOrWhiteSpace(text) ? Wordless : text.Trim();
        while (rest.Length > 0)
        {
            var most = MaxContent;
            var part = TextPart.Split(rest, most).First();
            while (Escaped(part).Length > MaxContent)
            {
                most -= most / 8;
                part = TextPart.Split(rest, most).First();
            }

            parts.Add(Escaped(part));
            rest = rest[part.Length..].TrimStart();
        }

        return parts;
    }

    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var lineStart = true;
        var at = 0;
        while (at < text.Length)
        {
            var length = AddressAt(text, at);
            if (length == 0 && lineStart && NumberAt(text, at) is var digits and > 0)
            {
                // Of "12. word" the full stop is what makes a list.
                escaped.Append(text, at, digits).Append('\\').Append('.');
                at += digits + 1;
                lineStart = false;
            }
            else if (length > 0)
            {
                escaped.Append(text, at, length);
                at += length;
                lineStart = false;
            }
            else
            {
                var c = text[at++];
                if (_marks.Contains(c) || (lineStart && c is '>' or '#' or '-'))
                {
                    escaped.Append('\\');
                }

                escaped.Append(c);
                lineStart = c == '\n' || (lineStart && c == ' ');
            }
        }

        return escaped.ToString();
    }

    /// <returns>How long the web address is that begins here; 0 for none.</returns>
    private static int AddressAt(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (!rest.StartsWith("https://", StringComparison.Ordinal) && !rest.StartsWith("http://", StringComparison.Ordinal))
        {
            return 0;
        }

        var end = rest.IndexOfAny(_addressEnds);
        return end < 0 ? rest.Length : end;
    }

    /// <returns>How many digits of a list's number begin here; 0 for none.</returns>
    private static int NumberAt(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end > at && end + 1 < text.Length && text[end] == '.' && text[end + 1] == ' ' ? end - at : 0;
    }
}
