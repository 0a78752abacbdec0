using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>Goes from step to step until one waits for the person, and poses its question.</summary>
internal static class StepTurn
{
    /// <summary>
    /// Most steps taken without waiting. The compiler refuses content that could reach it; a Run on content of long ago may.
    /// </summary>
    public const int MaxStepsPerTurn = 64;

    private const int MaxDepth = 4;

    public static void Advance(TurnContext turn)
    {
        for (var taken = 0; taken < MaxStepsPerTurn; taken++)
        {
            if (turn.Conversation.Run is not { } run || StepOf(turn, run) is not { } step)
            {
                Lost(turn);
                return;
            }

            if (!Pass(turn, run, step))
            {
                return;
            }
        }

        Lost(turn);
    }

    /// <summary>The step a Run stands at, or null when neither its revision nor today's content has it.</summary>
    public static Step? StepOf(TurnContext turn, Run run)
    {
        var top = run.Top;
        return (turn.Pack.TryFlow(top.FlowId, top.Revision, out var flow) || turn.Pack.Flows.TryGetValue(top.FlowId, out flow))
            && flow.Steps.TryGetValue(top.StepId, out var step) ? step : null;
    }

    public static void GoTo(TurnContext turn, string? stepId)
    {
        if (turn.Conversation.Run is { } run && stepId is not null)
        {
            turn.Change(c => c with { Run = run with { Answered = false, Frames = run.Frames.SetItem(run.Frames.Length - 1, run.Top with { StepId = stepId }) } });
        }
    }

    /// <summary>The place is gone with the content it was in: say so, and offer to begin anew.</summary>
    public static void Lost(TurnContext turn)
    {
        turn.CloseQuestion(null);
        turn.Change(c => c with { Run = null });
        turn.SayMessage("run.lost");
        turn.SayWith(Commands.Reflect, Commands.Help);
    }

    public static void PoseOwnWords(TurnContext turn, Step step) =>
        turn.Ask(Desk.Step, step.Id, turn.Text("choose.own-words"), Controls(turn), takesText: true);

    /// <summary>Skip, back and stop, on every question.</summary>
    public static ImmutableArray<Option> Controls(TurnContext turn, bool skip = true)
    {
        var controls = ImmutableArray.CreateBuilder<Option>(3);
        if (skip)
        {
            controls.Add(new Option(RunTurn.SkipKey, turn.Text("button.skip"), OptionLook.Quiet));
        }

        if (turn.Conversation.Run is { Trail.IsEmpty: false })
        {
            controls.Add(new Option(RunTurn.BackKey, turn.Text("button.back"), OptionLook.Quiet));
        }

        controls.Add(new Option(RunTurn.StopKey, turn.Text("button.stop"), OptionLook.Quiet));
        return controls.ToImmutable();
    }

    /// <summary>Takes one step. False when it waits for the person or the Run is over.</summary>
    private static bool Pass(TurnContext turn, Run run, Step step)
    {
        var language = turn.Conversation.Language;
        switch (step)
        {
            case SayStep say:
                turn.Say(run.Fill(turn, say.Text.In(language)));
                GoTo(turn, say.Next);
                return true;
            case BranchStep branch:
                GoTo(turn, branch.Branches.FirstOrDefault(b => run.Holds(turn, b.When))?.Next ?? branch.Next);
                return true;
            case RecapStep recap:
                turn.Flush();
                turn.Say(run.Recap(turn, recap));
                turn.Flush();
                GoTo(turn, recap.Next);
                return true;
            case CallStep call:
                Call(turn, run, call);
                return true;
            case EndStep end:
                return End(turn, run, end);
            case KeepStep keep:
                return run.Frames.Length > 1 ? Passed(turn, keep) : KeepTurn.Pose(turn, keep);
            case OfferStep offer:
                return run.Frames.Length > 1 ? Passed(turn, offer) : OfferTurn.Pose(turn, offer);
            default:
                Pose(turn, run, step);
                return false;
        }
    }

    /// <summary>What belongs to a flow of its own is left out while it is called from another.</summary>
    private static bool Passed(TurnContext turn, Step step)
    {
        GoTo(turn, step.Next);
        return true;
    }

    private static void Pose(TurnContext turn, Run run, Step step)
    {
        var language = turn.Conversation.Language;
        switch (step)
        {
            case AskStep ask:
                turn.Ask(Desk.Step, ask.Id, run.Fill(turn, ask.Text.In(language)), Controls(turn), takesText: true);
                break;
            case ChooseStep choose:
                turn.Ask(
                    Desk.Step,
                    choose.Id,
                    run.Fill(turn, choose.Text.In(language)),
                    [
                        .. Buttons(choose.Options, language),
                        .. choose.OwnWords ? [new Option(RunTurn.OwnWordsKey, turn.Text("button.own-words"))] : ImmutableArray<Option>.Empty,
                        .. Controls(turn, skip: !choose.Gate || choose.OnSkip is not null),
                    ],
                    takesText: choose.OwnWords);
                break;
            case ScaleStep scale:
                turn.Ask(Desk.Step, scale.Id, run.Fill(turn, scale.Text.In(language)), [.. Buttons(scale.Options, language), .. Controls(turn)]);
                break;
            case PickStep pick:
                turn.Ask(Desk.Step, pick.Id, run.Fill(turn, pick.Text.In(language)), PickTurn.Options(turn, pick, []), pickSeveral: true);
                break;
            default:
                Lost(turn);
                break;
        }
    }

    private static IEnumerable<Option> Buttons(ImmutableArray<FlowOption> options, string language) =>
        options.Select(option => new Option(option.Help is { } topic ? HelpOption.Marked(option.Key, topic) : option.Key, option.Label.In(language)));

    private static void Call(TurnContext turn, Run run, CallStep call)
    {
        if (run.Frames.Length < MaxDepth && turn.Pack.Flows.TryGetValue(call.FlowId, out var flow))
        {
            turn.Change(c => c with { Run = run with { Frames = run.Frames.Add(new Frame(flow.Id, flow.Revision, flow.Start)) } });
        }
        else
        {
            GoTo(turn, call.Next);
        }
    }

    /// <summary>Back into the calling flow, or the end of the Run.</summary>
    private static bool End(TurnContext turn, Run run, EndStep end)
    {
        if (run.Frames.Length > 1)
        {
            var returned = run with { Frames = run.Frames.RemoveAt(run.Frames.Length - 1) };
            turn.Change(c => c with { Run = returned });
            GoTo(turn, StepOf(turn, returned)?.Next);
            return true;
        }

        CheckInTurn.Note(turn, run);
        turn.Change(c => c with { Run = null });
        turn.Say(end.Text is { } text ? run.Fill(turn, text.In(turn.Conversation.Language)) : turn.Text("run.ended"));
        turn.SayWith(Commands.Reflect, Commands.Journal, Commands.Help);
        return false;
    }

    public static string? OnSkip(this Step step) => step switch
    {
        AskStep ask => ask.OnSkip ?? ask.Next,
        ChooseStep choose => choose.OnSkip ?? choose.Next,
        PickStep pick => pick.OnSkip ?? pick.Next,
        ScaleStep scale => scale.OnSkip ?? scale.Next,
        _ => step.Next,
    };
}
