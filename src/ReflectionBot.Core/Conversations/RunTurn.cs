using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>Walking through a flow: begin, answer, skip, back, stop, take up again.</summary>
internal static class RunTurn
{
    public const string SkipKey = "~skip";
    public const string BackKey = "~back";
    public const string StopKey = "~stop";
    public const string OwnWordsKey = "~own";
    public const string DoneKey = "~done";

    public static void Begin(TurnContext turn, string flowId)
    {
        Leave(turn);
        var flow = turn.Pack.Flows[flowId];
        turn.Change(c => c with
        {
            LastRun = c.LastRun + 1,
            Run = new Run(c.LastRun + 1) { Frames = [new Frame(flow.Id, flow.Revision, flow.Start)] },
        });
        if (!flow.Languages.Contains(turn.Conversation.Language))
        {
            turn.SayMessage("run.fallback");
        }

        StepTurn.Advance(turn);
    }

    /// <summary>Asks the question again that the Run stands at, or goes on when it was answered already.</summary>
    public static void Resume(TurnContext turn)
    {
        if (turn.Conversation.Run is not { } run)
        {
            return;
        }

        if (StepTurn.StepOf(turn, run) is not { } step)
        {
            StepTurn.Lost(turn);
            return;
        }

        turn.SayMessage("run.resumed");
        if (run.Answered)
        {
            StepTurn.GoTo(turn, step.Next);
        }

        StepTurn.Advance(turn);
    }

