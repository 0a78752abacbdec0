using System.Collections.Immutable;
using ReflectionBot.Core.Content.Reading;

namespace ReflectionBot.Core.Content;

/// <summary>Builds what the bot says in one language, with English where the language has a gap.</summary>
internal static class MessagesBuilder
{
    public static ImmutableDictionary<string, Messages> Build(IReadOnlyCollection<MessagesDraft> drafts)
    {
        var english = drafts.FirstOrDefault(draft => draft.Language == "en");
        return english is null
            ? ImmutableDictionary<string, Messages>.Empty
            : drafts.ToImmutableDictionary(draft => draft.Language, draft => Build(draft, english, drafts), StringComparer.Ordinal);
    }

    /// <summary>Every word for help, in any language: help opens in the wrong language too.</summary>
    public static ImmutableHashSet<string> HelpWords(IEnumerable<MessagesDraft> drafts) =>
        [.. drafts.SelectMany(draft => draft.Commands.GetValueOrDefault(Commands.Help, [])).Select(word => CommandWords.Normalise(word.Text))];

    private static Messages Build(MessagesDraft draft, MessagesDraft english, IReadOnlyCollection<MessagesDraft> drafts)
    {
        var words = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

        // Its own words first, then the English ones, then help in every language: the first owner keeps a word.
        foreach (var (command, given) in WordsOf(draft).Concat(WordsOf(english)).Concat(HelpWords(drafts).Order(StringComparer.Ordinal).Select(word => (Commands.Help, word))))
        {
            words.TryAdd(given, command);
        }

        return new Messages(draft.Language, draft.Name)
        {
            Texts = english.Texts.Concat(draft.Texts).Aggregate(
                ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal),
                (texts, pair) =>
                {
                    texts[pair.Key] = pair.Value.Text;
                    return texts;
                }).ToImmutable(),
            CommandWords = words.ToImmutable(),
        };
    }

    private static IEnumerable<(string Command, string Word)> WordsOf(MessagesDraft draft) =>
        from command in Commands.All
        from word in draft.Commands.GetValueOrDefault(command, [])
        select (command, CommandWords.Normalise(word.Text));
}
