namespace ReflectionBot.Core.Conversations;

/// <summary>Splits a long text where a reader would: at paragraphs, lines, sentences, words; never inside a surrogate pair.</summary>
public static class TextPart
{
    /// <param name="text">What to split.</param>
    /// <param name="max">Most UTF-16 units of one part; at least 16.</param>
    public static IEnumerable<string> Split(string text, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 16);
        var rest = text.AsMemory();
        while (rest.Length > max)
        {
            var cut = CutAt(rest.Span[..max], rest.Span[max]);
            yield return rest[..cut].TrimEnd().ToString();
            rest = rest[cut..].TrimStart();
        }

        if (rest.Length > 0)
        {
            yield return rest.ToString();
        }
    }

    private static int CutAt(ReadOnlySpan<char> window, char following)
    {
        var earliest = window.Length / 2;
        foreach (var mark in (ReadOnlySpan<string>)["\n\n", "\n", ". ", "? ", "! ", " "])
        {
            var at = window.LastIndexOf(mark, StringComparison.Ordinal);
            if (at >= earliest)
            {
                return at + mark.Length;
            }
        }

        return char.IsHighSurrogate(window[^1]) && char.IsLowSurrogate(following) ? window.Length - 1 : window.Length;
    }
}
