using System.Runtime.InteropServices;
using System.Text;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>One place in a text as one language reads it: the words it may be, or a break.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Spot(TokenKind Kind, int First, int Second, int Third, int Number)
{
    public static Spot Break(TokenKind kind) => new(kind, 0, 0, 0, -1);
}

/// <summary>Turns tokens into the spots of one language, in the two views: as spaced, and with glued or spaced-out letters joined.</summary>
internal sealed class SpotReader(Lexicon lexicon, WordReader words)
{
    private const int ShortestRunTogether = 7;

    /// <summary>Letters after which no more are joined.</summary>
    private const int LongestJoined = 40;

    private readonly List<int> _ids = [];
    private readonly StringBuilder _text = new();

    public void Read(List<Token> tokens, List<Spot> spots, WorkBudget budget)
    {
        spots.Clear();
        foreach (var token in tokens)
        {
            if (token.Kind != TokenKind.Word)
            {
                spots.Add(Spot.Break(token.Kind));
                continue;
            }

            budget.Spend(6 + token.Text.Length);
            AddWord(token.Text, spots, budget);
        }
    }

    /// <summary>
    /// Reads the text with runs of single letters and letters glued by marks put together; false when there are none.
    /// <paramref name="joined"/> gets the places of the spots that came out of it.
    /// </summary>
    public bool ReadJoined(List<Token> tokens, List<Spot> spots, List<int> joined, WorkBudget budget)
    {
        spots.Clear();
        joined.Clear();
        var next = 0;
        while (next < tokens.Count)
        {
            var i = next++;
            if (tokens[i].Kind != TokenKind.Word)
            {
                spots.Add(Spot.Break(tokens[i].Kind));
                continue;
            }

            budget.Spend(6);
            var before = spots.Count;
            if ((JoinGlued(tokens, i, spots, budget) ?? JoinSpaced(tokens, i, spots, budget)) is { } last)
            {
                joined.AddRange(Enumerable.Range(before, spots.Count - before));
                next = last + 1;
                continue;
            }

            AddWord(tokens[i].Text, spots, budget);
        }

        return joined.Count > 0;
    }

    private int? JoinGlued(List<Token> tokens, int first, List<Spot> spots, WorkBudget budget)
    {
        var last = first;
        var length = tokens[first].Text.Length;
        _text.Clear();
        for (var i = first + 1; i < tokens.Count && length <= LongestJoined; i++)
        {
            if (tokens[i].Kind != TokenKind.Word)
            {
                continue;
            }

            if (!tokens[i].Glued)
            {
                break;
            }

            _text.Append(last == first ? tokens[first].Text : string.Empty).Append(tokens[i].Text);
            length += tokens[i].Text.Length;
            last = i;
        }

        return last > first && TryAddJoined(_text.ToString(), spots, budget) ? last : null;
    }

    private int? JoinSpaced(List<Token> tokens, int first, List<Spot> spots, WorkBudget budget)
    {
        var last = first;
        _text.Clear();
        for (var i = first; i < tokens.Count && _text.Length <= LongestJoined; i++)
        {
            if (tokens[i].Kind != TokenKind.Word)
            {
                continue;
            }

            if (tokens[i].Text.Length > 1)
            {
                break;
            }

            _text.Append(tokens[i].Text);
            last = i;
        }

        return _text.Length >= 3 && TryAddJoined(_text.ToString(), spots, budget) ? last : null;
    }

    private bool TryAddJoined(string text, List<Spot> spots, WorkBudget budget)
    {
        budget.Spend(16 * text.Length);
        _ids.Clear();
        words.Read(text, _ids);
        if (_ids.Count > 0)
        {
            AddIds(spots, -1);
            return true;
        }

        return AddCut(text, 1, spots);
    }

    private void AddWord(string text, List<Spot> spots, WorkBudget budget)
    {
        _ids.Clear();
        words.Read(text, _ids);
        if (_ids.Count == 0 && text.Length >= ShortestRunTogether && char.IsLetter(text[0]))
        {
            budget.Spend(8 * text.Length);
            if (AddCut(text, 3, spots))
            {
                return;
            }
        }

        // A symbol that means nothing here must not stand between words that belong together.
        if (_ids.Count > 0 || char.IsLetterOrDigit(text[0]))
        {
            AddIds(spots, LeadingNumber(text));
        }
    }

    private bool AddCut(string text, int atLeast, List<Spot> spots)
    {
        _ids.Clear();
        if (!words.TryCut(text, atLeast, _ids))
        {
            return false;
        }

        foreach (var id in _ids)
        {
            AddId(spots, id);
        }

        return true;
    }

    private void AddId(List<Spot> spots, int id)
    {
        if (lexicon.Rewrites.TryGetValue(id, out var rewritten))
        {
            foreach (var word in rewritten)
            {
                spots.Add(new Spot(TokenKind.Word, word, 0, 0, -1));
            }
        }
        else
        {
            spots.Add(new Spot(TokenKind.Word, id, 0, 0, -1));
        }
    }

    private void AddIds(List<Spot> spots, int number)
    {
        if (_ids.Count > 0 && lexicon.Rewrites.ContainsKey(_ids[0]))
        {
            AddId(spots, _ids[0]);
            return;
        }

        spots.Add(new Spot(
            TokenKind.Word,
            _ids.Count > 0 ? _ids[0] : 0,
            _ids.Count > 1 ? _ids[1] : 0,
            _ids.Count > 2 ? _ids[2] : 0,
            number));
    }

    /// <summary>The number that a word begins with when at most four letters follow ("14", "16f", "4yr"), or -1.</summary>
    private static int LeadingNumber(string text)
    {
        var digits = 0;
        var number = 0;
        while (digits < text.Length && digits < 6 && char.IsAsciiDigit(text[digits]))
        {
            number = (number * 10) + (text[digits] - '0');
            digits++;
        }

        return digits > 0 && text.Length - digits <= 4 && !text.AsSpan(digits).ContainsAnyInRange('0', '9') ? number : -1;
    }
}
