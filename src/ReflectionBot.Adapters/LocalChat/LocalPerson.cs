using System.Text.RegularExpressions;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>The people of the local chat: a short name each, which is also the end of their Address.</summary>
public static partial class LocalPerson
{
    public const string Platform = "local";

    /// <summary>Who one is when the page's address names nobody.</summary>
    public const string Default = "me";

    /// <summary>The most people one page shows side by side, and one stream carries.</summary>
    public const int MaxAtOnce = 6;

    /// <summary>False unless the name is 1 to 24 of a-z, 0-9 and hyphen.</summary>
    public static bool TryAddress(string? name, out Address address)
    {
        var known = name is not null && Name().IsMatch(name);
        address = known ? Address.Of(Platform, name!) : default;
        return known;
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,24}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
