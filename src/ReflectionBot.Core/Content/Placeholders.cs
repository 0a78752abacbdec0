using System.Text;

namespace ReflectionBot.Core.Content;

/// <summary>Fills <c>{name}</c> in a text, in one pass: a brace in what a person wrote is only a brace.</summary>
public static class Placeholders
{
    public static string Fill(string text, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (values.IsEmpty || !text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        var filled = new StringBuilder(text.Length + 64);
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf('{', position);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            filled.Append(text, position, open - position);
            filled.Append(ValueOf(text.AsSpan(open + 1, close - open - 1), values) ?? text[open..(close + 1)]);
            position = close + 1;
        }

        return filled.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>The names between braces, in order, as written.</summary>
    public static IEnumerable<string> Names(string text)
    {
        var position = 0;
        while (text.IndexOf('{', position) is var open && open >= 0 && text.IndexOf('}', open) is var close && close >= 0)
        {
            yield return text[(open + 1)..close];
            position = close + 1;
        }
    }

    private static string? ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (key, value) in values)
        {
            if (name.SequenceEqual(key))
            {
                return value;
            }
        }

        return null;
    }
}
