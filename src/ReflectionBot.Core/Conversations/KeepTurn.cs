using System.Collections.Immutable;
using System.Text;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>What of the answers becomes an Entry: all, some, nothing.</summary>
internal static class KeepTurn
{
    private const string All = "all";
    private const string Some = "some";
    private const string Nothing = "nothing";

    /// <summary>How much of an answer its button shows, in UTF-16 units.</summary>
    private const int PreviewLength = 36;

    /// <summary>Asks, or passes on (true) when nothing was answered.</summary>
    public static bool Pose(TurnContext turn, KeepStep step)
    {
        var keepable = Keepable(turn);
        if (keepable.IsEmpty)
        {
            StepTurn.GoTo(turn, step.Next);
            return true;
        }

        var all = new Option(All, turn.Text("keep.all"), step.ProposeNothing ? OptionLook.Ordinary : OptionLook.Primary);
        var some = new Option(Some, turn.Text("keep.some"));
        var nothing = new Option(Nothing, turn.Text("keep.nothing"), step.ProposeNothing ? OptionLook.Primary : OptionLook.Ordinary);
        turn.Ask(
            Desk.Step,
            step.Id,
            step.Text.In(turn.Conversation.Language),
            [
                .. step.ProposeNothing ? [nothing] : ImmutableArray<Option>.Empty,
                all,
                .. keepable.Length > 1 ? [some] : ImmutableArray<Option>.Empty,
                .. step.ProposeNothing ? ImmutableArray<Option>.Empty : [nothing],
                .. StepTurn.Controls(turn, skip: false),
            ]);
        return false;
    }

    public static void Chose(TurnContext turn, KeepStep step, Question open, IReadOnlyList<string> keys)
    {
        var keepable = Keepable(turn);
        switch (keys[^1])
        {
            case Some:
                turn.CloseQuestion(turn.Text("keep.some"));
                turn.Ask(
                    Desk.Step,
                    step.Id,
                    turn.Text("keep.which"),
                    PickTurn.Options(turn, keepable.Select((answer, i) => ($"a{i}", Preview(turn, answer))), []),
                    pickSeveral: true);
                return;
            case All:
                turn.CloseQuestion(turn.Text("keep.all"));
                Keep(turn, keepable);
                break;
            case Nothing:
                turn.CloseQuestion(turn.Text("keep.nothing"));
                turn.SayMessage("keep.kept-nothing");
                break;
            default:
                if (PickTurn.Ticked(turn, open, keys, keepable.Length) is not { } picked)
                {
                    return;
                }

                turn.CloseQuestion(turn.Text("button.done"));
                Keep(turn, [.. keepable.Where((_, i) => picked.Contains($"a{i}"))]);
                break;
        }

        RunTurn.Record(turn, step, new Answer(turn.Conversation.Run!.Top.FlowId, step.Id));
        StepTurn.GoTo(turn, step.Next);
        StepTurn.Advance(turn);
    }

    private static void Keep(TurnContext turn, ImmutableArray<Answer> answers)
    {
        if (answers.IsEmpty)
        {
            turn.SayMessage("keep.kept-nothing");
            return;
        }

        var run = turn.Conversation.Run!;
        var words = new StringBuilder();
        foreach (var answer in answers)
        {
            if (QuestionOf(turn, answer) is { } question)
            {
                words.AppendLine(question);
            }

            words.AppendLine(run.Shown(turn, answer)).AppendLine();
        }

        var root = run.Frames[0];
        var title = turn.Pack.TryFlow(root.FlowId, root.Revision, out var flow) || turn.Pack.Flows.TryGetValue(root.FlowId, out flow)
            ? flow.Title.In(turn.Conversation.Language)
            : root.FlowId;
        JournalTurn.Keep(turn, root.FlowId, title, words.ToString().TrimEnd());
    }

    /// <summary>Answers of this Run with something in them; what was said at the safety gate is never among them.</summary>
    private static ImmutableArray<Answer> Keepable(TurnContext turn) =>
        [.. turn.Conversation.Run!.Answers.Where(answer => answer.Given && StepOf(turn, answer) is not ChooseStep { Gate: true })];

    private static string? QuestionOf(TurnContext turn, Answer answer)
    {
        var language = turn.Conversation.Language;
        var text = StepOf(turn, answer) switch
        {
            AskStep ask => ask.Text.In(language),
            ChooseStep choose => choose.Text.In(language),
            PickStep pick => pick.Text.In(language),
            ScaleStep scale => scale.Text.In(language),
            _ => null,
        };
        return text is null ? null : turn.Conversation.Run!.Fill(turn, text);
    }

    private static Step? StepOf(TurnContext turn, Answer answer)
    {
        var frame = turn.Conversation.Run!.Frames.FirstOrDefault(f => f.FlowId == answer.FlowId);
        return ((frame is not null && turn.Pack.TryFlow(answer.FlowId, frame.Revision, out var flow)) || turn.Pack.Flows.TryGetValue(answer.FlowId, out flow))
            && flow.Steps.TryGetValue(answer.StepId, out var step) ? step : null;
    }

    private static string Preview(TurnContext turn, Answer answer)
    {
        var shown = (turn.Conversation.Run!.Shown(turn, answer) ?? "").ReplaceLineEndings(" ").Trim('“', '”');
        if (shown.Length <= PreviewLength)
        {
            return shown;
        }

        var cut = char.IsHighSurrogate(shown[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength;
        return shown[..cut].TrimEnd() + "…";
    }
}
