namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>
/// Reads one line of the lexicon's pattern language: <c>word</c>, <c>@set</c> or <c>@phrase</c>, <c>(a|b c)</c>, a
/// trailing <c>?</c> for "may be missing", <c>..n</c> for up to n words, <c>^ ^^ ^^^</c> and <c>$ $$ $$$</c> for the start
/// and end of a clause, a sentence and the message, <c>!x</c> for "x does not begin here", <c>!&lt;x</c> for "x did not
/// end here".
/// </summary>
internal sealed class PatternParser(SharedNodes nodes, Func<string, PatternNode> literal, Func<string, PatternNode?> reference)
{
    private static readonly char[] Special = ['(', ')', '|', '?'];

    private readonly List<string> _tokens = [];
    private int _next;

    /// <exception cref="FormatException">The pattern cannot be read; the message names the element.</exception>
    public PatternNode Parse(string pattern)
    {
        _tokens.Clear();
        _next = 0;
        Split(pattern);
        var node = ReadChoice();
        if (_next < _tokens.Count)
        {
            throw new FormatException($"unexpected '{_tokens[_next]}'");
        }

        return node;
    }

    private void Split(string pattern)
    {
        foreach (var part in pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            for (var i = 0; i < part.Length; i++)
            {
                if (Array.IndexOf(Special, part[i]) < 0)
                {
                    continue;
                }

                if (i > start)
                {
                    _tokens.Add(part[start..i]);
                }

                _tokens.Add(part[i].ToString());
                start = i + 1;
            }

            if (start < part.Length)
            {
                _tokens.Add(part[start..]);
            }
        }
    }

    private PatternNode ReadChoice()
    {
        var choices = new List<PatternNode> { ReadSequence() };
        while (_next < _tokens.Count && _tokens[_next] == "|")
        {
            _next++;
            choices.Add(ReadSequence());
        }

        return nodes.Choice([.. choices]);
    }

    private PatternNode ReadSequence()
    {
        var parts = new List<PatternNode>();
        while (_next < _tokens.Count && _tokens[_next] is not ("|" or ")"))
        {
            var part = ReadElement();
            if (_next < _tokens.Count && _tokens[_next] == "?")
            {
                _next++;
                part = nodes.Optional(part);
            }

            parts.Add(part);
        }

        return parts.Count > 0 ? nodes.Sequence([.. parts]) : throw new FormatException("an empty alternative");
    }

    private PatternNode ReadElement()
    {
        var token = _tokens[_next++];
        switch (token)
        {
            case "(":
                var inner = ReadChoice();
                if (_next >= _tokens.Count || _tokens[_next++] != ")")
                {
                    throw new FormatException("a '(' without ')'");
                }

                return inner;
            case "?":
                throw new FormatException("a '?' after nothing");
            case "^":
                return nodes.At(Place.ClauseStart);
            case "^^":
                return nodes.At(Place.SentenceStart);
            case "^^^":
                return nodes.At(Place.MessageStart);
            case "$":
                return nodes.At(Place.ClauseEnd);
            case "$$":
                return nodes.At(Place.SentenceEnd);
            case "$$$":
                return nodes.At(Place.MessageEnd);
            case "!" or "!<":
                return nodes.Refuse(ReadElement(), behind: token == "!<");
            default:
                return ReadWord(token);
        }
    }

    private PatternNode ReadWord(string token)
    {
        if (token.StartsWith("..", StringComparison.Ordinal))
        {
            return int.TryParse(token.AsSpan(2), out var words) && words is > 0 and <= 60
                ? nodes.Gap(words)
                : throw new FormatException($"'{token}' is no gap of 1 to 60 words");
        }

        if (token.StartsWith("!<", StringComparison.Ordinal))
        {
            return nodes.Refuse(ReadWord(token[2..]), behind: true);
        }

        if (token[0] == '!')
        {
            return nodes.Refuse(ReadWord(token[1..]), behind: false);
        }

        return token[0] == '@'
            ? reference(token[1..]) ?? throw new FormatException($"unknown set or phrase '{token}'")
            : literal(token);
    }
}
