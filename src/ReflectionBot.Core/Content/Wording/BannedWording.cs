using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>Something the bot never says, with the reason an author is given.</summary>
public sealed record BannedWording(string Pattern, string Reason)
{
    /// <summary>Longer phrases in which it is harmless.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>A theme that is about the word itself.</summary>
    public string? ExceptInTheme { get; init; }

    /// <summary>
    /// True where quotation marks or a "not" in front do not make it harmless. Otherwise what stands in quotation marks is
    /// somebody else's voice, and "no streaks" is no streak.
    /// </summary>
    public bool Always { get; init; }

    /// <summary>It counts, shames or rewards: a problem of its own.</summary>
    public bool Presses { get; init; }

    /// <summary>Words of which one must be in the same step or message: the condition that makes it true.</summary>
    public string? Unless { get; init; }
}
