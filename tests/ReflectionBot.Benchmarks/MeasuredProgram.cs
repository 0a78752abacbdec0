namespace ReflectionBot.Benchmarks;

/// <summary>The bot's executable: the published one that <c>REFLECTIONBOT_PROGRAM</c> names, else the one built beside this program.</summary>
internal static class MeasuredProgram
{
    public static string File { get; } = Environment.GetEnvironmentVariable("REFLECTIONBOT_PROGRAM") is { Length: > 0 } published
        ? Path.GetFullPath(published)
        : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ReflectionBot.exe" : "ReflectionBot");
}
