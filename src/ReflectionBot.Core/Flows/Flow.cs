using System.Collections.Immutable;

namespace ReflectionBot.Core.Flows;

/// <summary>One guided exercise: a graph of steps, checked by the content compiler, immutable.</summary>
/// <param name="Id">Lower-case, ASCII, at most 40 characters, for example <c>b2-quiet-between-us</c>.</param>
/// <param name="Revision">Hash of everything in its files; a Run stays on the revision it began with.</param>
public sealed record Flow(string Id, string Revision, string Theme, LocalText Title, LocalText About)
{
    /// <summary>About how long it takes, in minutes.</summary>
    public int Minutes { get; init; }

    /// <summary>Touches on harm: has a safety gate before anything else is asked, and proposes to keep nothing.</summary>
    public bool Gated { get; init; }

    /// <summary>May be offered while prompts rest after a Card (grounding, finding help).</summary>
    public bool SafeAfterCard { get; init; }

    /// <summary>Offered in the list of reflections; a flow that is only called from others is not.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>Languages the whole flow is written in; the first is the one to fall back to.</summary>
    public ImmutableArray<string> Languages { get; init; } = ["en"];

    public required string Start { get; init; }

    public required ImmutableDictionary<string, Step> Steps { get; init; }

    /// <summary>Step ids in the order of the file, for people who read it.</summary>
    public required ImmutableArray<string> Order { get; init; }
}

/// <summary>One text in several languages.</summary>
public sealed record LocalText(ImmutableDictionary<string, string> Texts)
{
    public static LocalText Of(string language, string text) => new(ImmutableDictionary<string, string>.Empty.Add(language, text));

    /// <summary>The text in <paramref name="language"/>, else in English.</summary>
    public string In(string language) => Texts.TryGetValue(language, out var text) ? text : Texts["en"];
}
