using System.Collections.Concurrent;
using System.Collections.Immutable;

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
    public const long WorkPerStretch = 3_000_000;

    private static readonly Lazy<CrisisScreen> LazyBuiltIn = new(LexiconStore.LoadBuiltIn);

    private readonly ImmutableArray<Lexicon> _lexicons;
    private readonly ConcurrentBag<ScreenScratch> _scratch = [];

    internal CrisisScreen(ImmutableArray<Lexicon> lexicons)
    {
        _lexicons = lexicons;
    }

    /// <summary>The screen with the compiled-in lexicons.</summary>
    /// <exception cref="InvalidLexiconException">A lexicon is missing or invalid; every fault is listed.</exception>
    public static CrisisScreen BuiltIn => LazyBuiltIn.Value;

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
        var scratch = _scratch.TryTake(out var pooled) ? pooled : new ScreenScratch(_lexicons);
        work = 0;
        for (var start = 0; start < end; start += Stretch - StretchOverlap)
        {
            var length = Math.Min(Stretch, end - start);
            var budget = new WorkBudget(workPerStretch);
            if (!TryRead(text.Substring(start, length), scratch, findings, budget))
            {
                // What the broken reading left behind is not worth trusting.
                scratch = new ScreenScratch(_lexicons);
                faulted = true;
            }

            work += budget.Used;
            if (start + length >= end)
            {
                break;
            }
        }

        _scratch.Add(scratch);
        return findings.Unite(faulted);
    }

    private static bool TryRead(string text, ScreenScratch scratch, Findings findings, WorkBudget budget)
    {
#pragma warning disable CA1031 // Whatever goes wrong in here, the person who wrote must still be asked.
        try
        {
            scratch.Read(text, findings, budget);
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
