using System.Text.RegularExpressions;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

/// <summary>A small pack without a fault, and packs that differ from it in one file.</summary>
internal static class SamplePack
{
    /// <summary>Every command by its own name, so that a new command needs no change here.</summary>
    private static readonly string English = $$"""
        language: en
        name: English
        commands:
        {{CommandLines(command => command == Commands.Help ? "[help, sos]" : command)}}
        texts:
          greeting: Hello, {name}.
          help:
            first: Help is here.
        """;

    private static readonly string Spanish = $$"""
        language: es
        name: Español
        commands:
        {{CommandLines(command => command == Commands.Help ? "[ayuda, socorro]" : $"{command} en castellano")}}
        texts:
          greeting: Hola, {name}.
          help:
            first: La ayuda está aquí.
        """;

    private const string Example = """
        id: example
        theme: B2
        title: An example
        about: A small example.
        minutes: 5
        steps:
          ways:
            choose: Which one?
            options: {silence: Silence, walking: Walking off}
          end:
            end: Take care.
        """;

    private const string ExampleSpanish = """
        title: Un ejemplo
        about: Un pequeño ejemplo.
        steps:
          ways:
            choose: ¿Cuál?
            options: {silence: Silencio, walking: Irse}
          end:
            end: Cuídate.
        """;

    private const string Transcript = "@ flow example\n> hello\n";

    private static Dictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["messages/en.yaml"] = English,
        ["messages/es.yaml"] = Spanish,
        ["flows/example/flow.yaml"] = Example,
        ["flows/example/es.yaml"] = ExampleSpanish,
        ["flows/other/flow.yaml"] = Example.Replace("id: example", "id: other", StringComparison.Ordinal),
    };

    /// <summary>The pack with these files put in its place. What they leave out at the top level is added at their end, so that their lines stay where they are.</summary>
    public static List<SourceFile> With(params IEnumerable<(string Path, string Text)> changes) => With(null, changes);

    public static List<SourceFile> With(string? withoutTranscripts, params IEnumerable<(string Path, string Text)> changes)
    {
        var files = new Dictionary<string, string>(Files);
        foreach (var (path, text) in changes)
        {
            files[path] = Completed(path, text);

            // A flow of other steps has no use for the translation of these.
            if (path == "flows/example/flow.yaml")
            {
                files.Remove("flows/example/es.yaml");
            }
        }

        foreach (var folder in files.Keys.Where(path => path.StartsWith("flows/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).Distinct().ToList())
        {
            if (folder != withoutTranscripts)
            {
                files[$"flows/{folder}/transcripts/whole.txt"] = Transcript;
                files[$"flows/{folder}/transcripts/leaving.txt"] = Transcript;
            }
        }

        return [.. files.Select(file => new SourceFile(file.Key, file.Value))];
    }

    private static string Completed(string path, string text)
    {
        var model = path switch
        {
            "messages/en.yaml" => English,
            "messages/es.yaml" => Spanish,
            _ when path.EndsWith("/flow.yaml", StringComparison.Ordinal) => Example.Replace("id: example", $"id: {path.Split('/')[1]}", StringComparison.Ordinal),
            _ when path.StartsWith("flows/", StringComparison.Ordinal) && path.EndsWith("/es.yaml", StringComparison.Ordinal) => ExampleSpanish,
            _ => "",
        };
        var given = Keys(text).ToHashSet();
        var missing = Blocks(model).Where(block => given.Count > 0 && !given.Contains(block.Key)).Select(block => block.Text);
        return text.TrimEnd('\n') + "\n" + MissingCommands(text, model) + string.Concat(missing);
    }

    /// <summary>A snippet that ends inside its commands has the others added as well.</summary>
    private static string MissingCommands(string text, string model) => model.Length > 0 && Regex.IsMatch(text, @"(?m)^commands:\s*$")
        ? string.Concat(Regex.Matches(Blocks(model).Single(block => block.Key == "commands").Text, "(?m)^  ([a-z]+):.*\n")
            .Where(command => !text.Contains($"  {command.Groups[1].Value}:", StringComparison.Ordinal))
            .Select(command => command.Value))
        : "";

    private static string CommandLines(Func<string, string> words) =>
        string.Join('\n', Commands.All.Select(command => $"  {command}: {words(command)}"));

    private static IEnumerable<string> Keys(string text) => Regex.Matches(text, "(?m)^([a-z_]+):").Select(match => match.Groups[1].Value);

    private static IEnumerable<(string Key, string Text)> Blocks(string text) =>
        Regex.Matches(text + "\n", "(?m)^([a-z_]+):.*\n((?: .*\n)*)").Select(match => (match.Groups[1].Value, match.Value));
}
