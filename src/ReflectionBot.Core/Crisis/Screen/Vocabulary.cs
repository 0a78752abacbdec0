namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>The words one lexicon knows, and what a word that it does not know was probably meant to be.</summary>
internal sealed class Vocabulary
{
    private const int ShortestFuzzyWord = 5;
    private const int ShortestSwappedWord = 3;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _words = [string.Empty];
    private OneLetterLess _withOneLetterLess = new(0);
    private readonly Dictionary<(char First, int Length), List<int>> _maskable = [];
    private readonly List<bool> _telling = [false];
    private readonly HashSet<string> _ordinary = new(StringComparer.Ordinal);

    public int Id(string word)
    {
        if (!_ids.TryGetValue(word, out var id))
        {
            id = _words.Count;
            _ids.Add(word, id);
            _words.Add(word);
            _telling.Add(false);
        }

        return id;
    }

    public int Find(string word) => _ids.GetValueOrDefault(word);

    public int Find(ReadOnlySpan<char> word) =>
        _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var id) ? id : 0;

    public IEnumerable<string> Words => _words.Skip(1);

    public string Word(int id) => _words[id];

    /// <summary>Words never taken for a slip of the hand: everyday words one letter away from a word that matters.</summary>
    public void AddOrdinary(IEnumerable<string> words) => _ordinary.UnionWith(words);

    /// <summary>Lets slips of the hand be read as these words. Words that only excuse (games, films, idioms) must be typed right.</summary>
    public void AddTelling(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            _telling[id] = true;
        }
    }

    public bool IsOrdinary(string word) => _ordinary.Contains(word);

    /// <summary>Builds the tables for slips and masked letters once all words are known.</summary>
    public void Seal()
    {
        _withOneLetterLess = new OneLetterLess(_words.Where((_, id) => _telling[id]).Sum(word => word.Length));
        for (var id = 1; id < _words.Count; id++)
        {
            var word = _words[id];
            if (!_telling[id] || !word.All(char.IsLetter))
            {
                continue;
            }

            if (word.Length >= ShortestSwappedWord)
            {
                if (!_maskable.TryGetValue((word[0], word.Length), out var alike))
                {
                    alike = [];
                    _maskable.Add((word[0], word.Length), alike);
                }

                alike.Add(id);
            }

            if (word.Length >= 4)
            {
                _withOneLetterLess.Add(word, id);
            }
        }
    }

    /// <summary>The word meant by one with one or two letters masked side by side (<c>k*ll</c>), never the first; or 0.</summary>
    public int Unmask(string masked)
    {
        var at = masked.IndexOf('*', StringComparison.Ordinal);
        if (at < 1 || !_maskable.TryGetValue((masked[0], masked.Length), out var alike))
        {
            return 0;
        }

        var rest = masked.AsSpan(at).TrimStart('*');
        var head = masked.AsSpan(0, at);
        if (masked.Length - head.Length - rest.Length > 2 || head.Length + rest.Length < 2)
        {
            return 0;
        }

        foreach (var id in alike)
        {
            if (_words[id].AsSpan().StartsWith(head, StringComparison.Ordinal) && _words[id].AsSpan().EndsWith(rest, StringComparison.Ordinal))
            {
                return id;
            }
        }

        return 0;
    }

    /// <summary>The word one slip away (a letter missing, too many, wrong or swapped), the earliest in the lexicon, or 0.</summary>
    public int FindSlip(string typed)
    {
        if (typed.Length < ShortestSwappedWord || _ordinary.Contains(typed))
        {
            return 0;
        }

        Span<char> swapped = stackalloc char[typed.Length];
        for (var i = 0; i + 1 < typed.Length; i++)
        {
            typed.CopyTo(swapped);
            (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
            if (Find(swapped) is var id and > 0 && _telling[id] && _words[id].Length >= ShortestSwappedWord && typed[i] != typed[i + 1])
            {
                return id;
            }
        }

        return typed.Length >= ShortestFuzzyWord ? FindNear(typed) : 0;
    }

    private int FindNear(string typed)
    {
        var best = Earliest(0, _withOneLetterLess.Of(typed), typed);
        Span<char> shorter = stackalloc char[typed.Length - 1];
        for (var i = 1; i < typed.Length; i++)
        {
            typed.AsSpan(0, i).CopyTo(shorter);
            typed.AsSpan(i + 1).CopyTo(shorter[i..]);
            if (Find(shorter) is var id and > 0 && _telling[id] && shorter.Length >= ShortestFuzzyWord && (best == 0 || id < best))
            {
                best = id;
            }

            best = Earliest(best, _withOneLetterLess.Of(shorter), typed);
        }

        return best;
    }

    private int Earliest(int best, OneLetterLess.Words ids, string typed)
    {
        foreach (var id in ids)
        {
            if (_words[id].Length >= ShortestFuzzyWord && (best == 0 || id < best) && OneSlipApart(_words[id], typed))
            {
                best = id;
            }
        }

        return best;
    }

    /// <summary>The first letter is rarely the wrong one, and short words have too many neighbours for a wrong letter.</summary>
    private static bool OneSlipApart(string word, string typed)
    {
        if (word[0] != typed[0] || (word.Length == typed.Length && word.Length <= ShortestFuzzyWord))
        {
            return false;
        }

        var head = 0;
        while (head < word.Length && head < typed.Length && word[head] == typed[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < word.Length - head && tail < typed.Length - head && word[^(tail + 1)] == typed[^(tail + 1)])
        {
            tail++;
        }

        return word.Length - head - tail <= 1 && typed.Length - head - tail <= 1 && head + tail > 0;
    }
}
