using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content;

/// <summary>A question that stands alone.</summary>
/// <param name="Id">Lower-case letters, digits and hyphens, at most 24 characters; never used for another question.</param>
/// <param name="Theme">As in the content brief, for example <c>B2</c>.</param>
/// <param name="Depth">1 light, 2 medium, 3 deep.</param>
public sealed record Prompt(string Id, string Theme, int Depth, LocalText Text)
{
    /// <summary>May appear on a lock screen that somebody else reads.</summary>
    public bool LockScreen { get; init; }

    /// <summary>May come when prompts are taken up again after a Card.</summary>
    public bool SafeAfterCard { get; init; }
}
