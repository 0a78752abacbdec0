using System.Collections.Immutable;
using ReflectionBot.Core.Content.Reading;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content;

/// <summary>The files of a pack, sorted by what they are. The one place that knows the folders of <c>content/</c>.</summary>
internal sealed class ContentFiles
{
    private ContentFiles(ImmutableArray<SourceFile> all) => All = all;

    /// <summary>Normalised, in order of path.</summary>
    public ImmutableArray<SourceFile> All { get; }

    /// <summary>flow.yaml and the language files of each folder of <c>flows/</c>.</summary>
    public SortedDictionary<string, ImmutableArray<SourceFile>> Flows { get; } = new(StringComparer.Ordinal);

    /// <summary>Transcripts of each folder of <c>flows/</c>.</summary>
    public Dictionary<string, ImmutableArray<SourceFile>> Transcripts { get; } = new(StringComparer.Ordinal);

    /// <summary>By language.</summary>
    public SortedDictionary<string, SourceFile> Messages { get; } = new(StringComparer.Ordinal);

    /// <summary>Questions that stand alone, by the file's name: daily and group.</summary>
    public SortedDictionary<string, SourceFile> Prompts { get; } = new(StringComparer.Ordinal);

    /// <summary>Their translations, by the file's name and language.</summary>
    public Dictionary<string, SortedDictionary<string, SourceFile>> PromptTranslations { get; } = new(StringComparer.Ordinal);

    /// <summary>Help: compiled into the program by its own readers; only its wording is looked at here.</summary>
    public List<SourceFile> Cards { get; } = [];

    public static ContentFiles Sort(IEnumerable<SourceFile> files, ProblemList problems)
    {
        var sorted = new ContentFiles([.. files.Select(file => file.Normalised()).OrderBy(file => file.Path, StringComparer.Ordinal)]);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in sorted.All)
        {
            if (!paths.Add(file.Path) || !sorted.Take(file, file.Path.Split('/')))
            {
                problems.Report(ProblemCodes.StrayFile, Mark.TopOf(file.Path), $"'{Names.Shown(file.Path)}' is not a file the bot reads.");
            }
        }

        return sorted;
    }

    /// <summary>False for help's rules and directory, which are compiled into the program: the folder's copies are for people to read.</summary>
    public static bool Reads(string path) => path.Split('/') is not ["crisis", not "cards", ..];

    private bool Take(SourceFile file, string[] path)
    {
        switch (path)
        {
            case ["flows", var folder, FlowReader.FileName]:
                Flows[folder] = [.. Flows.GetValueOrDefault(folder, []), file];
                return true;
            case ["flows", var folder, var name] when LanguageOf(name) is { } language && language != "en":
                Flows[folder] = [.. Flows.GetValueOrDefault(folder, []), file];
                return true;
            case ["flows", var folder, "transcripts", var name] when name.EndsWith(".txt", StringComparison.Ordinal):
                Transcripts[folder] = [.. Transcripts.GetValueOrDefault(folder, []), file];
                return true;
            case ["messages", var name] when LanguageOf(name) is { } language:
                Messages[language] = file;
                return true;
            case ["prompts", "daily.yaml" or "group.yaml"]:
                Prompts[path[1][..^".yaml".Length]] = file;
                return true;
            case ["prompts", var name] when name.Split('.') is ["daily" or "group", var tongue, "yaml"] parts && Names.IsLanguage(tongue) && tongue != "en":
                if (!PromptTranslations.TryGetValue(parts[0], out var tongues))
                {
                    PromptTranslations[parts[0]] = tongues = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
                }

                tongues[tongue] = file;
                return true;
            case ["crisis", "cards", ..] when IsYaml(path[^1]):
                Cards.Add(file);
                return true;
            case ["crisis", ..]:
                return true;
            default:
                // Notes for authors may lie anywhere; what looks like content must be content.
                return !(IsYaml(path[^1]) || path[^1].EndsWith(".yml", StringComparison.Ordinal) || path[^1].EndsWith(".txt", StringComparison.Ordinal));
        }
    }

    private static bool IsYaml(string name) => name.EndsWith(".yaml", StringComparison.Ordinal);

    private static string? LanguageOf(string name) =>
        IsYaml(name) && Names.IsLanguage(name[..^".yaml".Length]) ? name[..^".yaml".Length] : null;
}
