using System.Collections.Immutable;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>The memory one reading needs, kept between readings. Used by one reading at a time.</summary>
internal sealed class ScreenScratch
{
    private readonly List<Spot> _spots = [];
    private readonly List<int> _joined = [];
    private readonly List<Reader> _readers;
    private readonly LikenessReader? _likeness;

    public ScreenScratch(ImmutableArray<Lexicon> lexicons, LearntLikeness? likeness)
    {
        _likeness = likeness is null ? null : new LikenessReader(likeness);
        _readers = [.. lexicons.Select(l => new Reader(
            new SpotReader(l, new WordReader(l.Vocabulary, word => IsKnownElsewhere(lexicons, l, word))),
            new WindowReader(l)))];
    }

    public void Read(List<Token> tokens, Findings findings, WorkBudget budget)
    {
        foreach (var reader in _readers)
        {
            reader.Spots.Read(tokens, _spots, budget);
            reader.Windows.Read(_spots, findings, budget);
            if (reader.Spots.ReadJoined(tokens, _spots, _joined, budget))
            {
                reader.Windows.ReadAround(_joined, _spots, findings, budget);
            }
        }
    }

    public LikenessReading Compare(List<Token> tokens, WorkBudget budget) => _likeness?.Read(tokens, budget) ?? LikenessReading.Nothing;

    /// <summary>A word of another language is no slip of the hand in this one.</summary>
    private static bool IsKnownElsewhere(ImmutableArray<Lexicon> lexicons, Lexicon own, string word)
    {
        foreach (var lexicon in lexicons)
        {
            if (!ReferenceEquals(lexicon, own) && (lexicon.Vocabulary.Find(word) > 0 || lexicon.Vocabulary.IsOrdinary(word)))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Reader(SpotReader Spots, WindowReader Windows);
}
