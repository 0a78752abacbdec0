using System.Globalization;
using System.Text;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Cuts folded text into words, emoji and breaks. One pass; knows no language.</summary>
internal static class Tokenizer
{
    private const int LongestWord = 48;

    public static List<Token> Cut(string text)
    {
        var folded = TextFold.Fold(text);
        var tokens = new List<Token>((folded.Length / 4) + 4);
        var word = new StringBuilder();
        var glued = false;
        var next = 0;
        while (next < folded.Length)
        {
            var i = next++;
            var c = folded[i];
            if (IsWordPart(folded, i))
            {
                Append(word, c);
                continue;
            }

            if (IsSilent(c) || IsApostrophe(folded, i))
            {
                continue;
            }

            glued |= Flush(tokens, word, glued);
            if (char.IsHighSurrogate(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.OtherSymbol)
            {
                next += Symbol(tokens, folded, i);
                glued = false;
                continue;
            }

            glued = AddBreak(tokens, folded, i) && glued;
        }

        Flush(tokens, word, glued);
        return tokens;
    }

    private static void Append(StringBuilder word, char c)
    {
        if (word.Length < LongestWord)
        {
            word.Append(c);
        }
    }

    private static bool Flush(List<Token> tokens, StringBuilder word, bool glued)
    {
        if (word.Length == 0)
        {
            return glued;
        }

        tokens.Add(new Token(TokenKind.Word, word.ToString(), glued));
        word.Clear();
        return true;
    }

    /// <summary>Adds the break that a mark stands for, and says whether the next word would still be glued to this one.</summary>
    private static bool AddBreak(List<Token> tokens, string text, int i)
    {
        var c = text[i];
        switch (c)
        {
            case '\n' or '\r' or '\u2028' or '\u2029':
                Break(tokens, TokenKind.SentenceBreak);
                return false;
            case '.' or '!' or '?' or '¿' or '¡' or '…' or '。' or '！' or '？':
                Break(tokens, TokenKind.SentenceBreak);
                return true;
            case ',' or ';' or ':' or '(' or ')' or '[' or ']' or '"' or '“' or '”' or '„' or '«' or '»' or '—' or '–':
                Break(tokens, TokenKind.ClauseBreak);
                return c is not ('(' or ')' or '"' or '“' or '”');
            case '-' when i == 0 || char.IsWhiteSpace(text[i - 1]) || i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]):
                Break(tokens, TokenKind.ClauseBreak);
                return false;
            default:
                return !char.IsWhiteSpace(c);
        }
    }

    private static void Break(List<Token> tokens, TokenKind kind)
    {
        if (tokens.Count == 0)
        {
            return;
        }

        if (tokens[^1].Kind == TokenKind.Word)
        {
            tokens.Add(new Token(kind, string.Empty, Glued: false));
        }
        else if (kind == TokenKind.SentenceBreak)
        {
            tokens[^1] = new Token(kind, string.Empty, Glued: false);
        }
    }

    /// <summary>Adds an emoji as a word of its own (once, however often it is repeated); returns the extra characters read.</summary>
    private static int Symbol(List<Token> tokens, string text, int i)
    {
        var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
        var symbol = text.Substring(i, pair ? 2 : 1);
        var skin = pair && symbol[0] == '\uD83C' && symbol[1] is >= '\uDFFB' and <= '\uDFFF';
        if (!skin && (tokens.Count == 0 || !string.Equals(tokens[^1].Text, symbol, StringComparison.Ordinal)))
        {
            tokens.Add(new Token(TokenKind.Word, symbol, Glued: false));
        }

        return pair ? 1 : 0;
    }

    private static bool IsWordPart(string text, int i)
    {
        var c = text[i];
        if (char.IsAsciiLetterOrDigit(c) || (c > 127 && !char.IsSurrogate(c) && char.IsLetterOrDigit(c)))
        {
            return true;
        }

        return c switch
        {
            '@' or '$' or '€' => i + 1 < text.Length && char.IsLetter(text[i + 1]),
            '*' or '#' or '|' => i > 0 && char.IsLetterOrDigit(text[i - 1]) && LetterAfter(text, i, c),
            _ => false,
        } || (c == '*' && i > 0 && text[i - 1] == '*' && i > 1 && char.IsLetterOrDigit(text[i - 2]) && LetterAfter(text, i, c));
    }

    private static bool LetterAfter(string text, int i, char mark)
    {
        while (i < text.Length && text[i] == mark)
        {
            i++;
        }

        return i < text.Length && char.IsLetterOrDigit(text[i]);
    }

    /// <summary>Marks that stack on letters, format characters and controls: there to be looked through.</summary>
    private static bool IsSilent(char c) => c is not ('\n' or '\r' or '\t') && char.GetUnicodeCategory(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control;

    private static bool IsApostrophe(string text, int i) =>
        text[i] is '\'' or '’' or '‘' or '`' or '´' or 'ʼ' or '′'
        && i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetter(text[i + 1]);
}
