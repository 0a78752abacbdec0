using System.Collections.Immutable;
using System.Text;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Nudges;

/// <summary>Which prompt comes today: none twice before its pool is used, light after a deep day, without dice.</summary>
public static class PromptChoice
{
    private const int Deep = 3;

    /// <param name="conversation">What was asked lately and how deep.</param>
    /// <param name="plan">Its theme and how it looks.</param>
    /// <param name="prompts">All prompts of the Pack.</param>
    /// <param name="seed">Id of the occurrence: the same occurrence chooses the same prompt.</param>
    /// <returns>Null when the theme has no prompt that may be asked.</returns>
    public static Prompt? Of(Conversation conversation, NudgePlan plan, ImmutableArray<Prompt> prompts, string seed)
    {
        var pool = prompts
            .Where(prompt => plan.Theme is null || prompt.Theme.StartsWith(plan.Theme, StringComparison.Ordinal))
            // Without a cover line it shows on a lock screen: then only what may be read there by anybody.
            .Where(prompt => plan.Look == NudgeLook.Cover || prompt.LockScreen)
            .Where(prompt => !conversation.Care.SafePromptsOnly || prompt.SafeAfterCard)
            .ToImmutableArray();
        if (pool.IsEmpty)
        {
            return null;
        }

        var gentle = pool.Where(prompt => conversation.LastPromptDepth < Deep || prompt.Depth == 1).ToImmutableArray();
        var candidates = gentle.IsEmpty ? pool : gentle;
        var fresh = candidates.Where(prompt => !conversation.AskedPrompts.Contains(prompt.Id)).ToImmutableArray();
        if (fresh.IsEmpty)
        {
            // The pool is used up: it begins anew with the one asked longest ago.
            return candidates.MinBy(prompt => conversation.AskedPrompts.LastIndexOf(prompt.Id));
        }

        return fresh[(int)(Fold(seed) % (uint)fresh.Length)];
    }

    /// <summary>FNV-1a.</summary>
    private static uint Fold(string text)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        return hash;
    }
}
