using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>The commands one may write with a slash, as in the other platforms' menus.</summary>
public static class LocalCommands
{
    private static readonly FrozenSet<string> _known = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "start", "reflect", "continue", "skip", "back", "stop", "help", "journal", "settings", "language", "country", "about", "privacy", "export", "forget");

    /// <summary>The command as the bot writes it.</summary>
    public static bool TryFind(string word, [NotNullWhen(true)] out string? command) => _known.TryGetValue(word, out command);
}
