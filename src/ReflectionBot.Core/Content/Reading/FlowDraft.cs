using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>A flow as it was read, with the places of everything, before anybody has checked where it leads.</summary>
internal sealed class FlowDraft
{
    /// <summary>The folder; what others call it by.</summary>
    public required string Id { get; init; }

    public required string File { get; init; }
    public required string Revision { get; init; }
    public required ImmutableArray<SourceFile> Sources { get; init; }

    /// <summary>What stands behind <c>id:</c>, with its place.</summary>
    public required YamlText GivenId { get; init; }

    public required Mark ThemeAt { get; init; }
    public required Mark GatedAt { get; init; }
    public required FlowTexts Texts { get; init; }
    public required ImmutableArray<StepDraft> Steps { get; init; }

    /// <summary>As the author wrote it; steps that could not be read are missing from it.</summary>
    public required Flow Flow { get; init; }
}

/// <summary>A step as it was read.</summary>
/// <param name="At">Its key.</param>
/// <param name="Step">Null when it could not be read: it may then lead anywhere.</param>
internal sealed record StepDraft(string Id, Mark At, Step? Step)
{
    /// <summary>Options or branches of it could not be read: it may lead to more places than are known.</summary>
    public bool Unsure { get; init; }

    /// <summary>Every place that names a step of the same flow.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    public ImmutableArray<ConditionDraft> Conditions { get; init; } = [];

    /// <summary>Names of other flows, for call and offer.</summary>
    public ImmutableArray<YamlText> FlowNames { get; init; } = [];

    /// <summary>Where a gated flow would say what it proposes to keep.</summary>
    public Mark KeepAt { get; init; }
}

/// <summary>One place that names a step of the same flow.</summary>
internal readonly record struct Reference(string Key, YamlText Target);

/// <summary>A condition with the place of each of its parts.</summary>
internal sealed record ConditionDraft(Condition Condition, Mark At, ImmutableDictionary<string, Mark> Parts)
{
    public Mark AtOf(string part) => Parts.GetValueOrDefault(part, At);
}
