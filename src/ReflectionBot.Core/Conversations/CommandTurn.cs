using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>A command, from the platform's menu, a button or a word.</summary>
internal static class CommandTurn
{
    public static void Take(TurnContext turn, string command, string argument)
    {
        if (CareTurn.Interrupted(turn, command))
        {
            return;
        }

        if (turn.Conversation.Open is { Desk: Desk.Voice or Desk.Rounds or Desk.Suggest or Desk.Report } asked)
        {
            // What is written after a command is no answer for a group any more.
            turn.CloseQuestion(chosen: null);
            if (command is Commands.Stop or Commands.Skip or Commands.Back)
            {
                VoiceTurn.Left(turn, asked);
                return;
            }
        }

        switch (command)
        {
            case Commands.Help:
                CareTurn.Help(turn, HelpTopic.Any);
                return;
            case Commands.Country:
                CareTurn.Country(turn, argument);
                return;
            case Commands.About or Commands.Privacy:
                turn.SayMessage($"{command}.text");
                turn.SayWith(turn.Conversation.Consent is null ? [Commands.Help, Commands.Start] : [Commands.Help, Commands.Reflect]);
                return;
            case Commands.Language:
                SettingsTurn.AskLanguage(turn, WelcomeTurn.Wanted(turn));
                return;
            case Commands.Forget:
                ForgetTurn.Ask(turn);
                return;
            case Commands.Stop:
                RunTurn.Stop(turn);
                return;
            default:
                break;
        }

        if (turn.Conversation.Consent is null)
        {
            // Going on, in private for example, leads to what was wanted when the greeting came.
            WelcomeTurn.Greet(turn, command switch
            {
                Commands.Start => argument,
                _ => WelcomeTurn.Wanted(turn),
            });
            return;
        }

        switch (command)
        {
            case Commands.Start:
                ReflectTurn.Start(turn, argument);
                break;
            case Commands.Reflect:
                ReflectTurn.List(turn);
                break;
            case Commands.Continue:
                ReflectTurn.Continue(turn);
                break;
            case Commands.Skip:
                RunTurn.Skip(turn);
                break;
            case Commands.Back:
                RunTurn.Back(turn);
                break;
            case Commands.Journal:
                JournalTurn.List(turn, page: 0);
                break;
            case Commands.Settings:
                SettingsTurn.Show(turn);
                break;
            case Commands.Reminders:
                NudgeListTurn.Show(turn);
                break;
            case Commands.CheckIn:
                CheckInTurn.Begin(turn);
                break;
            case Commands.Export:
                ForgetTurn.Export(turn);
                break;
            default:
                turn.SayMessage("command.unknown");
                turn.SayWith(Commands.Help, Commands.Reflect);
                break;
        }
    }
}
