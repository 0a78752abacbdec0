using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What a moderator does with a Round that is open.</summary>
internal static class RoundKeeping
{
    public const string Name = "round";

    public static string Line(TurnContext turn, Round round) =>
        turn.Text("round.open-line", ("number", $"{round.Number}"), ("prompt", round.Text), ("until", GroupScene.Moment(round.ClosesAt)));

    public static void Show(TurnContext turn, RoundPlan plan)
    {
        if (RoundRules.Find(turn.Scene(plan.Group), DeskTalk.Number(plan.Detail)) is not { IsOpen: true } round)
        {
            turn.SayMessage("round.over");
            RoundDeskTurn.Menu(turn, plan);
            return;
        }

        DeskTalk.Ask(
            turn,
            plan with { Stage = Name },
            Line(turn, round),
            [
                new Option("close", turn.Text("round.close")),
                new Option("longer", turn.Text("round.longer")),
                .. round.Kind == RoundKind.Thread ? [] : (Option[])[new Option("again", turn.Text("round.repost"))],
                new Option("off", turn.Text("round.off")),
            ]);
    }

    public static void Chose(TurnContext turn, RoundPlan plan, string key)
    {
        var scene = turn.Scene(plan.Group);
        var number = DeskTalk.Number(plan.Detail);
        var by = turn.Conversation.Address;
        var discussion = RoundRules.Find(scene, number)?.Kind == RoundKind.Thread;
        var (done, said) = key switch
        {
            "close" => (RoundRules.Close(scene, by, number), discussion ? "round.thread-closed" : "round.closed"),
            "longer" => (RoundRules.Extend(scene, by, number), "round.extended"),
            "again" => (RoundRules.Repost(scene, by, number), "round.reposted"),
            _ => (RoundRules.CallOff(scene, by, number), discussion ? "round.thread-closed" : "round.off-done"),
        };
        turn.SayMessage(done ? said : key == "longer" ? "round.longest" : "round.over");
        RoundDeskTurn.Menu(turn, plan);
    }
}
