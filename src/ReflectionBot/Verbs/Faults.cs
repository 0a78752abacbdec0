namespace ReflectionBot.Verbs;

/// <summary>How faults look on a terminal: all of them, one a line, and no stack trace.</summary>
public static class Faults
{
    public static async Task WriteAsync(TextWriter error, string heading, IReadOnlyCollection<string> faults)
    {
        await error.WriteLineAsync(heading);
        foreach (var fault in faults)
        {
            await error.WriteLineAsync("  " + fault);
        }
    }
}
