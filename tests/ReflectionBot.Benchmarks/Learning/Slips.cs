namespace ReflectionBot.Benchmarks.Learning;

/// <summary>Types a message again with slips of the hand, so that what is learnt does not hang on a word typed right.</summary>
internal sealed class Slips
{
    private const int ShortestWord = 4;

    /// <summary>One word in so many gets a slip, and one at least.</summary>
    private const int OneIn = 5;

    private const int Letters = 26;

#pragma warning disable S2245 // The same slips every time are the point.
    private readonly Random _random = new(3);
#pragma warning restore S2245

    public string Retype(string text)
    {
        var words = text.Split(' ');
        var able = Enumerable.Range(0, words.Length).Where(i => words[i].Length >= ShortestWord && words[i].All(char.IsLetter)).ToArray();
        for (var slips = able.Length == 0 ? 0 : Math.Max(1, able.Length / OneIn); slips > 0; slips--)
        {
            var at = able[_random.Next(able.Length)];
            words[at] = words[at].Length < ShortestWord ? words[at] : Retyped(words[at]);
        }

        return string.Join(' ', words);
    }

    /// <summary>A letter lost, wrong, swapped with the next or doubled; never the first.</summary>
    private string Retyped(string word)
    {
        var at = 1 + _random.Next(word.Length - 2);
        return _random.Next(4) switch
        {
            0 => word.Remove(at, 1),
            1 => word[..at] + (char)('a' + _random.Next(Letters)) + word[(at + 1)..],
            2 => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            _ => word.Insert(at, word[at].ToString()),
        };
    }
}
