using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Hosting;

/// <summary>Everything that can be known to be wrong before anything is started.</summary>
/// <param name="Settings">Null when the configuration has a fault.</param>
/// <param name="Faults">One line each, ready to be read; a warning about content is not among them.</param>
public sealed record Startup(BotSettings? Settings, Pack? Pack, ImmutableArray<string> Faults)
{
    /// <summary>Configuration and content, checked together so that nobody mends one fault only to meet the next.</summary>
    public static Startup Check(IReadOnlyList<string> arguments, IEnumerable<string> verbs)
    {
        // Half of what a start costs, beside the other half.
        var help = Task.Run(HelpFaults);
        var settings = CheckSettings(arguments, verbs, out var faults);
        var content = settings is null ? new Startup(null, null, faults) : CheckContent(settings);
        var helpFaults = help.GetAwaiter().GetResult();
        return helpFaults.IsEmpty ? content : new Startup(null, null, [.. content.Faults, .. helpFaults]);
    }

    private static Startup CheckContent(BotSettings settings)
    {
        try
        {
            var compiled = PackCompiler.Compile(ContentFolder.Read(settings.ContentPath));
            return compiled.Pack is { } pack
                ? new Startup(settings, pack, [])
                : new Startup(settings, null, [.. compiled.Problems.Where(problem => problem.Severity == Severity.Error).Select(problem => $"{problem}")]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Startup(settings, null, [new ConfigurationFault(SettingsCatalog.ContentPath, $"cannot be read: {fault.Message}", settings.ContentPath).ToString()]);
        }
    }

    /// <summary>Rules, Cards and directory are compiled in; without them nothing may start.</summary>
    private static ImmutableArray<string> HelpFaults()
    {
        try
        {
            _ = CrisisScreen.BuiltIn;
            _ = CardWriter.BuiltIn;
            return [];
        }
        catch (Exception fault) when (fault is CrisisContentException or InvalidLexiconException)
        {
            return [.. fault.Message.Split('\n')];
        }
    }

    public static BotSettings? CheckSettings(IReadOnlyList<string> arguments, IEnumerable<string> verbs, out ImmutableArray<string> faults)
    {
        faults = BotConfiguration.Misplaced(arguments, verbs);
        if (!faults.IsEmpty)
        {
            return null;
        }

        try
        {
            var settings = SettingsReader.Read(BotConfiguration.Load(arguments), out var found);
            faults = [.. found.Select(fault => fault.ToString())];
            return settings;
        }
        catch (InvalidDataException fault)
        {
            // The inner message names line and position; the outer one names the file.
            faults = [$"{fault.Message} {fault.InnerException?.Message}".TrimEnd()];
            return null;
        }
    }
}
