using System.CommandLine;
using NodaTime;
using NodaTime.Extensions;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis.Directory;
using ReflectionBot.Hosting;

namespace ReflectionBot.Verbs;

/// <summary><c>check</c>: every fault of the content, at once, with its line.</summary>
public static class CheckVerb
{
    public static Command Create()
    {
        var content = new Option<DirectoryInfo?>("--content") { Description = "Folder with flows/ and messages/; Content:Path when left out", HelpName = "PATH" };
        var release = new Option<bool>("--release") { Description = "Warnings count as errors: for the day something is published" };
        var verb = new Command("check", "Checks all content and prints every problem as file:line:column, code, rule and what to do. Ends with 1 when there is an error.")
        {
            content, release,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction((parsed, _) => RunAsync(parsed, parsed.GetValue(content)?.FullName, parsed.GetValue(release)));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string? folder, bool release)
    {
        string[] arguments = folder is null ? [.. parsed.UnmatchedTokens] : [.. parsed.UnmatchedTokens, $"--{SettingsCatalog.ContentPath}={folder}"];
        var settings = Startup.CheckSettings(arguments, CommandTree.VerbNames, out var faults);
        if (settings is null)
        {
            await Faults.WriteAsync(parsed.InvocationConfiguration.Error, "Nothing was checked:", faults);
            return ExitCodes.Misused;
        }

        var compiled = PackCompiler.Compile(ContentFolder.Read(settings.ContentPath));
        var output = parsed.InvocationConfiguration.Output;
        foreach (var problem in compiled.Problems)
        {
            await output.WriteLineAsync($"{problem}");
        }

        var stale = HelpDirectory.BuiltIn.StaleOn(SystemClock.Instance.InUtc().GetCurrentDate()).ToList();
        foreach (var row in stale)
        {
            await output.WriteLineAsync($"crisis/directory.yaml warning {row}; see that the number still answers, then change its date");
        }

        var errors = compiled.Problems.Count(problem => problem.Severity == Severity.Error);
        var warnings = compiled.Problems.Length - errors + stale.Count;
        await output.WriteLineAsync(compiled.Pack is { } pack
            ? $"{errors} errors, {warnings} warnings; {pack.Flows.Count} flows, {pack.Languages.Count} languages, revision {pack.Revision}"
            : $"{errors} errors, {warnings} warnings");
        return errors > 0 || (release && warnings > 0) ? ExitCodes.Found : ExitCodes.Done;
    }
}
