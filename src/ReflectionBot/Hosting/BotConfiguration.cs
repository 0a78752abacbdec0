using System.Collections.Immutable;

namespace ReflectionBot.Hosting;

/// <summary>Where settings come from: the later source wins.</summary>
public static class BotConfiguration
{
    public const string SecretsFolder = "/run/secrets";

    /// <summary>appsettings.json beside the program, then in the working folder, secrets as files, environment, command line.</summary>
    /// <exception cref="InvalidDataException">A settings file is not JSON.</exception>
    public static IConfigurationRoot Load(IEnumerable<string> arguments, string secretsFolder = SecretsFolder)
    {
        var builder = new ConfigurationBuilder();
        foreach (var folder in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }.Distinct(StringComparer.Ordinal))
        {
            builder.AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true, reloadOnChange: false);
        }

        if (Directory.Exists(secretsFolder))
        {
            builder.AddKeyPerFile(secretsFolder, optional: true, reloadOnChange: false);
        }

        return builder
            .AddEnvironmentVariables()
            .AddCommandLine([.. arguments])
            .Build();
    }

    /// <summary>
    /// What is wrong with words behind a verb that are neither its own options nor settings: each must be
    /// <c>--Section:Key=value</c> (or <c>--Section:Key value</c>).
    /// </summary>
    public static ImmutableArray<string> Misplaced(IReadOnlyList<string> arguments, IEnumerable<string> verbs)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var word))
        {
            if (!word.StartsWith("--", StringComparison.Ordinal) || !word.Contains(':', StringComparison.Ordinal))
            {
                faults.Add(Suggestion.For(word, verbs) is { } meant ? $"'{word}' is not a verb; did you mean {meant}?" : $"'{word}' is neither a verb nor a setting.");
            }
            else if (!word.Contains('=', StringComparison.Ordinal) && !rest.TryDequeue(out _))
            {
                faults.Add($"'{word}' has no value; write {word}=value.");
            }
        }

        return faults.ToImmutable();
    }
}
