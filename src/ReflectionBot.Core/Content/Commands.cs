using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ReflectionBot.Core.Content;

/// <summary>The commands a person can give, by their names in code and content.</summary>
public static class Commands
{
    public const string Start = "start";
    public const string Reflect = "reflect";
    public const string Continue = "continue";
    public const string Skip = "skip";
    public const string Back = "back";
    public const string Stop = "stop";
    public const string Help = "help";
    public const string Journal = "journal";
    public const string Settings = "settings";
    public const string Language = "language";
    public const string Country = "country";
    public const string About = "about";
    public const string Privacy = "privacy";
    public const string Export = "export";
    public const string Forget = "forget";
    public const string Reminders = "reminders";
    public const string CheckIn = "checkin";

    public static readonly ImmutableArray<string> All =
    [
        Start, Reflect, Continue, Skip, Back, Stop, Help, Journal, Settings, Language, Country, About, Privacy, Export, Forget,
        Reminders, CheckIn,
    ];

    /// <summary>
    /// Those that work as a bare word even while a question waits for free text. The others then need their slash:
    /// "country" may be an answer.
    /// </summary>
    public static readonly ImmutableHashSet<string> Controls = [Stop, Skip, Back, Help];
}

/// <summary>How a whole message is compared with command words and button labels.</summary>
public static class CommandWords
{
    /// <summary>Longest message that can be a command word; anything longer is an answer.</summary>
    public const int MaxLength = 40;

    /// <summary>NFKC, lower case, without accents, zero-width marks, surrounding punctuation and doubled spaces.</summary>
    public static string Normalise(string text)
    {
        if (text.Length > 4 * MaxLength)
        {
            return "";
        }

        var decomposed = WellFormed(text).Normalize(NormalizationForm.FormKD);
        var kept = new StringBuilder(decomposed.Length);
        foreach (var c in decomposed)
        {
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control && c is not ('\n' or '\t'))
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                if (kept.Length > 0 && kept[^1] != ' ')
                {
                    kept.Append(' ');
                }
            }
            else
            {
                kept.Append(char.ToLowerInvariant(c));
            }
        }

        return kept.ToString().Trim(' ', '.', '!', '?', '¡', '¿', ',', ';', ':', '"', '\'', '…', '[', ']');
    }

    /// <summary>The text with every lone surrogate replaced, so that it can be normalised and stored.</summary>
    public static string WellFormed(string text) => HasLoneSurrogate(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    private static bool HasLoneSurrogate(string text)
    {
        var highBefore = false;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c) != highBefore)
            {
                return true;
            }

            highBefore = char.IsHighSurrogate(c);
        }

        return highBefore;
    }
}
