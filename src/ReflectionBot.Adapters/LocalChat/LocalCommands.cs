using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>The commands one may write with a slash, as in the other platforms' menus.</summary>
internal static class LocalCommands
{
    private static readonly FrozenSet<string> _known = Commands.All.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The command as the bot writes it.</summary>
    public static bool TryFind(string word, [NotNullWhen(true)] out string? command) => _known.TryGetValue(word, out command);
}
