using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Nudges;

/// <summary>What a person does with a nudge: answer, open, later, less, stop.</summary>
internal static class NudgeAnswerTurn
{
    private static readonly Duration[] Delays = [Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(4)];

    public static void Chose(TurnContext turn, Question open, string key)
    {
        var parts = open.Subject.Split('/');
        if (key == NudgeTurn.Stop)
        {
            StopAll(turn);
            return;
        }

        if (key is NudgeTurn.KeepAnswer or NudgeTurn.DropAnswer)
        {
            Answered(turn, key == NudgeTurn.KeepAnswer);
            return;
        }

        if (NudgeTurn.Current(turn, parts[0]) is not { } plan)
        {
            // A plan for once is gone when it comes; what it brought can still be taken up.
            if (key == NudgeTurn.Begin)
            {
                BeginCheckIn(turn, parts);
            }
            else
            {
                turn.SayMessage("nudge.gone");
            }

            return;
        }

        switch (key)
        {
            case NudgeTurn.Open:
                NudgeTurn.Show(turn, plan, parts[^1], until: null);
                break;
            case NudgeTurn.Begin:
                BeginCheckIn(turn, parts);
                break;
            case NudgeTurn.Later:
                turn.Ask(Desk.Nudge, $"{plan.Id}/later", turn.Text("nudge.later-ask"), [.. Delays.Select((delay, i) => new Option($"in-{i}", turn.Text($"nudge.in-{i}")))]);
                break;
            case NudgeTurn.Less:
                turn.Ask(
                    Desk.Nudge,
                    $"{plan.Id}/less",
                    turn.Text("nudge.less-ask"),
                    [new Option("weekly", turn.Text("nudge.weekly")), new Option("two", turn.Text("nudge.twice")), new Option("ask", turn.Text("nudge.only-ask")), new Option("as-is", turn.Text("nudge.as-is"), OptionLook.Quiet)]);
                break;
            case NudgeTurn.KeepThem:
                NudgeTurn.Replace(turn, plan, plan with { Resting = false, Unanswered = 0 });
                turn.SayMessage("nudge.goes-on");
                break;
            case NudgeTurn.Rest:
                turn.SayMessage("nudge.rests");
                break;
            case ['i', 'n', '-', var index]:
                Snooze(turn, plan, Delays[Math.Clamp(index - '0', 0, Delays.Length - 1)]);
                break;
            default:
                Lessen(turn, plan, key);
                break;
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        if (open.Subject.Split('/') is not [_, "prompt", var promptId])
        {
            turn.SayMessage("choose.unclear");
            return;
        }

        turn.Change(c => c with { Answered = new PromptAnswer(promptId, text) });
        turn.Ask(
            Desk.Nudge,
            open.Subject.Replace("/prompt/", "/answered/", StringComparison.Ordinal),
            turn.Text("nudge.thanks"),
            [new Option(NudgeTurn.KeepAnswer, turn.Text("nudge.keep")), new Option(NudgeTurn.DropAnswer, turn.Text("keep.nothing"))]);
    }

    /// <summary>One "stop" ends all, at once.</summary>
    public static void StopAll(TurnContext turn)
    {
        turn.Change(c => c with { Nudges = [], NudgeDraft = null, Care = c.Care with { CheckAt = null } });
        turn.SayMessage("nudge.stopped");
        turn.SayWith(Commands.Reflect, Commands.Help);
    }

    private static void BeginCheckIn(TurnContext turn, string[] subject)
    {
        if (subject is [_, "ten", ..])
        {
            turn.SayMessage("nudge.ten-noted");
        }
        else
        {
            CheckInTurn.Begin(turn);
        }
    }

    private static void Snooze(TurnContext turn, NudgePlan plan, Duration delay)
    {
        var to = turn.Now + delay;
        NudgeTurn.Replace(turn, plan, plan.Moving(plan.Handled, to, to + NudgePlan.Window));
        turn.SayMessage("nudge.snoozed");
    }

    private static void Lessen(TurnContext turn, NudgePlan plan, string key)
    {
        var today = turn.Now.InZone(NudgePlan.ZoneOf(plan.Zone)).DayOfWeek;
        var day = (Weekdays)(1 << ((int)today - 1));
        var opposite = (Weekdays)(1 << (((int)today + 2) % 7));
        switch (key)
        {
            case "weekly":
                NudgeTurn.Replace(turn, plan, plan with { Days = day });
                turn.SayMessage("nudge.lessened");
                break;
            case "two":
                NudgeTurn.Replace(turn, plan, plan with { Days = day | opposite });
                turn.SayMessage("nudge.lessened");
                break;
            case "ask":
                NudgeTurn.Replace(turn, plan, plan with { Resting = true });
                turn.SayMessage("nudge.rests");
                break;
            default:
                turn.SayMessage("nudge.goes-on");
                break;
        }
    }

    private static void Answered(TurnContext turn, bool keep)
    {
        if (turn.Conversation.Answered is { } answered && keep)
        {
            var question = turn.Pack.Prompts.FirstOrDefault(prompt => prompt.Id == answered.PromptId)?.Text.In(turn.Conversation.Language);
            JournalTurn.Keep(turn, "prompt", question is null ? turn.Text("nudge.entry") : Shorten(question), $"{question}\n“{answered.Text}”");
        }
        else
        {
            turn.SayMessage("keep.kept-nothing");
        }

        turn.Change(c => c with { Answered = null });
    }

    private static string Shorten(string question) => question.Length <= 40 ? question : question[..39].TrimEnd() + "…";
}
