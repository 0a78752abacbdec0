using System.Collections.Immutable;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>Moderators accept, edit or decline what was suggested. They see the words and nothing else.</summary>
internal static class SuggestionTalk
{
    public const string Name = "suggestion";

    private const int PageSize = 8;
    private const int MaxReason = 200;
    private const string ReasonKey = "suggest.reason-";

    private static readonly ImmutableArray<string> Reasons = ["have", "fit", "recognisable", "later"];

    public static void List(TurnContext turn, RoundPlan plan)
    {
        var shown = turn.Scene(plan.Group).Group.Suggestions.Take(PageSize).ToList();
        DeskTalk.Ask(
            turn,
            plan with { Stage = "suggestion-list", Detail = "" },
            string.Join('\n', [turn.Text(shown.Count == 0 ? "suggestion.none" : "suggestion.list"), .. shown.Select(one => $"{one.Number}. {one.Text}")]),
            [.. shown.Select(one => new Option($"{one.Number}", turn.Text("suggestion.manage", ("number", $"{one.Number}"))))]);
    }

    public static void Chose(TurnContext turn, RoundPlan plan, string key)
    {
        var number = DeskTalk.Number(plan.Stage == "suggestion-list" ? key : plan.Detail);
        if (Find(turn, plan, number) is not { } suggestion)
        {
            List(turn, plan);
            return;
        }

        var at = plan with { Detail = $"{number}" };
        switch (plan.Stage, key)
        {
            case ("suggestion-list", _):
                Show(turn, at, suggestion);
                break;
            case ("suggestion-one", "take"):
                Take(turn, at, suggestion, suggestion.Text);
                break;
            case ("suggestion-one", "edit"):
                DeskTalk.Ask(turn, at with { Stage = "suggestion-edit" }, turn.Text("queue.edit-ask", ("max", $"{Round.MaxText}")), [], takesText: true);
                break;
            case ("suggestion-one", _):
                AskReason(turn, at);
                break;
            case ("suggestion-reason", _):
                Decide(turn, at, suggestion, new SuggestionDecision(number, SuggestionOutcome.Declined, ReasonKey + key));
                break;
            default:
                Show(turn, at, suggestion);
                break;
        }
    }

    public static void Wrote(TurnContext turn, RoundPlan plan, string text)
    {
        if (Find(turn, plan, DeskTalk.Number(plan.Detail)) is not { } suggestion)
        {
            List(turn, plan);
        }
        else if (plan.Stage == "suggestion-edit")
        {
            Take(turn, plan, suggestion, text);
        }
        else if (text.Length > MaxReason)
        {
            turn.SayMessage("round.too-long", ("length", $"{text.Length}"), ("max", $"{MaxReason}"));
            AskReason(turn, plan);
        }
        else
        {
            Decide(turn, plan, suggestion, new SuggestionDecision(suggestion.Number, SuggestionOutcome.Declined, text));
        }
    }

    private static void Show(TurnContext turn, RoundPlan plan, Suggestion suggestion) => DeskTalk.Ask(
        turn,
        plan with { Stage = "suggestion-one" },
        $"{DeskTalk.Warning(turn, suggestion.Text)}{suggestion.Number}. {suggestion.Text}",
        [.. ((string[])["take", "edit", "decline"]).Select(act => new Option(act, turn.Text($"suggestion.{act}")))]);

    private static void AskReason(TurnContext turn, RoundPlan plan) => DeskTalk.Ask(
        turn,
        plan with { Stage = "suggestion-reason" },
        turn.Text("suggestion.reason-ask", ("max", $"{MaxReason}")),
        [.. Reasons.Select(reason => new Option(reason, turn.Text(ReasonKey + reason)))],
        takesText: true);

    private static void Take(TurnContext turn, RoundPlan plan, Suggestion suggestion, string text)
    {
        var scene = turn.Scene(plan.Group);
        var question = new QueuedQuestion(scene.Group.LastQuestion + 1, text);
        if ((scene.Group.Queue.Length >= QueuedQuestion.Max ? LineFault.Full : QuestionImport.Check(question, [])) is { } fault)
        {
            turn.Say(QueueTalk.FaultText(turn, fault));
            Show(turn, plan, suggestion);
            return;
        }

        scene.Change(group => group with { Queue = group.Queue.Add(question), LastQuestion = question.Number });
        Decide(turn, plan, suggestion, new SuggestionDecision(suggestion.Number, text == suggestion.Text ? SuggestionOutcome.Taken : SuggestionOutcome.Reworded));
    }

    private static void Decide(TurnContext turn, RoundPlan plan, Suggestion suggestion, SuggestionDecision decision)
    {
        var scene = turn.Scene(plan.Group);
        scene.Change(group => group with
        {
            Suggestions = group.Suggestions.Remove(suggestion),
            Decided = [.. group.Decided.TakeLast(Suggestion.MaxDecided - 1), decision],
        });
        scene.Note(turn.Conversation.Address, ModeratorAction.SuggestionDecided, suggestion.Number);
        turn.SayMessage(decision.Outcome == SuggestionOutcome.Declined ? "suggestion.declined" : "suggestion.taken");
        List(turn, plan);
    }

    private static Suggestion? Find(TurnContext turn, RoundPlan plan, int number) =>
        turn.Scene(plan.Group).Group.Suggestions.FirstOrDefault(one => one.Number == number);
}
