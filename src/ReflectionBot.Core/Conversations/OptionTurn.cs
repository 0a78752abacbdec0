using System.Globalization;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>A pressed button: a command, an option of the open question, or something of long ago, which is answered politely for ever.</summary>
internal static class OptionTurn
{
    public static void Take(TurnContext turn, OptionInput input)
    {
        if (input.OptionIds is [var id] && id.StartsWith(CardButtons.Prefix, StringComparison.Ordinal))
        {
            CareTurn.Pressed(turn, id[CardButtons.Prefix.Length..]);
            return;
        }

        if (input.OptionIds is [var round] && VoiceTurn.Pressed(turn, round))
        {
            return;
        }

        if (input.OptionIds is [['!', .. var command]])
        {
            CommandTurn.Take(turn, command, "");
            return;
        }

        if (turn.Conversation.Open is { } open && Keys(open, input) is { } keys)
        {
            AnswerTurn.Chose(turn, open, keys);
            return;
        }

        turn.SayMessage("option.old");
        if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, WelcomeTurn.Wanted(turn));
        }
        else if (turn.Conversation.Run is not null)
        {
            turn.SayWith(Commands.Continue, Commands.Help);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
    }

    /// <summary>The keys pressed, or null when any of them does not belong to the open question.</summary>
    private static List<string>? Keys(Question open, OptionInput input)
    {
        var prefix = open.Number.ToString(CultureInfo.InvariantCulture) + ".";
        var keys = new List<string>(input.OptionIds.Length);
        foreach (var id in input.OptionIds)
        {
            var key = id.StartsWith(prefix, StringComparison.Ordinal) ? HelpOption.KeyOf(id[prefix.Length..]) : null;
            if (key is null || !open.Choices.Any(c => c.Key == key))
            {
                return null;
            }

            keys.Add(key);
        }

        return keys.Count == 0 ? null : keys;
    }
}
