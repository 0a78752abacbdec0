using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>Reads the files of one flow's folder into a draft.</summary>
internal static class FlowReader
{
    public const string FileName = "flow.yaml";

    /// <summary>The draft, or null when there is nothing to check further; the reason has been reported.</summary>
    /// <param name="files">Normalised: flow.yaml and the language files.</param>
    public static FlowDraft? Read(string folder, ImmutableArray<SourceFile> files, ProblemList problems)
    {
        var main = files.FirstOrDefault(file => LastPart(file.Path) == FileName);
        if (main is null)
        {
            problems.Report(ProblemCodes.Missing, Mark.TopOf(files[0].Path), $"The folder 'flows/{folder}' has no {FileName}.");
            return null;
        }

        var translations = ReadTranslations(files.Where(file => file != main), problems);
        var value = YamlFile.Read(main, problems, out var broken);
        if (broken)
        {
            return null;
        }

        if (value is null)
        {
            problems.Report(ProblemCodes.Missing, Mark.TopOf(main.Path), "The file is empty.");
            return null;
        }

        return Fields.Of(value, value.At, "flow", problems) is { } fields
            ? Read(folder, files, main.Path, fields, new FlowTexts(translations, problems), problems)
            : null;
    }

    private static FlowDraft Read(string folder, ImmutableArray<SourceFile> files, string path, Fields fields, FlowTexts texts, ProblemList problems)
    {
        var top = Mark.TopOf(path);
        var id = fields.RequireWord("id");
        var theme = fields.RequireWord("theme");
        var title = Text("title", TextRole.Title);
        var about = Text("about", TextRole.About);
        _ = fields.Require("minutes");
        var minutes = fields.Number("minutes", 1, ContentLimits.MaxMinutes);
        var gated = fields.Flag("gated") ?? false;
        var safe = fields.Flag("safe_after_card") ?? false;
        var listed = fields.Flag("listed") ?? true;
        var steps = Steps(fields, texts, gated, problems);
        fields.Finish();
        texts.Finish();
        CheckNames(folder, id, theme, top, problems);

        var revision = Hash.Of(files);
        return new FlowDraft
        {
            Id = folder,
            File = path,
            Revision = revision,
            Sources = files,
            GivenId = id ?? new YamlText(top, folder, Quoted: false),
            ThemeAt = theme?.At ?? top,
            GatedAt = fields.Find("gated")?.Key.At ?? top,
            Texts = texts,
            Steps = steps,
            Flow = new Flow(folder, revision, theme?.Text ?? "", title, about)
            {
                Minutes = minutes ?? 0,
                Gated = gated,
                SafeAfterCard = safe,
                Listed = listed,
                Languages = texts.Languages,
                Start = steps.IsEmpty ? "" : steps[0].Id,
                Steps = WithNext(steps),
                Order = [.. steps.Select(step => step.Id)],
            },
        };

        LocalText Text(string key, TextRole role) => texts.Read(fields.Require(key), role, "the flow", null, key);
    }

    private static ImmutableArray<StepDraft> Steps(Fields fields, FlowTexts texts, bool gated, ProblemList problems)
    {
        if (fields.Require("steps") is not { } entry)
        {
            return [];
        }

        if (entry.Value is not YamlMap { Entries.IsEmpty: false } map)
        {
            problems.Report(ProblemCodes.WrongType, entry.Key.At, $"'steps' must be a set of keys, and is {entry.Value.Kind}.");
            return [];
        }

        return [.. map.Entries.Select(step => StepReader.Read(step, texts, gated, problems))];
    }

    /// <summary>Where the author gave no next, it is the step below.</summary>
    private static ImmutableDictionary<string, Step> WithNext(ImmutableArray<StepDraft> steps)
    {
        var resolved = ImmutableDictionary.CreateBuilder<string, Step>(StringComparer.Ordinal);
        for (var index = 0; index < steps.Length; index++)
        {
            if (steps[index].Step is { } step)
            {
                var below = index + 1 < steps.Length ? steps[index + 1].Id : null;
                resolved.Add(step.Id, step is EndStep ? step : step with { Next = step.Next ?? below });
            }
        }

        return resolved.ToImmutable();
    }

    private static void CheckNames(string folder, YamlText? id, YamlText? theme, Mark top, ProblemList problems)
    {
        if (!Names.IsId(folder, ContentLimits.FlowId))
        {
            problems.Report(
                ProblemCodes.BadName,
                id?.At ?? top,
                $"The folder '{Names.Shown(folder)}' is not lower-case letters, digits and single hyphens, at most {ContentLimits.FlowId} characters.");
        }

        if (theme is not null && !Names.IsTheme(theme.Text))
        {
            problems.Report(ProblemCodes.BadName, theme.At, $"The theme '{Names.Shown(theme.Text)}' is not a capital letter and a number, such as B2.");
        }
    }

    private static ImmutableArray<Translation> ReadTranslations(IEnumerable<SourceFile> files, ProblemList problems)
    {
        var translations = ImmutableArray.CreateBuilder<Translation>();
        foreach (var file in files)
        {
            var language = LastPart(file.Path)[..2];
            var value = YamlFile.Read(file, problems, out var broken);
            if (broken)
            {
                continue;
            }

            switch (value)
            {
                case null:
                    translations.Add(new Translation(language, file.Path, new YamlMap(Mark.TopOf(file.Path), []), problems));
                    break;
                case YamlMap map:
                    translations.Add(new Translation(language, file.Path, map, problems));
                    break;
                default:
                    problems.Report(ProblemCodes.WrongType, value.At, $"A language file must be a set of keys, and is {value.Kind}.");
                    break;
            }
        }

        return translations.ToImmutable();
    }

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}
