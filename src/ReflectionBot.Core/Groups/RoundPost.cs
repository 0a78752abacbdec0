using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What a group reads of a Round.</summary>
internal static class RoundPost
{
    /// <summary>No platform splits a post of this length: a Voice never stands half in one post and half in the next.</summary>
    private const int MaxPost = 1900;

    private const int Bar = 12;

    /// <summary>The steps of a pulse, from least to most; their labels are messages.</summary>
    public static readonly ImmutableArray<string> Scale = ["0", "1", "2", "3", "4"];

    public static string Step(Messages messages, string key) => messages.Text($"round.scale-{key}");

    public static Option Help(GroupScene scene) => new($"!{Commands.Help}", scene.Text("button.help"));

    /// <summary>The post under which people answer.</summary>
    public static Reply Of(GroupScene scene, Round round) => new(Words(scene.Messages, round.Kind, round.Text, round.Minimum, GroupScene.Moment(round.ClosesAt)))
    {
        Key = round.PostKey,
        Thread = round.Thread,
        Options =
        [
            .. round.Kind == RoundKind.Pulse ? Scale.Select(key => new Option(VoiceButtons.To(round.Id, key), Step(scene.Messages, key))) : [],
            new Option(
                round.Kind == RoundKind.Pulse ? VoiceButtons.To(round.Id, VoiceButtons.Change) : VoiceButtons.Answer(round.Id),
                scene.Text("round.answer"),
                round.Kind == RoundKind.Pulse ? OptionLook.Ordinary : OptionLook.Primary),
            Help(scene),
        ],
    };

    /// <summary>The beginning of a discussion.</summary>
    public static ThreadOpening Discussion(GroupScene scene, Round round, string? mention) =>
        new(round.PostKey, NameOf(round.Text), Words(scene.Messages, round.Kind, round.Text, round.Minimum, GroupScene.Moment(round.ClosesAt)))
        {
            Thread = round.Thread,
            MentionRole = mention,
            UsefulUntil = round.ClosesAt,
            Options = [Help(scene)],
        };

    /// <summary>Also what a moderator sees before opening.</summary>
    public static string Words(Messages messages, RoundKind kind, string prompt, int minimum, string until) =>
        prompt + "\n\n" + messages.Text(
            kind switch
            {
                RoundKind.Pulse => "round.post-pulse",
                RoundKind.Thread => "round.post-thread",
                _ => "round.post-voices",
            },
            ("minimum", minimum.ToString(CultureInfo.InvariantCulture)),
            ("until", until));

    public static string CalledOff(GroupScene scene, Round round) => scene.Text("round.called-off", ("prompt", round.Text));

    /// <param name="voices">In the order in which they are to be shown.</param>
    public static IEnumerable<Reply> Released(GroupScene scene, Round round, ImmutableArray<string> voices)
    {
        if (voices.Length < round.Minimum)
        {
            // The same words for none and for one too few.
            return [new Reply(scene.Text("round.too-few", ("prompt", round.Text), ("minimum", round.Minimum.ToString(CultureInfo.InvariantCulture)))) { Kind = ReplyKind.Notice, Thread = round.Thread }];
        }

        return round.Kind == RoundKind.Pulse
            ? [new Reply(scene.Text("round.pulse", ("prompt", round.Text)) + "\n\n" + Chart(scene.Messages, voices)) { Thread = round.Thread }]
            : Packed(scene.Text("round.released", ("prompt", round.Text)), voices).Select(post => new Reply(post) { Thread = round.Thread });
    }

    private static string Chart(Messages messages, ImmutableArray<string> taps)
    {
        var counts = Scale.Select(key => taps.Count(tap => tap == key)).ToArray();
        var most = Math.Max(1, counts.Max());
        return string.Join('\n', Scale.Select((key, i) =>
            $"{Step(messages, key)}: {new string('▇', (counts[i] * Bar + most - 1) / most)} {counts[i].ToString(CultureInfo.InvariantCulture)}"));
    }

    /// <summary>One line, cut between words where it is too long.</summary>
    private static string NameOf(string prompt)
    {
        var line = string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= ThreadOpening.MaxName)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', ThreadOpening.MaxName - 1);
        return line[..(end > 0 ? end : char.IsHighSurrogate(line[ThreadOpening.MaxName - 2]) ? ThreadOpening.MaxName - 2 : ThreadOpening.MaxName - 1)] + "…";
    }

    private static IEnumerable<string> Packed(string heading, ImmutableArray<string> voices)
    {
        var post = new StringBuilder(heading);
        foreach (var words in voices)
        {
            var block = "\n\n• " + words;
            if (post.Length > 0 && post.Length + block.Length > MaxPost)
            {
                yield return post.ToString();
                post.Clear();
            }

            post.Append(post.Length == 0 ? block[2..] : block);
        }

        yield return post.ToString();
    }
}
