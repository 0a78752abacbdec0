using System.Collections.Immutable;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// What a component sends back: an option's id, and behind a # the id of the Delivery it came with. By the latter the bot knows its own message again;
/// for what may be done it means nothing: a press counts for the conversation of the one who pressed, and there the open question decides.
/// </summary>
internal static class CustomIds
{
    /// <summary>Longest id of an option; the Core promises 48.</summary>
    public const int MaxOption = 64;

    /// <summary>Opens a field to write in.</summary>
    public const string Write = "~write";

    /// <summary>Goes on in the private chat.</summary>
    public const string GoPrivate = "~private";

    /// <summary>Shows what was chosen; cannot be pressed.</summary>
    public const string Chosen = "~chosen";

    /// <summary>The field of a modal.</summary>
    public const string Words = "~words";

    private const string PickPrefix = "~pick:";
    private const string ChoosePrefix = "~choose";

    public static string Press(string optionId, string mark) => $"{optionId}#{mark}";

    public static string Choose(string mark) => $"{ChoosePrefix}#{mark}";

    /// <param name="doneId">The option that means "these are all".</param>
    public static string Pick(string doneId, string mark) => $"{PickPrefix}{doneId}#{mark}";

    public static bool HasMark(string? customId, string mark) => customId is not null && customId.Length > mark.Length && customId.EndsWith(mark, StringComparison.Ordinal) && customId[^(mark.Length + 1)] == '#';

    /// <returns>The chosen options' ids; of what the bot does not know any more, that, so that it is answered as old; empty for a button of the adapter's own.</returns>
    public static ImmutableArray<string> Options(string customId, IReadOnlyList<string>? values)
    {
        var id = Bare(customId);
        if (id.StartsWith(PickPrefix, StringComparison.Ordinal))
        {
            return id.Length > PickPrefix.Length ? [.. values ?? [], id[PickPrefix.Length..]] : [.. values ?? []];
        }

        return id == ChoosePrefix ? [.. values ?? []] : id is "" or Write or GoPrivate or Chosen ? [] : [id];
    }

    public static string Bare(string customId)
    {
        var at = customId.LastIndexOf('#');
        return at < 0 ? customId : customId[..at];
    }
}
