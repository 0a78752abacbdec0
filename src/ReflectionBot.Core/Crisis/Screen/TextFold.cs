using System.Collections.Frozen;
using System.Text;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Folds what looks the same into the same: compatibility forms, case, look-alike letters, stacked marks.</summary>
internal static class TextFold
{
    private const string LookAlikes =
        "аaвbсcеeнhіiїiјjкkмmоoрpѕsтtуyхxԁdӏlԛqԝwьbпnгrшwαaβbεeηnιiκkνvοoρpτtυuχxωwγyɑaɡgıiłløoðdþpßsəeɪiᴀaᴇeɴnʀrᴛtᴜuꓲl";

    private static readonly FrozenDictionary<char, char> LookAlike = Enumerable.Range(0, LookAlikes.Length / 2)
        .ToFrozenDictionary(i => LookAlikes[2 * i], i => LookAlikes[(2 * i) + 1]);

    private static readonly FrozenDictionary<char, char> Bare = BareLetters();

    /// <summary>Lower case, NFKC, look-alikes replaced; lone surrogates become U+FFFD. Accents stay.</summary>
    public static string Fold(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var well = Repair(text);
        var lower = (well.IsNormalized(NormalizationForm.FormKC) ? well : well.Normalize(NormalizationForm.FormKC)).ToLowerInvariant();
        return string.Create(lower.Length, lower, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] > 127 && LookAlike.TryGetValue(source[i], out var plain) ? plain : source[i];
            }
        });
    }

    /// <summary>The word without accents; the same instance when it has none.</summary>
    public static string Strip(string word)
    {
        if (System.Text.Ascii.IsValid(word))
        {
            return word;
        }

        return string.Create(word.Length, word, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] > 127 && Bare.TryGetValue(source[i], out var bare) ? bare : source[i];
            }
        });
    }

    /// <summary>Enumerating runes turns every lone surrogate into U+FFFD.</summary>
    private static string Repair(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append(rune);
        }

        return repaired.ToString();
    }

    private static FrozenDictionary<char, char> BareLetters()
    {
        var bare = new Dictionary<char, char>();
        foreach (var letter in Enumerable.Range(0xC0, 0x250 - 0xC0).Concat(Enumerable.Range(0x1E00, 0x100)).Select(c => (char)c))
        {
            var first = letter.ToString().Normalize(NormalizationForm.FormD)[0];
            if (first != letter)
            {
                bare[letter] = first;
            }
        }

        return bare.ToFrozenDictionary();
    }
}
