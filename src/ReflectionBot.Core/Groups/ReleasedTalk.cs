using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>Moderators read a released Voice again and may hide it. Beside a reported one stands what helps them with it.</summary>
internal static class ReleasedTalk
{
    public const string Name = "released";

    public static void List(TurnContext turn, RoundPlan plan)
    {
        var rounds = turn.Scene(plan.Group).Group.Released;
        DeskTalk.Ask(
            turn,
            plan with { Stage = "released-list", Detail = "" },
            turn.Text(rounds.Any(round => round.Shown.Any(voice => voice.Reported)) ? "released.list-reported" : "released.list"),
            [.. rounds.Select(round => new Option(round.Id, turn.Text(
                round.Shown.Any(voice => voice.Reported) ? "released.round-reported" : "released.round", ("number", $"{round.Number}"))))]);
    }

    public static void Chose(TurnContext turn, RoundPlan plan, string key)
    {
        var id = plan.Stage == "released-list" ? key : plan.Detail.Split(' ')[0];
        if (ReleasedVoices.Of(turn.Scene(plan.Group).Group, id, turn.Now) is not { } round)
        {
            turn.SayMessage("report.over");
            List(turn, plan);
            return;
        }

        switch (plan.Stage)
        {
            case "released-list":
                AskWhich(turn, plan, round);
                break;
            case "released-which" when round.Find(key) is { } voice:
                Show(turn, plan, round, voice);
                break;
            case "released-voice" when round.Find(plan.Detail.Split(' ')[^1]) is { } voice:
                Decide(turn, plan, round, voice, key);
                break;
            default:
                AskWhich(turn, plan, round);
                break;
        }
    }

    public static void Wrote(TurnContext turn, RoundPlan plan, string text)
    {
        if (ReleasedVoices.Of(turn.Scene(plan.Group).Group, plan.Detail, turn.Now) is not { } round)
        {
            List(turn, plan);
        }
        else if (ReleasedVoices.Find(round, text) is { } voice)
        {
            Show(turn, plan, round, voice);
        }
        else
        {
            turn.SayMessage("report.which");
            AskWhich(turn, plan, round);
        }
    }

    private static void AskWhich(TurnContext turn, RoundPlan plan, ReleasedRound round) => DeskTalk.Ask(
        turn, plan with { Stage = "released-which", Detail = round.Id }, turn.Text("released.which"), ReleasedVoices.Options(round), takesText: true);

    private static void Show(TurnContext turn, RoundPlan plan, ReleasedRound round, ReleasedVoice voice)
    {
        if (voice.Reported)
        {
            turn.SayMessage("moderator-care.text");
        }

        DeskTalk.Ask(
            turn,
            plan with { Stage = "released-voice", Detail = $"{round.Id} {voice.Id}" },
            turn.Text("released.voice", ("words", voice.Words)),
            [
                new Option("hide", turn.Text("released.hide")),
                new Option("stay", turn.Text("released.stay")),
                turn.CommandOption(Commands.Help),
            ]);
    }

    private static void Decide(TurnContext turn, RoundPlan plan, ReleasedRound round, ReleasedVoice voice, string key)
    {
        var scene = turn.Scene(plan.Group);
        var hide = key == "hide";
        ReleasedVoices.Change(scene, round, voice with { Words = hide ? "" : voice.Words, Hidden = hide, Reported = false });
        scene.Note(turn.Conversation.Address, hide ? ModeratorAction.VoiceHidden : ModeratorAction.VoiceLeft, round.Number);
        turn.SayMessage(hide ? "released.hidden" : "released.stayed");
        RoundDeskTurn.Menu(turn, plan);
    }
}
