using System.Globalization;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>Brings an answer, pressed or written, to the desk that asked.</summary>
internal static class AnswerTurn
{
    public static void Chose(TurnContext turn, Question open, IReadOnlyList<string> keys)
    {
        var key = keys[^1];
        if (open.Desk is not (Desk.Step or Desk.Care))
        {
            turn.CloseQuestion(open.Choices.FirstOrDefault(choice => choice.Key == key)?.Label);
        }

        switch (open.Desk)
        {
            case Desk.Welcome:
                WelcomeTurn.Chose(turn, open, key);
                break;
            case Desk.Language:
                SettingsTurn.ChoseLanguage(turn, open, key);
                break;
            case Desk.Reflections:
                ReflectTurn.Chose(turn, key);
                break;
            case Desk.Left:
                ReflectTurn.ChoseLeft(turn, key);
                break;
            case Desk.Step:
                RunTurn.Chose(turn, open, keys);
                break;
            case Desk.Journal:
                JournalTurn.Chose(turn, open, key);
                break;
            case Desk.Entry:
                JournalTurn.ChoseEntry(turn, open, key);
                break;
            case Desk.Settings:
                SettingsTurn.Chose(turn, key);
                break;
            case Desk.TidyWord:
                SettingsTurn.ChoseTidyWord(turn, key);
                break;
            case Desk.Forget:
                ForgetTurn.Chose(turn, key);
                break;
            case Desk.Nudge:
                NudgeAnswerTurn.Chose(turn, open, key);
                break;
            case Desk.NudgeTalk:
                NudgeTalkTurn.Chose(turn, open, key);
                break;
            case Desk.NudgeList:
                NudgeListTurn.Chose(turn, key);
                break;
            case Desk.NudgePlan:
                NudgeListTurn.ChoseForPlan(turn, open, key);
                break;
            case Desk.NudgeHours:
                NudgeHoursTurn.Chose(turn, open, key);
                break;
            case Desk.Voice:
                VoiceTurn.Chose(turn, open, key);
                break;
            case Desk.Rounds:
                RoundDeskTurn.Chose(turn, open, key);
                break;
            case Desk.Suggest:
                SuggestTurn.Chose(turn, open, key);
                break;
            case Desk.Report:
                ReportTurn.Chose(turn, open, key);
                break;
            default:
                break;
        }
    }

    public static void Wrote(TurnContext turn, string text, string word)
    {
        if (turn.Conversation.Open is not { } open)
        {
            if (!CareTurn.Named(turn, word))
            {
                Chat(turn);
            }

            return;
        }

        if (Written(open, word) is { } choice)
        {
            Chose(turn, open, [choice.Key]);
            return;
        }

        switch (open.Desk)
        {
            case Desk.Step:
                RunTurn.Wrote(turn, open, text);
                break;
            case Desk.TidyWord:
                SettingsTurn.WroteTidyWord(turn, word);
                break;
            case Desk.Nudge:
                NudgeAnswerTurn.Wrote(turn, open, text);
                break;
            case Desk.NudgeTalk:
                NudgeTalkTurn.Wrote(turn, open, text);
                break;
            case Desk.NudgeHours:
                NudgeHoursTurn.Wrote(turn, open, text);
                break;
            case Desk.Care:
                CareTurn.Wrote(turn, open, text);
                break;
            case Desk.Voice:
                VoiceTurn.Wrote(turn, open, text);
                break;
            case Desk.Rounds:
                RoundDeskTurn.Wrote(turn, open, text);
                break;
            case Desk.Suggest:
                SuggestTurn.Wrote(turn, open, text);
                break;
            case Desk.Report:
                ReportTurn.Wrote(turn, open, text);
                break;
            case Desk.Welcome:
                WelcomeTurn.Greet(turn, open.Subject);
                break;
            default:
                Chat(turn);
                break;
        }
    }

    /// <summary>The choice that was written out: its label, or its number where no free text is expected.</summary>
    private static Choice? Written(Question open, string word)
    {
        if (word.Length == 0)
        {
            return null;
        }

        foreach (var choice in open.Choices)
        {
            if (string.Equals(CommandWords.Normalise(choice.Label), word, StringComparison.Ordinal))
            {
                return choice;
            }
        }

        return !open.TakesText
            && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= open.Choices.Length
                ? open.Choices[number - 1]
                : null;
    }

    /// <summary>Something was said while nothing was asked.</summary>
    private static void Chat(TurnContext turn)
    {
        if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, WelcomeTurn.Wanted(turn));
            return;
        }

        turn.SayMessage("chat.kind");
        if (turn.Conversation.Run is not null)
        {
            turn.SayWith(Commands.Continue, Commands.Reflect, Commands.Help);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
    }
}
