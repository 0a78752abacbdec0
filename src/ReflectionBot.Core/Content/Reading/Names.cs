using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>The shapes of ids, keys, languages and placeholders.</summary>
internal static class Names
{
    public static bool IsId(string name, int longest) => name.Length <= longest && IsRow(name, "-");

    /// <summary>A capital letter and one or two digits.</summary>
    public static bool IsTheme(string name) =>
        name.Length is 2 or 3 && char.IsAsciiLetterUpper(name[0]) && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    public static bool IsLanguage(string name) => name.Length == 2 && name.AsSpan().IndexOfAnyExceptInRange('a', 'z') < 0;

    public static bool IsPlaceholder(string name) => name.Length <= ContentLimits.FlowId && IsRow(name, "-_");

    public static bool IsMessageKey(string name) => IsPlaceholder(name);

    public static void CheckKey(YamlText key, string what, ProblemList problems)
    {
        if (!IsId(key.Text, ContentLimits.Key))
        {
            problems.Report(ProblemCodes.BadName, key.At, $"The {what} '{Shown(key.Text)}' is not lower-case letters, digits and single hyphens, at most {ContentLimits.Key} characters.");
        }
    }

    /// <summary>A given value, short enough for a message.</summary>
    public static string Shown(string value)
    {
        var line = value.ReplaceLineEndings(" ").Trim();
        return line.Length <= 60 ? line : line[..59] + "…";
    }

    /// <summary>Lower-case letters and digits, with single joints between them.</summary>
    private static bool IsRow(string name, string joints)
    {
        var joint = true;
        foreach (var letter in name)
        {
            var joins = joints.Contains(letter, StringComparison.Ordinal);
            if ((joins && joint) || !(joins || char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)))
            {
                return false;
            }

            joint = joins;
        }

        return !joint;
    }
}
