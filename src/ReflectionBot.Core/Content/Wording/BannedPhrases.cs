using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>Finds what the bot never says. A language without a list is not checked; English always is.</summary>
public static class BannedPhrases
{
    private static readonly ImmutableDictionary<string, PhraseIndex<Entry>> ByLanguage = ImmutableDictionary<string, PhraseIndex<Entry>>.Empty
        .Add("en", IndexOf([.. BannedEnglish.All, .. PressingWording.English]))
        .Add("es", IndexOf([.. BannedSpanish.All, .. PressingWording.Spanish]));

    /// <summary>The lists by language, for the docs and the tests.</summary>
    public static ImmutableDictionary<string, ImmutableArray<BannedWording>> Lists { get; } =
        ImmutableDictionary<string, ImmutableArray<BannedWording>>.Empty
            .Add("en", [.. BannedEnglish.All, .. PressingWording.English])
            .Add("es", [.. BannedSpanish.All, .. PressingWording.Spanish]);

    /// <summary>Every phrase found in a text.</summary>
    /// <param name="around">The texts of the same step or message, for phrases that are true under a condition.</param>
    internal static IEnumerable<(BannedWording Wording, PhraseMatch Match)> Find(string language, string text, string? theme, IEnumerable<string> around)
    {
        if (!ByLanguage.TryGetValue(language, out var index))
        {
            yield break;
        }

        foreach (var sentence in WordScan.Sentences(text))
        {
            foreach (var (entry, match) in index.Find(sentence, text))
            {
                if (!entry.IsExcused(sentence, text, match, theme, around))
                {
                    yield return (entry.Wording, match);
                }
            }
        }
    }

    private static PhraseIndex<Entry> IndexOf(ImmutableArray<BannedWording> list) =>
        new(list.Select(wording => (new Phrase(wording.Pattern), new Entry(wording))));

    private sealed class Entry(BannedWording wording)
    {
        private readonly ImmutableArray<Phrase> _except = [.. wording.Except.Select(pattern => new Phrase(pattern))];
        private readonly Phrase? _unless = wording.Unless is { } pattern ? new Phrase(pattern) : null;

        public BannedWording Wording => wording;

        public bool IsExcused(ImmutableArray<Word> sentence, string text, PhraseMatch match, string? theme, IEnumerable<string> around) =>
            (wording.ExceptInTheme is { } excepted && excepted == theme)
            || (!wording.Always && (IsNegated(sentence, match) || IsQuoted(text, match)))
            || _except.Any(phrase => Covers(phrase, sentence, text, match))
            || (_unless is not null && around.Append(text).Any(other => WordScan.Sentences(other).Any(words => _unless.IsIn(words, other))));

        private static bool IsNegated(ImmutableArray<Word> sentence, PhraseMatch match) =>
            sentence.LastOrDefault(word => word.End <= match.Start).Value is "not" or "no" or "never" or "ni" or "nunca";

        private static bool IsQuoted(string text, PhraseMatch match)
        {
            var before = text.AsSpan(0, match.Start);
            return before.Count('"') % 2 == 1 || before.Count('“') > before.Count('”') || before.Count('«') > before.Count('»');
        }

        private static bool Covers(Phrase phrase, ImmutableArray<Word> sentence, string text, PhraseMatch match) =>
            Enumerable.Range(0, sentence.Length).Any(index =>
                phrase.MatchAt(sentence, index, text) is { } longer && longer.Start <= match.Start && longer.End >= match.End);
    }
}
