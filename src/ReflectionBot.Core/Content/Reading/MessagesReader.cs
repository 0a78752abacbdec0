using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>Reads <c>messages/&lt;language&gt;.yaml</c>.</summary>
internal static class MessagesReader
{
    /// <summary>The draft, or null when there is nothing to check further; the reason has been reported.</summary>
    public static MessagesDraft? Read(SourceFile file, string language, ProblemList problems)
    {
        var value = YamlFile.Read(file, problems, out var broken);
        if (broken)
        {
            return null;
        }

        var top = Mark.TopOf(file.Path);
        if (value is null)
        {
            problems.Report(language == "en" ? ProblemCodes.NoEnglish : ProblemCodes.Missing, top, "The file is empty.");
            return null;
        }

        if (Fields.Of(value, value.At, "messages", problems) is not { } fields)
        {
            return null;
        }

        var given = fields.RequireWord("language");
        if (given is not null && given.Text != language)
        {
            problems.Report(ProblemCodes.LanguageIsNotFile, given.At, $"The language is '{Names.Shown(given.Text)}', and the file is '{language}'.");
        }

        var name = fields.RequireWord("name");
        var commands = fields.Require("commands");
        var texts = fields.Require("texts");
        fields.Finish();

        var found = ImmutableArray.CreateBuilder<KeyValuePair<string, TextUse>>();
        if (texts is not null)
        {
            Walk(texts, "", found, language, problems);
        }

        return new MessagesDraft(
            language,
            file.Path,
            name?.Text.Trim() ?? language,
            commands?.Key.At ?? top,
            commands is null ? ImmutableDictionary<string, ImmutableArray<YamlText>>.Empty : Commands(commands, problems),
            texts?.Key.At ?? top,
            found.ToImmutable());
    }

    private static ImmutableDictionary<string, ImmutableArray<YamlText>> Commands(YamlEntry entry, ProblemList problems)
    {
        var words = ImmutableDictionary.CreateBuilder<string, ImmutableArray<YamlText>>(StringComparer.Ordinal);
        if (Fields.Of(entry.Value, entry.Key.At, "commands", problems) is { } fields)
        {
            foreach (var command in Content.Commands.All.Where(command => fields.Find(command) is not null))
            {
                words.Add(command, fields.Words(command));
            }

            fields.Finish();
        }

        return words.ToImmutable();
    }

    private static void Walk(YamlEntry entry, string key, ImmutableArray<KeyValuePair<string, TextUse>>.Builder found, string language, ProblemList problems)
    {
        switch (entry.Value)
        {
            case YamlMap map:
                foreach (var child in map.Entries)
                {
                    if (!Names.IsMessageKey(child.Key.Text))
                    {
                        problems.Report(ProblemCodes.BadName, child.Key.At, $"The message key '{Names.Shown(child.Key.Text)}' is not lower-case letters, digits, hyphens and underscores, at most {ContentLimits.FlowId} characters.");
                    }

                    Walk(child, key.Length == 0 ? child.Key.Text : $"{key}.{child.Key.Text}", found, language, problems);
                }

                break;
            case YamlText text when key.Length > 0 && !string.IsNullOrWhiteSpace(text.Text):
                found.Add(KeyValuePair.Create(key, new TextUse($"message '{key}'", null, key.StartsWith("button.", StringComparison.Ordinal) ? TextRole.Label : TextRole.Message, language, text.Text.Trim(), text.At)));
                break;
            case YamlText when key.Length > 0:
                problems.Report(ProblemCodes.Missing, entry.Key.At, $"The message '{key}' is empty.");
                break;
            default:
                problems.Report(ProblemCodes.WrongType, entry.Key.At, $"'{(key.Length == 0 ? "texts" : key)}' must be {(key.Length == 0 ? "a set of keys" : "a text")}, and is {entry.Value.Kind}.");
                break;
        }
    }
}
