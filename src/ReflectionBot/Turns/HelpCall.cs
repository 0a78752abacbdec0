using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

/// <summary>Whether an Input calls for help, told without knowing anything about the conversation.</summary>
internal static class HelpCall
{
    private const string HelpButton = "!" + Commands.Help;

    /// <summary>By what the screen saw (a fault of the screen counts), by command, by button, or by a help word in any language.</summary>
    public static bool IsMadeBy(Input input, Pack pack) =>
        input.Screening.Tier > Tier.None
        || input switch
        {
            CommandInput command => IsHelpWord(command.Command, pack),
            GroupCommandInput command => IsHelpWord(command.Command, pack),
            OptionInput pressed => pressed.OptionIds.Any(id => id == HelpButton || StandbyCard.IsCall(id)),
            TextInput { Edited: false } text => IsHelpWord(text.Text.StartsWith('/') ? text.Text[1..] : text.Text, pack),
            VoiceInput voice => IsHelpWord(voice.Text, pack),
            _ => false,
        };

    private static bool IsHelpWord(string written, Pack pack)
    {
        var word = CommandWords.Normalise(written);
        return word.Length > 0
            && (word == Commands.Help || pack.Languages.Values.Any(messages => messages.CommandWords.TryGetValue(word, out var command) && command == Commands.Help));
    }
}
