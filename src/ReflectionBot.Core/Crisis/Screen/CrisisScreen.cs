using System.Collections.Concurrent;
using System.Collections.Immutable;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>
/// Recognises statements of danger in one message. Pure and safe to use from many threads: the same text always gives the
/// same <see cref="Screening"/>. It never throws on a text; a fault or too much work counts as tier 1 at least.
/// </summary>
public sealed class CrisisScreen
{
    /// <summary>Characters read at a time; longer texts are read in overlapping stretches of this length.</summary>
    public const int Stretch = 4096;

    /// <summary>Characters two neighbouring stretches share.</summary>
    public const int StretchOverlap = 320;

    /// <summary>Characters read at most; a longer text counts as a fault besides what its beginning says.</summary>
    public const int LongestText = 128 * 1024;

    /// <summary>Work allowed for each stretch, in steps of the matcher: several times what dense prose needs.</summary>
    public const long WorkPerStretch = 1_500_000;

    private static readonly Lazy<CrisisScreen> LazyFrames = new(() => LexiconStore.Load([]));
    private static readonly Lazy<CrisisScreen> LazyBuiltIn = new(() => new CrisisScreen(LazyFrames.Value._lexicons, LearntLikeness.LoadBuiltIn()));

    private readonly ImmutableArray<Lexicon> _lexicons;
    private readonly ConcurrentBag<ScreenScratch> _scratch = [];

    private readonly LearntLikeness? _likeness;

    internal CrisisScreen(ImmutableArray<Lexicon> lexicons, LearntLikeness? likeness = null)
    {
        _lexicons = lexicons;
        _likeness = likeness;
    }

    /// <summary>The screen with the compiled-in lexicons and what was learnt from examples.</summary>
    /// <exception cref="InvalidLexiconException">A lexicon, or what was learnt, is missing or invalid; every fault is listed.</exception>
    public static CrisisScreen BuiltIn => LazyBuiltIn.Value;

    /// <summary>The compiled-in lexicons alone: what the frames are worth by themselves.</summary>
    internal static CrisisScreen Frames => LazyFrames.Value;

    /// <summary>The languages this screen has a lexicon for, in order.</summary>
    public ImmutableArray<string> Languages => [.. _lexicons.Select(l => l.Language)];

    /// <summary>Who reviewed each lexicon, by its own words, and its version and date.</summary>
    public ImmutableArray<LexiconCredit> Credits =>
        [.. _lexicons.Select(l => new LexiconCredit(l.Language, l.Version, l.Date, l.ReviewedBy))];

    internal ImmutableArray<Lexicon> Lexicons => _lexicons;

    /// <summary>Reads one message in every language at once and unites what was found; the highest tier wins.</summary>
    public Screening Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, WorkPerStretch, out _);
    }

    internal Screening Read(string text, long workPerStretch, out long work)
    {
        var findings = new Findings();
        var faulted = text.Length > LongestText;
        var end = Math.Min(text.Length, LongestText);
        var scratch = _scratch.TryTake(out var pooled) ? pooled : new ScreenScratch(_lexicons, _likeness);
        var likeness = LikenessReading.Nothing;
        work = 0;
        for (var start = 0; start < end; start += Stretch - StretchOverlap)
        {
            var length = Math.Min(Stretch, end - start);
            var budget = new WorkBudget(workPerStretch);
            if (!TryRead(text.Substring(start, length), scratch, findings, ref likeness, budget))
            {
                // What the broken reading left behind is not worth trusting.
                scratch = new ScreenScratch(_lexicons, _likeness);
                faulted = true;
            }

            work += budget.Used;
            if (start + length >= end)
            {
                break;
            }
        }

        _scratch.Add(scratch);
        var seen = findings.Unite(faulted);
        return _likeness is null ? seen : likeness.With(seen, _likeness.Limits, whole: !faulted);
    }

    private static bool TryRead(string text, ScreenScratch scratch, Findings findings, ref LikenessReading likeness, WorkBudget budget)
    {
#pragma warning disable CA1031 // Whatever goes wrong in here, the person who wrote must still be asked.
        try
        {
            var tokens = Tokenizer.Cut(text);
            likeness = likeness.Or(scratch.Compare(tokens, budget));
            scratch.Read(tokens, findings, budget);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }
}

/// <summary>What a lexicon says about itself.</summary>
public sealed record LexiconCredit(string Language, string Version, string Date, string ReviewedBy);