    public static void Chose(TurnContext turn, Question open, IReadOnlyList<string> keys)
    {
        switch (keys[^1])
        {
            case SkipKey:
                Skip(turn);
                return;
            case BackKey:
                Back(turn);
                return;
            case StopKey:
                Stop(turn);
                return;
            default:
                break;
        }

        if (turn.Conversation.Run is not { } run || StepOfQuestion(turn, run, open) is not { } step)
        {
            StepTurn.Lost(turn);
            return;
        }

        var label = open.Choices.FirstOrDefault(c => c.Key == keys[^1])?.Label;
        switch (step)
        {
            case ChooseStep when keys[^1] == OwnWordsKey:
                turn.CloseQuestion(label);
                StepTurn.PoseOwnWords(turn, step);
                break;
            case ChooseStep choose when choose.Options.FirstOrDefault(o => o.Key == keys[^1]) is { } option:
                Take(turn, choose, option, label);
                break;
            case ScaleStep scale when scale.Options.FirstOrDefault(o => o.Key == keys[^1]) is { } option:
                Take(turn, scale, option, label);
                break;
            case PickStep pick:
                PickTurn.Chose(turn, pick, open, keys);
                break;
            case KeepStep keep:
                KeepTurn.Chose(turn, keep, open, keys);
                break;
            case OfferStep offer:
                OfferTurn.Chose(turn, offer, keys[^1], label);
                break;
            default:
                StepTurn.Advance(turn);
                break;
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        if (turn.Conversation.Run is not { } run || StepOfQuestion(turn, run, open) is not { } step)
        {
            StepTurn.Lost(turn);
            return;
        }

        if (!open.TakesText)
        {
            turn.SayMessage(step is PickStep ? "pick.unclear" : "choose.unclear");
            StepTurn.Advance(turn);
            return;
        }

        turn.CloseQuestion(null);
        Record(turn, step, new Answer(run.Top.FlowId, step.Id) { Text = text });
        StepTurn.GoTo(turn, step.Next);
        StepTurn.Advance(turn);
    }

    /// <summary>
    /// Takes the words as the answer without going on: help comes first, and nothing the person wrote is lost for it.
    /// </summary>
    public static void TakeQuietly(TurnContext turn, string text)
    {
        if (turn.Conversation is { Open: { Desk: Desk.Step, TakesText: true } open, Run: { } run } && StepOfQuestion(turn, run, open) is { } step)
        {
            Record(turn, step, new Answer(run.Top.FlowId, step.Id) { Text = text });
            turn.Change(c => c with { Run = c.Run! with { Answered = true } });
        }
    }

    /// <summary>
    /// Lets go of what <see cref="TakeQuietly"/> took, as long as nothing was built on it: what led to a Card is not remembered. The step is asked anew.
    /// </summary>
    public static void LetGo(TurnContext turn) =>
        turn.Change(c => c with { Run = c.Run is { } run ? WithoutTaken(run) : null, Left = [.. c.Left.Select(WithoutTaken)] });

    private static Run WithoutTaken(Run run) => !run.Answered ? run : run with
    {
        Answered = false,
        Answers = run.Answers.RemoveAll(a => a.FlowId == run.Top.FlowId && a.StepId == run.Top.StepId),
        Trail = [.. run.Trail.SkipLast(1)],
    };

    public static void Skip(TurnContext turn)
    {
        if (turn.Conversation.Run is not { } run)
        {
            Nothing(turn, "skip.nothing");
            return;
        }

        if (turn.Conversation.Open is not { Desk: Desk.Step } || StepTurn.StepOf(turn, run) is not { } step)
        {
            Resume(turn);
            return;
        }

        if (step is ChooseStep { Gate: true, OnSkip: null })
        {
            // The safety question cannot be stepped over; not answering it means not doing the exercise.
            Stop(turn);
            return;
        }

        turn.CloseQuestion(turn.Text("button.skip"));
        Record(turn, step, new Answer(run.Top.FlowId, step.Id));
        StepTurn.GoTo(turn, step.OnSkip());
        StepTurn.Advance(turn);
    }

    public static void Back(TurnContext turn)
    {
        if (turn.Conversation.Run is not { } run)
        {
            Nothing(turn, "back.nothing");
            return;
        }

        if (run.Trail.IsEmpty)
        {
            turn.SayMessage("back.first");
            Resume(turn);
            return;
        }

        var moment = run.Trail[^1];
        var step = moment.Frames[^1];
        turn.Change(c => c with
        {
            Run = run with
            {
                Frames = moment.Frames,
                Flags = moment.Flags,
                Answered = false,
                Trail = run.Trail.RemoveAt(run.Trail.Length - 1),
                Answers = run.Answers.RemoveAll(a => a.FlowId == step.FlowId && a.StepId == step.StepId),
            },
        });
        StepTurn.Advance(turn);
    }

    public static void Stop(TurnContext turn)
    {
        turn.CloseQuestion(turn.Conversation.Open is { Desk: Desk.Step } ? turn.Text("button.stop") : null);
        if (turn.Conversation.Run is null)
        {
            if (turn.Conversation is { Nudges.IsEmpty: true, Care.CheckAt: null })
            {
                turn.SayMessage("stop.nothing");
            }
            else
            {
                NudgeAnswerTurn.StopAll(turn);
            }

            return;
        }

        Leave(turn);
        turn.SayMessage("stop.left");
        turn.SayWith(turn.Conversation.Nudges.IsEmpty
            ? [Commands.Continue, Commands.Reflect, Commands.Help]
            : [Commands.Continue, Commands.Reflect, Commands.Reminders, Commands.Help]);
    }

    /// <summary>Puts the Run that is under way aside, to be taken up again.</summary>
    public static void Leave(TurnContext turn)
    {
        if (turn.Conversation.Run is { } run)
        {
            turn.Change(c => c with { Run = null, Left = [run, .. c.Left.Take(Conversation.MaxLeft - 1)] });
        }
    }

    /// <summary>Stores an answer in place of an earlier one to the same step, and remembers the way back.</summary>
    public static void Record(TurnContext turn, Step step, Answer answer, ImmutableArray<string> flags = default) =>
        turn.Change(c => c.Run is not { } run ? c : c with
        {
            Run = run with
            {
                Answered = false,
                Answers = run.Answers.RemoveAll(a => a.FlowId == answer.FlowId && a.StepId == step.Id).Add(answer),
                Trail = [.. run.Trail.Skip(Math.Max(0, run.Trail.Length - Run.MaxTrail + 1)), new Moment(run.Frames, run.Flags)],
                Flags = flags.IsDefaultOrEmpty ? run.Flags : [.. run.Flags.Union(flags)],
            },
        });

    private static void Take(TurnContext turn, Step step, FlowOption option, string? label)
    {
        turn.CloseQuestion(label);
        if (option.Help is { } topic)
        {
            // The exercise ends here and is not offered again: nobody who is afraid is led back into it.
            turn.Change(c => c with { Run = null });
            CareTurn.Help(turn, topic);
            return;
        }

        Record(turn, step, new Answer(turn.Conversation.Run!.Top.FlowId, step.Id) { Keys = [option.Key] }, option.Flags);
        StepTurn.GoTo(turn, option.Next ?? step.Next);
        StepTurn.Advance(turn);
    }

    /// <summary>The step the question belongs to, as long as the Run still stands there.</summary>
    private static Step? StepOfQuestion(TurnContext turn, Run run, Question open) =>
        StepTurn.StepOf(turn, run) is { } step && step.Id == open.Subject ? step : null;

    private static void Nothing(TurnContext turn, string key)
    {
        turn.SayMessage(key);
        turn.SayWith(Commands.Reflect, Commands.Help);
    }
}
