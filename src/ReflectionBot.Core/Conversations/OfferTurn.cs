using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>What could come next: another flow, help, or nothing.</summary>
internal static class OfferTurn
{
    private const string ReminderKey = "~remind";
    private const string NoKey = "~no";

    /// <summary>Asks, or passes on (true) when there is nothing to offer.</summary>
    public static bool Pose(TurnContext turn, OfferStep step)
    {
        var language = turn.Conversation.Language;
        var options = new List<Option>();
        if (step.Help)
        {
            options.Add(turn.CommandOption(Commands.Help));
        }

        var onlySafe = turn.Conversation.Care.OnlySafeAt(turn.Now);
        options.AddRange(step.Flows.Where(id => turn.Pack.Flows.TryGetValue(id, out var flow) && (!onlySafe || flow.SafeAfterCard)).Select(id => new Option(id, turn.Pack.Flows[id].Title.In(language))));

        if (step.Reminder)
        {
            options.Add(new Option(ReminderKey, turn.Text("nudge.remind-me")));
        }

        if (options.Count == 0)
        {
            StepTurn.GoTo(turn, step.Next);
            return true;
        }

        options.Add(new Option(NoKey, turn.Text("offer.no"), OptionLook.Quiet));
        turn.Ask(Desk.Step, step.Id, step.Text.In(language), [.. options]);
        return false;
    }

    public static void Chose(TurnContext turn, OfferStep step, string key, string? label)
    {
        turn.CloseQuestion(label);
        switch (key)
        {
            case HelpOption.OfferKey:
                StepTurn.GoTo(turn, step.Next);
                CareTurn.Help(turn, HelpTopic.Any);
                break;
            case ReminderKey:
                StepTurn.GoTo(turn, step.Next);
                NudgeTalkTurn.BeginTenMinutes(turn);
                break;
            case NoKey:
                StepTurn.GoTo(turn, step.Next);
                StepTurn.Advance(turn);
                break;
            default:
                turn.Change(c => c with { Run = null });
                ReflectTurn.Start(turn, key);
                break;
        }
    }
}
