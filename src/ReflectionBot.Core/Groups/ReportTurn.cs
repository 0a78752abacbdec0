using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A member asks the moderators to read a released Voice again. Nothing is kept of who asked.</summary>
internal static class ReportTurn
{
    public static void Begin(TurnContext turn, string roundId)
    {
        if (Find(turn, roundId) is not { } round)
        {
            return;
        }

        if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, VoiceButtons.To(roundId, VoiceButtons.Report));
            return;
        }

        var options = ReleasedVoices.Options(round);
        turn.Ask(
            Desk.Report,
            roundId,
            turn.Text(options.IsEmpty ? "report.ask-words" : "report.ask"),
            [.. options, new Option("leave", turn.Text("round.leave"), OptionLook.Quiet)],
            takesText: true,
            expiresIn: VoiceTurn.Patience);
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        if (key == "leave")
        {
            VoiceTurn.Left(turn, open);
        }
        else if (Find(turn, open.Subject) is { } round)
        {
            Report(turn, round, round.Find(key));
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        if (Find(turn, open.Subject) is { } round)
        {
            Report(turn, round, ReleasedVoices.Find(round, text));
        }
    }

    private static void Report(TurnContext turn, ReleasedRound round, ReleasedVoice? voice)
    {
        if (voice is null)
        {
            turn.SayMessage("report.which");
            Begin(turn, round.Id);
            return;
        }

        turn.CloseQuestion(chosen: null);
        if (voice is { Reported: false, Hidden: false })
        {
            var scene = turn.Scene(turn.View!.Conversation!.Address);
            ReleasedVoices.Change(scene, round, voice with { Reported = true });
            scene.Tell("note.reported", round.Number);
        }

        turn.SayMessage("report.done");
        turn.SayWith(Commands.Help, Commands.Reflect);
    }

    /// <summary>Null while it is not loaded, and when nothing can be done any more, which is said then.</summary>
    private static ReleasedRound? Find(TurnContext turn, string roundId)
    {
        if (turn.Look(new GroupNeed(roundId, null)) is not { } view)
        {
            return null;
        }

        if (ReleasedVoices.Of(view.Conversation?.Group, roundId, turn.Now) is { } round)
        {
            return round;
        }

        turn.CloseQuestion(chosen: null);
        turn.SayMessage("report.over");
        turn.SayWith(Commands.Help, Commands.Reflect);
        return null;
    }
}
