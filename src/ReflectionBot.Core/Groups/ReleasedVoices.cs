using System.Collections.Immutable;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>How one of the released Voices is pointed at: by a button, or by its first words.</summary>
internal static class ReleasedVoices
{
    private const int MaxButtons = 20;
    private const int MaxLabel = 48;
    private const int LeastWords = 3;

    public static ReleasedRound? Of(Group? group, string roundId, NodaTime.Instant now) =>
        group?.Released.FirstOrDefault(round => round.Id == roundId && round.Until > now);

    /// <summary>Reported ones first; none where they would be too many.</summary>
    public static ImmutableArray<Option> Options(ReleasedRound round) =>
        round.Shown.Take(MaxButtons + 1).Count() > MaxButtons
            ? [.. round.Shown.Where(voice => voice.Reported).Take(MaxButtons).Select(Button)]
            : [.. round.Shown.OrderByDescending(voice => voice.Reported).Select(Button)];

    /// <summary>The one that holds these words; null when none does, or several do.</summary>
    public static ReleasedVoice? Find(ReleasedRound round, string text)
    {
        var words = text.Trim(' ', '•', '"', '“', '”', '…', '\n');
        var found = words.Length < LeastWords ? [] : round.Shown.Where(voice => voice.Words.Contains(words, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return found is [var only] ? only : null;
    }

    /// <summary>Changes one Voice, and its post where that looks different then.</summary>
    public static void Change(GroupScene scene, ReleasedRound round, ReleasedVoice voice)
    {
        var changed = round.With(voice);
        var hides = round.Find(voice.Id) is { } before && before.Hidden != voice.Hidden;
        scene.Change(group => group with { Released = group.Released.Replace(round, changed) });
        if (hides)
        {
            var i = changed.Posts.ToList().FindIndex(post => post.Voices.Any(other => other.Id == voice.Id));
            var post = RoundPost.Released(scene, changed, i);
            scene.Post(new ReplyEdit(post.Key!, post.Text, post.Options));
        }
    }

    private static Option Button(ReleasedVoice voice)
    {
        var line = string.Join(' ', voice.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new Option(voice.Id, line.Length <= MaxLabel ? line : line[..(char.IsHighSurrogate(line[MaxLabel - 2]) ? MaxLabel - 2 : MaxLabel - 1)] + "…");
    }
}
