using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A moderator reads each Voice before the release, without author and without number, and may leave one out.</summary>
internal static class ReviewTalk
{
    /// <summary>What a moderator was shown goes from the chat with the question it stood in.</summary>
    public const string Name = "review";

    public static void Begin(TurnContext turn, RoundPlan plan, int number)
    {
        if (RoundRules.Find(turn.Scene(plan.Group), number) is not { InReview: true } round)
        {
            turn.SayMessage("round.over");
            RoundDeskTurn.Menu(turn, plan);
            return;
        }

        DeskTalk.Ask(
            turn,
            plan with { Stage = "review-begin", Detail = round.Id },
            turn.Text("review.begin", ("prompt", round.Text), ("until", GroupScene.Moment(round.ReleaseAt!.Value))),
            [new Option("begin", turn.Text("review.read"), OptionLook.Primary)]);
    }

    /// <summary>The Round whose Voices such a talk needs.</summary>
    public static string? RoundOf(RoundPlan plan) => plan.Stage.StartsWith(Name, StringComparison.Ordinal) ? plan.Detail.Split(' ')[0] : null;

    public static void Chose(TurnContext turn, RoundPlan plan, string key)
    {
        var scene = turn.Scene(plan.Group);
        var parts = plan.Detail.Split(' ');
        if (scene.Group.Rounds.FirstOrDefault(round => round.Id == parts[0]) is not { InReview: true } round)
        {
            turn.SayMessage("round.over");
            RoundDeskTurn.Menu(turn, plan);
            return;
        }

        var by = turn.Conversation.Address;
        switch (plan.Stage, key)
        {
            case ("review-voice", "worry"):
                turn.SayMessage("moderator-care.text");
                Show(turn, plan, round, from: parts[^1]);
                break;
            case ("review-voice", _):
                RoundRules.Mark(scene, round, parts[^1], leaveOut: key is "out" or "mute");
                if (key == "mute")
                {
                    RoundRules.Mute(scene, by, round, parts[^1]);
                    turn.SayMessage("review.muted");
                }

                Show(turn, plan, round, after: parts[^1]);
                break;
            case ("review-done", "release"):
                RoundRules.EndReview(scene, by, round);
                turn.SayMessage("review.released");
                turn.SayWith(Commands.Help, Commands.Reflect);
                break;
            default:
                Show(turn, plan, round);
                break;
        }
    }

    private static void Show(TurnContext turn, RoundPlan plan, Round round, string after = "", string from = "")
    {
        var voices = turn.View!.Voices.OrderBy(voice => voice.Id, StringComparer.Ordinal);
        var next = voices.FirstOrDefault(voice => string.CompareOrdinal(voice.Id, after) > 0 && string.CompareOrdinal(voice.Id, from) >= 0);
        if (next is null)
        {
            DeskTalk.Ask(
                turn,
                plan with { Stage = "review-done", Detail = round.Id },
                turn.Text("review.done"),
                [new Option("release", turn.Text("review.release"), OptionLook.Primary), new Option("again", turn.Text("review.again"))]);
            return;
        }

        ImmutableArray<string> acts = ["keep", "out", "mute", "worry"];
        DeskTalk.Ask(
            turn,
            plan with { Stage = "review-voice", Detail = $"{round.Id} {next.Id}" },
            turn.Text("released.voice", ("words", next.Words)),
            [.. acts.Select(act => new Option(act, turn.Text($"review.{act}"))), turn.CommandOption(Commands.Help)]);
    }
}
