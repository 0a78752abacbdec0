using System.Text;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

/// <summary>The same statement, typed differently, is still found: nine times in ten at least, for each way of typing.</summary>
public sealed class MetamorphicTests
{
    public static TheoryData<string> Ways => ["typo", "letter missing", "wrong letter", "letter doubled", "upper", "spacing", "leet", "emoji", "elongated", "no apostrophes"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_was_found_is_still_found_when_typed_differently(string way)
    {
        var random = new Lcg(20261122);
        var found = DevCases.All.Where(c => c.IsCrisis && c.Read() >= Tier.Card).ToList();

        var lost = found
            .Where(c => CrisisScreen.BuiltIn.Read(Retype(c.Text, way, random)).Tier < Tier.Card)
            .Select(c => c.Id)
            .ToList();

        Assert.True(lost.Count <= 0.1 * found.Count, $"lost {lost.Count} of {found.Count}: {string.Join(' ', lost)}");
    }

    private static string Retype(string text, string way, Lcg random) => way switch
    {
        "upper" => text.ToUpperInvariant(),
        "spacing" => text.Replace(" ", "  ", StringComparison.Ordinal) + "  ",
        "no apostrophes" => text.Replace("'", string.Empty, StringComparison.Ordinal).Replace("’", string.Empty, StringComparison.Ordinal),
        "emoji" => InWords(text, random, 1, (w, _) => w + " 😞"),
        "leet" => InWords(text, random, 4, (w, _) => w.Replace('e', '3').Replace('i', '1').Replace('o', '0')),
        "elongated" => InWords(text, random, 4, (w, _) => w[..^1] + new string(w[^1], 3)),
        "letter missing" => InWords(text, random, 5, (w, r) => w.Remove(Inside(w, r), 1)),
        "wrong letter" => InWords(text, random, 5, Wrong),
        "letter doubled" => InWords(text, random, 5, Doubled),
        _ => InWords(text, random, 5, Swap),
    };

    private static string InWords(string text, Lcg random, int shortest, Func<string, Lcg, string> change)
    {
        var words = text.Split(' ');
        var able = Enumerable.Range(0, words.Length).Where(i => words[i].Length >= shortest && words[i].All(char.IsLetter)).ToList();
        if (able.Count > 0)
        {
            var chosen = able[random.Below(able.Count)];
            words[chosen] = change(words[chosen], random);
        }

        return string.Join(' ', words);
    }

    private static int Inside(string word, Lcg random) => 1 + random.Below(word.Length - 2);

    private static string Doubled(string word, Lcg random)
    {
        var at = Inside(word, random);
        return word.Insert(at, word[at].ToString());
    }

    private static string Wrong(string word, Lcg random)
    {
        var at = Inside(word, random);
        return string.Concat(word.AsSpan(0, at), ((char)('a' + random.Below(26))).ToString(), word.AsSpan(at + 1));
    }

    private static string Swap(string word, Lcg random)
    {
        var at = 1 + random.Below(word.Length - 2);
        return new StringBuilder(word) { [at] = word[at + 1 < word.Length ? at + 1 : at], [Math.Min(at + 1, word.Length - 1)] = word[at] }.ToString();
    }

    /// <summary>A linear congruential generator: the same seed gives the same texts on every machine and runtime.</summary>
    private sealed class Lcg(ulong seed)
    {
        private ulong _state = seed;

        public int Below(int bound)
        {
            _state = unchecked((_state * 6364136223846793005UL) + 1442695040888963407UL);
            return (int)((_state >> 33) % (ulong)bound);
        }
    }
}
