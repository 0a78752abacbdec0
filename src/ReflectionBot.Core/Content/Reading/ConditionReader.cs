using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>Reads what stands behind <c>when:</c>.</summary>
internal static class ConditionReader
{
    public static ConditionDraft? Read(YamlEntry when, string owner, ProblemList problems)
    {
        if (Fields.Of(when.Value, when.Key.At, $"when of {owner}", problems) is not { } fields)
        {
            return null;
        }

        var condition = new Condition
        {
            Flag = fields.Word("flag")?.Text,
            Answer = fields.Word("answer")?.Text,
            Any = [.. fields.Words("any").Select(word => word.Text)],
            Given = fields.Flag("given"),
            AtLeast = fields.Word("at_least")?.Text,
            Overlaps = fields.Word("overlaps")?.Text,
            Not = fields.Flag("not") ?? false,
        };
        fields.Finish();

        var compares = !condition.Any.IsEmpty || condition.Given is not null || condition.AtLeast is not null || condition.Overlaps is not null;
        if (condition.Answer is null && compares)
        {
            problems.Report(ProblemCodes.ConditionUnclear, when.Key.At, $"A condition of {owner} compares an answer and does not say which.", "Add `answer:`.");
        }
        else if (condition.Answer is not null && !compares)
        {
            problems.Report(ProblemCodes.ConditionUnclear, when.Key.At, $"A condition of {owner} names the answer '{condition.Answer}' and does not say what about it.");
        }
        else if (condition.Answer is null && condition.Flag is null)
        {
            problems.Report(ProblemCodes.ConditionUnclear, when.Key.At, $"A condition of {owner} asks about nothing.");
        }

        var marks = ((YamlMap)when.Value).Entries.ToImmutableDictionary(entry => entry.Key.Text, entry => entry.Key.At);
        return new ConditionDraft(condition, when.Key.At, marks);
    }
}
