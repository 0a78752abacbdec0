using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Nudges;

/// <summary>What happens when a nudge is due, and when it is answered.</summary>
public static class NudgeTurn
{
    internal const string Open = "open";
    internal const string Begin = "begin";
    internal const string Later = "later";
    internal const string Less = "less";
    internal const string Stop = "stop";
    internal const string KeepThem = "go-on";
    internal const string Rest = "rest";
    internal const string KeepAnswer = "keep";
    internal const string DropAnswer = "drop";

    /// <summary>A moment that was missed for so many days ends here; the rest is computed anew.</summary>
    private const int MaxMissedAtOnce = 400;

    /// <summary>The person is there: nothing counts as unanswered any more.</summary>
    public static void Heard(TurnContext turn) => turn.Change(c => c with
    {
        LastHeard = turn.Now,
        Nudges = c.Nudges.Any(plan => plan.Unanswered > 0) ? [.. c.Nudges.Select(plan => plan with { Unanswered = 0 })] : c.Nudges,
    });

    /// <summary>Nothing that comes unasked arrives: the plans rest until the person takes them up again.</summary>
    public static void Closed(TurnContext turn) => turn.Change(c => c with { Nudges = [.. c.Nudges.Select(plan => plan with { Resting = true })] });

    /// <summary>Not even what was due before and is still on its way.</summary>
    internal static bool NothingMayCome(Conversation conversation, Instant now) =>
        conversation.Nudges.IsEmpty || conversation.NudgePreferences.OnlyWhenIWriteFirst || conversation.Care.StaysQuietAt(now);

    /// <summary>A plan was deleted or paused: what it brought and is still on its way goes too, and with it the little that came in the same moment.</summary>
    internal static bool OneEnded(Conversation before, Conversation after) => before.Nudges.Any(was =>
        after.Nudges.FirstOrDefault(plan => plan.Id == was.Id) is not { } plan || (plan.PausedUntil is not null && was.PausedUntil is null));

    public static void Woken(TurnContext turn)
    {
        var sends = new List<(NudgePlan Plan, NudgeDue Due)>();
        foreach (var plan in turn.Conversation.Nudges)
        {
            Decide(turn, plan, sends);
        }

        if (sends.Count == 0)
        {
            return;
        }

        // Several in the same minute come as one; what was asked for by hand goes before a question.
        var (first, due) = sends.MaxBy(send => send.Plan.Kind);
        Send(turn, first, due);
    }

    private static void Decide(TurnContext turn, NudgePlan plan, List<(NudgePlan, NudgeDue)> sends)
    {
        var current = plan;
        for (var missed = 0; missed < MaxMissedAtOnce && current.Next is { } due && due.At <= turn.Now; missed++)
        {
            var decision = NudgeDecision.Of(turn.Conversation, current, due, turn.Now);
            if (decision is { Verdict: NudgeVerdict.Wait, Until: { } until })
            {
                var deadline = decision.Reason == NudgeReason.QuietHours ? until + NudgePlan.Window : due.Deadline;
                Replace(turn, plan, current.Moving(due.Date, until, deadline));
                return;
            }

            if (decision.Verdict == NudgeVerdict.Drop)
            {
                turn.DropNudge(decision.Reason);
            }
            else
            {
                sends.Add((current, due));
            }

            current = current.Deciding(due.Date);
            Replace(turn, plan, plan.Once ? null : current);
            if (plan.Once)
            {
                return;
            }
        }
    }

    private static void Send(TurnContext turn, NudgePlan plan, NudgeDue due)
    {
        var zone = NudgePlan.ZoneOf(plan.Zone);
        var until = turn.Conversation.NudgePreferences.UsefulUntil(turn.Now, zone, due.Deadline > turn.Now ? due.Deadline - turn.Now : Duration.Zero);
        if (Current(turn, plan.Id) is { } current)
        {
            if (current.Unanswered >= NudgePlan.UnansweredBeforeRest)
            {
                // Asked once; silence is the answer, and it is a fine one.
                Replace(turn, current, current with { Resting = true });
                Ask(turn, plan, "rest", turn.Text("nudge.rest"), [new Option(KeepThem, turn.Text("nudge.go-on")), new Option(Rest, turn.Text("nudge.let-rest"))], until, takesText: false);
                return;
            }

            Replace(turn, current, current with { Unanswered = current.Unanswered + 1 });
        }

        if (plan.Look == NudgeLook.Cover)
        {
            Ask(turn, plan, $"cover/{due.Date}", plan.CoverLine ?? turn.Text("nudge.cover-1"), [new Option(Open, turn.Text("nudge.open")), new Option(Later, turn.Text("nudge.later"), OptionLook.Quiet), new Option(Stop, turn.Text("nudge.stop"), OptionLook.Quiet)], until, takesText: false);
            return;
        }

        Show(turn, plan, $"{due.Date}", until);
    }

    /// <summary>The nudge itself, without cover. After a tap it is a reply like any other.</summary>
    internal static void Show(TurnContext turn, NudgePlan plan, string occurrence, Instant? until)
    {
        var controls = ImmutableArray.Create(
            new Option(Later, turn.Text("nudge.later"), OptionLook.Quiet),
            new Option(Less, turn.Text("nudge.less"), OptionLook.Quiet),
            new Option(Stop, turn.Text("nudge.stop"), OptionLook.Quiet));
        if (plan.Kind == NudgeKind.Question
            && PromptChoice.Of(turn.Conversation, plan, turn.Pack.Prompts, $"{turn.Conversation.Address}/{plan.Id}/{occurrence}") is { } prompt)
        {
            turn.Change(c => c with
            {
                AskedPrompts = [.. c.AskedPrompts.Remove(prompt.Id).TakeLast(turn.Pack.Prompts.Length), prompt.Id],
                LastPromptDepth = prompt.Depth,
            });
            Ask(turn, plan, $"prompt/{prompt.Id}", prompt.Text.In(turn.Conversation.Language), controls, until, takesText: true);
            return;
        }

        var (key, button) = plan.Kind == NudgeKind.TenMinutes ? ("nudge.ten-minutes", "nudge.thanks-noted") : ("nudge.check-in", "nudge.begin");
        Ask(turn, plan, plan.Kind == NudgeKind.TenMinutes ? "ten" : "check-in", turn.Text(key), [new Option(Begin, turn.Text(button)), .. controls], until, takesText: false);
    }

    internal static NudgePlan? Current(TurnContext turn, string id) => turn.Conversation.Nudges.FirstOrDefault(plan => plan.Id == id);

    /// <summary>Puts a changed plan in the place of the former, or takes it out.</summary>
    internal static void Replace(TurnContext turn, NudgePlan former, NudgePlan? plan) => turn.Change(c => c with
    {
        Nudges = [.. c.Nudges.SelectMany(p => p.Id == former.Id ? plan is null ? ImmutableArray<NudgePlan>.Empty : [plan] : [p])],
    });

    /// <summary>Subjects are <c>plan/what[/which]</c>.</summary>
    private static void Ask(TurnContext turn, NudgePlan plan, string what, string text, ImmutableArray<Option> options, Instant? until, bool takesText) =>
        turn.Ask(
            Desk.Nudge,
            $"{plan.Id}/{what}",
            text,
            options,
            takesText,
            urgency: until is null ? Urgency.Reply : Urgency.Nudge,
            usefulUntil: until);
}
