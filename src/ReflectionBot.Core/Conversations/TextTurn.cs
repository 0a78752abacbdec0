using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>What a person wrote: help first, then commands, then the open question, then a kind word.</summary>
internal static class TextTurn
{
    public static void Take(TurnContext turn, TextInput input)
    {
        var word = CommandWords.Normalise(input.Text);
        if (!input.Edited && word.Length > 0 && string.Equals(word, turn.Conversation.Preferences.TidyWord, StringComparison.Ordinal))
        {
            TidyTurn.Take(turn);
            return;
        }

        if (CommandOf(turn, input.Text, word) is { } command && (command.Name == Commands.Help || input.Screening.Tier == Tier.None))
        {
            // Who corrects "/hepl" asks for help; what else was corrected was not meant to be done twice.
            if (!input.Edited || command.Name == Commands.Help)
            {
                CommandTurn.Take(turn, command.Name, command.Argument);
            }

            return;
        }

        var open = turn.Conversation.Open;
        if (CareTurn.Screened(turn))
        {
            if (open is { Desk: Desk.Voice or Desk.Rounds or Desk.Suggest, TakesText: true } && !input.Edited)
            {
                VoiceTurn.Held(turn, open);
            }

            return;
        }

        if (input.Edited)
        {
            return;
        }

        if (input.Text.Length > Input.MaxText)
        {
            turn.SayMessage("text.too-long", ("length", $"{input.Text.Length}"), ("max", $"{Input.MaxText}"));
            return;
        }

        var text = CommandWords.WellFormed(input.Text).Replace("\0", "", StringComparison.Ordinal).Trim();
        if (IsBlank(text))
        {
            turn.SayMessage("text.empty");
            return;
        }

        AnswerTurn.Wrote(turn, text, word);
    }

    /// <summary>The whole text asks for help, as a word or as the command, or with nothing but such a word behind another command.</summary>
    public static bool AsksForHelp(TurnContext turn, string text) => CommandOf(turn, text, CommandWords.Normalise(text)) is { Name: Commands.Help };

    /// <summary>A command with its slash anywhere; a bare command word where no free text is expected, or one of the controls.</summary>
    private static (string Name, string Argument)? CommandOf(TurnContext turn, string text, string word)
    {
        if (text.StartsWith('/') && text.Length <= Input.MaxText)
        {
            var end = text.AsSpan().IndexOfAny(" \n");
            var head = CommandWords.Normalise(end < 0 ? text[1..] : text[1..end]);
            var at = head.IndexOf('@', StringComparison.Ordinal);
            head = at < 0 ? head : head[..at];
            var argument = end < 0 ? "" : text[(end + 1)..].Trim();
            return Known(turn, head) is not { } name ? null : Known(turn, CommandWords.Normalise(argument.TrimStart('/'))) is Commands.Help ? (Commands.Help, "") : (name, argument);
        }

        if (word.Length == 0 || Known(turn, word) is not { } bare)
        {
            return null;
        }

        var expectsText = turn.Conversation.Open is { TakesText: true, Desk: Desk.Step or Desk.Voice or Desk.Rounds or Desk.Suggest or Desk.Report };
        return expectsText && !Commands.Controls.Contains(bare) ? null : (bare, "");
    }

    /// <summary>The person's own language first, then every other: somebody in trouble may fall back to their mother tongue.</summary>
    private static string? Known(TurnContext turn, string word)
    {
        if (turn.Messages.CommandWords.TryGetValue(word, out var command))
        {
            return command;
        }

        foreach (var (_, messages) in turn.Pack.Languages)
        {
            if (messages.CommandWords.TryGetValue(word, out command) && (command == Commands.Help || Commands.All.Contains(word)))
            {
                return command;
            }
        }

        return Commands.All.Contains(word) ? word : null;
    }

    /// <summary>Nothing that shows: white space, zero-width marks, control characters.</summary>
    private static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!System.Text.Rune.IsWhiteSpace(rune)
                && System.Text.Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Control)
                && rune.Value is not (0x2800 or 0x3164 or 0x115F or 0x1160))
            {
                return false;
            }
        }

        return true;
    }
}
