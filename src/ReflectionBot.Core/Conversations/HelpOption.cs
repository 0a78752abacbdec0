using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Conversations;

/// <summary>
/// Options of a flow that open help: <c>12.afraid!violence</c>. What stands behind the mark says so, and what it is about, to whoever cannot load
/// the question; a question itself knows its options by their keys alone, as it did before there was a mark.
/// </summary>
public static class HelpOption
{
    /// <summary>No key holds it, and no other id of a question.</summary>
    private const char Mark = '!';

    /// <summary>The key of help in offers that were asked before their button was the command.</summary>
    internal const string OfferKey = "~help";

    internal static string Marked(string key, HelpTopic topic) => $"{key}{Mark}{topic.ToString().ToLowerInvariant()}";

    internal static string KeyOf(string marked) => marked.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var at ? marked[..at] : marked;

    /// <summary>What the help is about that such an option opens, or null when it opens none. An unreadable one still helps.</summary>
    public static HelpTopic? TopicOf(string optionId) =>
        optionId.EndsWith($".{OfferKey}", StringComparison.Ordinal) ? HelpTopic.Any
        : optionId.IndexOf(Mark, StringComparison.Ordinal) is not (> 0 and var at) ? null
        : Enum.TryParse<HelpTopic>(optionId.AsSpan(at + 1), ignoreCase: true, out var topic) && Enum.IsDefined(topic) ? topic
        : HelpTopic.Any;
}
