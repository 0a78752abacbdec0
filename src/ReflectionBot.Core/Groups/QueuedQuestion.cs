namespace ReflectionBot.Core.Groups;

/// <summary>A question of the group's own that waits for a programme.</summary>
/// <param name="Number">Unique within the group, ascending.</param>
/// <param name="Text">At most <see cref="Round.MaxText"/> UTF-16 units.</param>
public sealed record QueuedQuestion(int Number, string Text)
{
    /// <summary>Questions one group can have.</summary>
    public const int Max = 200;

    /// <summary>One of the library's themes; null when it fits any programme.</summary>
    public string? Theme { get; init; }

    /// <summary>It fits one tap on the scale, and nothing else.</summary>
    public bool IsPulse { get; init; }

    /// <summary>It stays in its place and is not asked.</summary>
    public bool IsOff { get; init; }

    /// <summary>Its name among what was asked.</summary>
    internal string Key => $"~{Number}";
}
