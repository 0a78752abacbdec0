using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>The groups of the local chat: a tilde and a short name, so that none can be taken for a person.</summary>
public static partial class LocalGroup
{
    /// <summary>False unless the name is a tilde and 1 to 24 of a-z, 0-9 and hyphen.</summary>
    public static bool TryAddress(string? name, out Address address)
    {
        var known = name is not null && Name().IsMatch(name);
        address = known ? Address.Of(LocalPerson.Platform, name!) : default;
        return known;
    }

    /// <summary>A person's chat or a group's.</summary>
    public static bool TryPlace(string? name, out Address address) => LocalPerson.TryAddress(name, out address) || TryAddress(name, out address);

    [GeneratedRegex(@"\A~[a-z0-9-]{1,24}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}

/// <summary>
/// Whoever is named in the settings moderates every group here. When nobody is named, everybody does: the page has no password, so a name
/// proves nothing.
/// </summary>
public sealed class LocalModerators(IOptions<LocalChatOptions> options) : IModerators
{
    public string Platform => LocalPerson.Platform;

    public ValueTask<Standing> StandingAsync(Address group, Address person, ImmutableArray<string> roles, CancellationToken cancellationToken) => new(
        LocalGroup.TryAddress(group.Local, out _)
        && (options.Value.Moderators.Count == 0 || options.Value.Moderators.Contains(person.Local, StringComparer.OrdinalIgnoreCase))
            ? Standing.Manages
            : Standing.None);
}
