using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ReflectionBot.Core.Groups;

/// <summary>By what others in the group could tell who wrote something.</summary>
[Flags]
internal enum Traits
{
    None = 0,

    /// <summary>A phone number, an address, a handle, a link.</summary>
    Contact = 1,

    /// <summary>A word in the middle of a sentence that looks like a name.</summary>
    Name = 2,

    /// <summary>Long answers carry a voice.</summary>
    Length = 4,

    /// <summary>Emoji, capitals, rows of marks.</summary>
    Style = 8,
}

/// <summary>
/// Points out what may be recognisable, to the author, before anything is put in. It sees shapes, not meaning: it misses much and errs often, and
/// the author decides.
/// </summary>
internal static partial class Recognisable
{
    /// <summary>From here on an answer is called long, in UTF-16 units.</summary>
    public const int Long = 280;

    private const int MaxNames = 3;

    private static readonly ImmutableHashSet<string> Ordinary =
        ["I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll", "OK", "TV", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static Traits Of(string text) =>
        (Contact().IsMatch(text) || Phone().IsMatch(text) ? Traits.Contact : Traits.None)
        | (Names(text).IsEmpty ? Traits.None : Traits.Name)
        | (text.Length > Long ? Traits.Length : Traits.None)
        | (IsStyled(text) ? Traits.Style : Traits.None);

    /// <summary>Words that begin with a capital where no sentence begins; at most three.</summary>
    public static ImmutableArray<string> Names(string text)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var begins = true;
        foreach (var raw in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var word = raw.Trim('"', '\'', '“', '”', '‘', '’', '(', ')', ',', ';', ':', '.', '!', '?', '…', '«', '»', '¡', '¿');
            if (!begins && word.Length > 1 && char.IsUpper(word[0]) && word.Skip(1).Any(char.IsLower) && !Ordinary.Contains(word) && names.Count < MaxNames)
            {
                names.Add(word);
            }

            begins = raw[^1] is '.' or '!' or '?' or '…' or ':' or '•' or '-';
        }

        return names.ToImmutable();
    }

    private static bool IsStyled(string text) =>
        Row().IsMatch(text)
        || text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol)
        || text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Length > 3 && word.All(char.IsUpper)) > 1;

    [GeneratedRegex(@"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}|(?:^|\s)@[A-Za-z0-9_.]{3,}|https?://|www\.|t\.me/|discord\.gg", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Contact();

    [GeneratedRegex(@"\+?\d(?:[\s().\-/]{0,2}\d){6,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"[!?.]{4,}|[!?]{3,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
