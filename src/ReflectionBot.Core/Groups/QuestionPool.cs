using System.Collections.Immutable;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Groups;

/// <summary>Which question a programme asks next: the group's own in their order, then those of the library, light ones first.</summary>
internal static class QuestionPool
{
    /// <summary>Null when there is nothing to ask.</summary>
    public static (string Key, string Text)? Next(Group group, Programme programme, ImmutableArray<Prompt> library, string language)
    {
        var own = group.Queue
            .Where(question => !question.IsOff && question.IsPulse == (programme.Kind == RoundKind.Pulse))
            .Where(question => programme.Theme is null or Programme.OwnQuestions || question.Theme is null || question.Theme == programme.Theme)
            .Select(question => (question.Key, question.Text));

        // The library's questions want words, not a tap.
        var ready = library
            .Where(prompt => programme.Kind != RoundKind.Pulse && (programme.Theme is null || prompt.Theme == programme.Theme))
            .OrderBy(prompt => prompt.Depth)
            .ThenBy(prompt => prompt.Id, StringComparer.Ordinal)
            .Select(prompt => (Key: prompt.Id, Text: prompt.Text.In(language)));
        var pool = own.Concat(ready).ToImmutableArray();
        if (pool.IsEmpty)
        {
            return null;
        }

        // Never asked stands before everything; then the one asked longest ago.
        return pool.MinBy(question => group.Asked.LastIndexOf(question.Key));
    }

    public static Group Asking(Group group, string key) => group with
    {
        Asked = [.. group.Asked.Remove(key).TakeLast(MaxRemembered - 1), key],
    };

    /// <summary>More than the queue and the library hold together.</summary>
    private const int MaxRemembered = 1000;
}
