using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>One word as it is compared: lower-case, without accents.</summary>
/// <param name="Start">Where it begins in the text.</param>
internal readonly record struct Word(string Value, int Start, int End);

/// <summary>Cuts a text into sentences of words. "You're" is two words, as "you are" is.</summary>
internal static class WordScan
{
    public static ImmutableArray<ImmutableArray<Word>> Sentences(string text)
    {
        var sentences = ImmutableArray.CreateBuilder<ImmutableArray<Word>>();
        var words = ImmutableArray.CreateBuilder<Word>();
        var position = 0;
        while (position < text.Length)
        {
            if (IsWordPart(text[position]))
            {
                var start = position;
                while (position < text.Length && (IsWordPart(text[position]) || IsInnerApostrophe(text, position)))
                {
                    position++;
                }

                Add(words, text[start..position], start, position);
                continue;
            }

            if (text[position] is '.' or '!' or '?' or '…' or '¡' or '¿' && words.Count > 0)
            {
                sentences.Add(words.DrainToImmutable());
            }

            position++;
        }

        if (words.Count > 0)
        {
            sentences.Add(words.DrainToImmutable());
        }

        return sentences.DrainToImmutable();
    }

    /// <summary>How many words a person reads. What stands in braces is theirs and does not count.</summary>
    public static int Count(string text)
    {
        var count = 0;
        var inWord = false;
        var braces = false;
        foreach (var letter in text)
        {
            braces = letter == '{' || (braces && letter != '}');
            if (char.IsWhiteSpace(letter))
            {
                inWord = false;
            }
            else if (!inWord && !braces && char.IsLetterOrDigit(letter))
            {
                inWord = true;
                count++;
            }
        }

        return count;
    }

    private static void Add(ImmutableArray<Word>.Builder words, string raw, int start, int end)
    {
        var word = Plain(raw);
        var apostrophe = word.IndexOf('\'');
        if (apostrophe < 0)
        {
            AddOne(word == "cannot" ? "can" : word);
            AddOne(word == "cannot" ? "not" : "");
            return;
        }

        var (stem, second) = (word[..apostrophe], word[(apostrophe + 1)..]) switch
        {
            ("can", "t") => ("can", "not"),
            ("won", "t") => ("will", "not"),
            (var verb, "t") when verb.EndsWith('n') => (verb[..^1], "not"),
            (var who, "re") => (who, "are"),
            (var who, "m") => (who, "am"),
            (var who, "ll") => (who, "will"),
            (var who, "ve") => (who, "have"),
            ("it" or "that" or "he" or "she" or "what" or "there", "s") => (word[..apostrophe], "is"),
            _ => (word, ""),
        };
        AddOne(stem);
        AddOne(second);

        void AddOne(string value)
        {
            if (value.Length > 0)
            {
                words.Add(new Word(value, start, end));
            }
        }
    }

    private static string Plain(string raw)
    {
        if (Ascii.IsValid(raw))
        {
            return raw.ToLowerInvariant();
        }

        var plain = new StringBuilder(raw.Length);
        foreach (var letter in raw.Replace('’', '\'').Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                plain.Append(char.ToLowerInvariant(letter));
            }
        }

        return plain.ToString();
    }

    private static bool IsWordPart(char letter) => char.IsLetterOrDigit(letter)
        || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    private static bool IsInnerApostrophe(string text, int position) =>
        text[position] is '\'' or '’' && position + 1 < text.Length && char.IsLetter(text[position + 1]);
}
