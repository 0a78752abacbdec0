using ReflectionBot.Core.Content.Reading;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>What the bot itself says: complete in English, complete for help everywhere, the same placeholders, one command a word.</summary>
internal static class MessagesChecks
{
    private static readonly string[] SureHelpWords = ["help", "sos"];

    /// <summary>Messages that a person in trouble reads, so that no language may lack them.</summary>
    public static bool IsHelp(string key) =>
        key.StartsWith("care.", StringComparison.Ordinal) || key.StartsWith("help.", StringComparison.Ordinal);

    public static void Check(MessagesDraft draft, MessagesDraft? english, IReadOnlyList<SourceFile> sources, ProblemList problems)
    {
        TextChecks.Check(draft.Texts.Select(pair => pair.Value), null, text => IsHelp(text.Owner["message '".Length..]), sources, problems);
        Commands(draft, problems);
        if (draft.Language == "en")
        {
            Placeholders(draft, problems);
        }
        else if (english is not null)
        {
            Compare(draft, english, problems);
        }
    }

    private static void Placeholders(MessagesDraft draft, ProblemList problems)
    {
        foreach (var (key, text) in draft.Texts)
        {
            foreach (var name in Content.Placeholders.Names(text.Text).Where(name => !Names.IsPlaceholder(name)))
            {
                problems.Report(ProblemCodes.PlaceholderOfNothing, text.At, $"'{{{Names.Shown(name)}}}' of message '{key}' is not a placeholder.");
            }
        }
    }

    private static void Compare(MessagesDraft draft, MessagesDraft english, ProblemList problems)
    {
        foreach (var (key, _) in english.Texts.Where(pair => !draft.ByKey.ContainsKey(pair.Key)))
        {
            problems.Report(
                IsHelp(key) ? ProblemCodes.MessageMustNotFallBack : ProblemCodes.MessageFallsBack,
                draft.TextsAt,
                $"The message '{key}' is missing in '{draft.Language}'.");
        }

        foreach (var (key, text) in draft.Texts)
        {
            if (english.ByKey.TryGetValue(key, out var original))
            {
                TranslationChecks.Compare(original, text, problems);
            }
            else
            {
                problems.Report(ProblemCodes.TranslationExtra, text.At, $"The message '{key}' is not in the English.", Spelling.Hint(key, english.ByKey.Keys));
            }
        }
    }

    private static void Commands(MessagesDraft draft, ProblemList problems)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (command, word) in draft.Commands.SelectMany(pair => pair.Value.Select(word => (pair.Key, Word: word))).OrderBy(pair => pair.Word.At.Line).ThenBy(pair => pair.Word.At.Column))
        {
            var plain = CommandWords.Normalise(word.Text);
            if (plain.Length == 0)
            {
                problems.Report(ProblemCodes.Missing, word.At, $"'{Names.Shown(word.Text)}' of command '{command}' has no letters.");
            }
            else if (!owners.TryAdd(plain, command) && owners[plain] != command)
            {
                problems.Report(ProblemCodes.CommandWordTwice, word.At, $"The word '{Names.Shown(word.Text)}' belongs to '{owners[plain]}' already.");
            }
        }

        var mute = Content.Commands.All.Where(command => draft.Commands.GetValueOrDefault(command, []).IsEmpty).ToLookup(command =>
            draft.Language == "en" || command is Content.Commands.Help or Content.Commands.Stop);
        foreach (var command in mute[true])
        {
            problems.Report(ProblemCodes.CommandWithoutWords, draft.CommandsAt, $"The command '{command}' has no words in '{draft.Language}'.");
        }

        if (mute[false].Any())
        {
            problems.Report(ProblemCodes.CommandFallsBack, draft.CommandsAt, $"Commands without words in '{draft.Language}': {string.Join(", ", mute[false])}.");
        }

        if (draft.Language == "en" && owners.ContainsValue(Content.Commands.Help))
        {
            foreach (var word in SureHelpWords.Where(word => owners.GetValueOrDefault(word) != Content.Commands.Help))
            {
                problems.Report(ProblemCodes.CommandWithoutWords, draft.CommandsAt, $"'{word}' does not belong to the command 'help'.");
            }
        }
    }
}
