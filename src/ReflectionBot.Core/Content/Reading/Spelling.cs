namespace ReflectionBot.Core.Content.Reading;

/// <summary>"Did you mean": the known word nearest to a misspelt one.</summary>
internal static class Spelling
{
    /// <summary>A sentence for a hint, or null when no known word is near.</summary>
    public static string? Hint(string given, IEnumerable<string> known) =>
        Nearest(given, known) is { } nearest ? $"Did you mean '{nearest}'?" : null;

    private static string? Nearest(string given, IEnumerable<string> known)
    {
        if (given.Length is 0 or > 60)
        {
            return null;
        }

        var bound = Math.Max(1, given.Length / 3);
        return known
            .Select(word => (Word: word, Distance: Distance(given, word)))
            .Where(pair => pair.Distance <= bound && pair.Distance < pair.Word.Length)
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Word, StringComparer.Ordinal)
            .Select(pair => pair.Word)
            .FirstOrDefault();
    }

    /// <summary>Letters to change, add, drop, or swap with the neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[b.Length];
    }
}
