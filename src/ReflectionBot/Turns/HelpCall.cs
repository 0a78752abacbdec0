using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

/// <summary>Whether an Input calls for help, told without loading anything.</summary>
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
            TextInput text => IsHelpWord(Command(text.Text), pack),
            VoiceInput voice => IsHelpWord(Command(voice.Text), pack),
            _ => false,
        };

    /// <summary>The same of words without an Input.</summary>
    public static bool IsIn(string words, Screening screening, Pack pack) => screening.Tier > Tier.None || IsHelpWord(Command(words), pack);

    /// <summary>While the plain question waits, whatever is said or begun and is no "no" leads to the Card; but not the word that clears the table.</summary>
    public static bool Answers(Input input, KnownPerson person) => person.Asked is not null && input switch
    {
        TextInput { Edited: false } text => CommandWords.Normalise(text.Text) is var word && word != person.TidyWord && !StandbyCard.IsNo(word),
        CommandInput or MediaInput => true,
        OptionInput { OptionIds: [['!', .. var command]] } => Commands.All.Contains(command),
        _ => false,
    };

    /// <summary>What stands behind a slash, without the bot's name and what follows; else the whole text.</summary>
    private static string Command(string text) => text.StartsWith('/') ? text[1..].Split([' ', '\n', '@'], 2)[0] : text;

    private static bool IsHelpWord(string written, Pack pack)
    {
        var word = CommandWords.Normalise(written);
        return word.Length > 0
            && (word == Commands.Help || pack.Languages.Values.Any(messages => messages.CommandWords.TryGetValue(word, out var command) && command == Commands.Help));
    }
}
