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
        IsIn(input.Words, input.Screening, pack)
        || input switch
        {
            CommandInput command => IsHelpWord(command.Command, pack),
            GroupCommandInput command => IsHelpWord(command.Command, pack),
            OptionInput pressed => pressed.OptionIds.Any(id => id == HelpButton || StandbyCard.IsCall(id)),
            _ => false,
        };

    /// <summary>The same of words without an Input.</summary>
    public static bool IsIn(string words, Screening screening, Pack pack) => screening.Tier > Tier.None || IsSaidIn(words, pack);

    /// <summary>While the plain question waits, whatever is said or begun and is no "no" leads to the Card; but not the word that clears the table.</summary>
    public static bool Answers(Input input, KnownPerson person) => person.Asked is not null && input switch
    {
        TextInput { Edited: false } text => CommandWords.Normalise(text.Text) is var word && word != person.TidyWord && !StandbyCard.IsNo(word),
        CommandInput or MediaInput => true,
        OptionInput { OptionIds: [['!', .. var command]] } => Commands.All.Contains(command),
        _ => false,
    };

    /// <summary>The whole text is a help word, or a command of that name, or a command with nothing but a help word behind it.</summary>
    private static bool IsSaidIn(string text, Pack pack)
    {
        if (!text.StartsWith('/'))
        {
            return IsHelpWord(text, pack);
        }

        var end = text.AsSpan().IndexOfAny(" \n");
        var (command, argument) = end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
        return IsHelpWord(command[1..].Split('@', 2)[0], pack) || IsHelpWord(argument.Trim().TrimStart('/'), pack);
    }

    private static bool IsHelpWord(string written, Pack pack)
    {
        var word = CommandWords.Normalise(written);
        return word.Length > 0
            && (word == Commands.Help || pack.Languages.Values.Any(messages => messages.CommandWords.TryGetValue(word, out var command) && command == Commands.Help));
    }
}
