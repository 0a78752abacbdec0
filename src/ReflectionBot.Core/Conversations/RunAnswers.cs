using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Conversations;

/// <summary>Reading a Run's answers: conditions, placeholders, recaps.</summary>
internal static class RunAnswers
{
    public static Answer? Answer(this Run run, string stepId) =>
        run.Answers.FirstOrDefault(a => a.StepId == stepId && a.FlowId == run.Top.FlowId);

    public static bool Holds(this Run run, TurnContext turn, Condition condition)
    {
        var answer = condition.Answer is { } name ? run.Answer(name) : null;
        var keys = answer?.Keys ?? [];
        var holds = (condition.Flag is not { } flag || run.Flags.Contains(flag))
            && (condition.Any.IsEmpty || condition.Any.Any(keys.Contains))
            && (condition.Given is not { } given || (answer?.Given ?? false) == given)
            && (condition.AtLeast is not { } least || ReachesOnScale(turn, run, condition.Answer!, keys, least))
            && (condition.Overlaps is not { } other || keys.Any((run.Answer(other)?.Keys ?? []).Contains));
        return holds != condition.Not;
    }

    /// <summary>The text with the person's answers in it; what was not answered becomes an ellipsis.</summary>
    public static string Fill(this Run run, TurnContext turn, string text) => Fill(run, turn, text, out _, out _);

    public static string Recap(this Run run, TurnContext turn, RecapStep recap)
    {
        var language = turn.Conversation.Language;
        var lines = recap.Lines
            .Select(line => (Text: Fill(run, turn, line.In(language), out var named, out var given), Shown: named == 0 || given > 0))
            .Where(line => line.Shown)
            .Select(line => line.Text)
            .ToList();
        if (lines.Count == 0)
        {
            return recap.Empty.In(language);
        }

        return string.Join("\n\n", new[] { recap.Intro?.In(language), string.Join("\n\n", lines), recap.Outro?.In(language) }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The answer as a person reads it: their own words in quotation marks, labels in a row; null when not given.</summary>
    public static string? Shown(this Run run, TurnContext turn, Answer? answer) => answer switch
    {
        { Text: { } text } => $"“{text}”",
        { Keys.IsEmpty: false } => Labels(turn, run, answer, answer.Keys),
        _ => null,
    };

    private static string Fill(Run run, TurnContext turn, string text, out int named, out int given)
    {
        named = 0;
        given = 0;
        var values = new List<(string, string)>();
        foreach (var name in Placeholders.Names(text))
        {
            named++;
            var value = Value(run, turn, name);
            given += value is null ? 0 : 1;
            values.Add((name, value ?? "…"));
        }

        return values.Count == 0 ? text : Placeholders.Fill(text, [.. values]);
    }

    private static string? Value(Run run, TurnContext turn, string name)
    {
        if (name.Split(" & ") is [var a, var b])
        {
            return Both(run, turn, a, keys => keys.Intersect(run.Answer(b)?.Keys ?? []));
        }

        if (name.Split(" - ") is [var c, var d])
        {
            return Both(run, turn, c, keys => keys.Except(run.Answer(d)?.Keys ?? []));
        }

        return run.Shown(turn, run.Answer(name));
    }

    private static string? Both(Run run, TurnContext turn, string name, Func<ImmutableArray<string>, IEnumerable<string>> combine)
    {
        var answer = run.Answer(name);
        return answer is null || combine(answer.Keys).ToImmutableArray() is not { IsEmpty: false } keys ? null : Labels(turn, run, answer, keys);
    }

    private static string Labels(TurnContext turn, Run run, Answer answer, ImmutableArray<string> keys)
    {
        var frame = run.Frames.FirstOrDefault(f => f.FlowId == answer.FlowId) ?? run.Top;
        var options = (turn.Pack.TryFlow(answer.FlowId, frame.Revision, out var flow) || turn.Pack.Flows.TryGetValue(answer.FlowId, out flow))
            && flow.Steps.TryGetValue(answer.StepId, out var step)
                ? step.Options()
                : [];
        return string.Join(", ", keys.Select(key => options.FirstOrDefault(o => o.Key == key)?.Label.In(turn.Conversation.Language) ?? key));
    }

    public static ImmutableArray<FlowOption> Options(this Step step) => step switch
    {
        ChooseStep choose => choose.Options,
        PickStep pick => pick.Options,
        ScaleStep scale => scale.Options,
        _ => [],
    };

    private static bool ReachesOnScale(TurnContext turn, Run run, string stepId, ImmutableArray<string> keys, string least)
    {
        var top = run.Top;
        return keys is [var key]
            && (turn.Pack.TryFlow(top.FlowId, top.Revision, out var flow) || turn.Pack.Flows.TryGetValue(top.FlowId, out flow))
            && flow.Steps.TryGetValue(stepId, out var step)
            && step is ScaleStep scale
            && Place(scale, key) >= Place(scale, least);
    }

    private static int Place(ScaleStep scale, string key) => scale.Options.Select(o => o.Key).ToList().IndexOf(key);
}
