using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
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

    private const string Gap = "\n\n• ";

    /// <summary>The steps of a pulse, from least to most; their labels are messages.</summary>
    public static readonly ImmutableArray<string> Scale = ["0", "1", "2", "3", "4"];

    public static string Step(Messages messages, string key) => messages.Text($"round.scale-{key}");

    public static Option Help(GroupScene scene) => new($"!{Commands.Help}", scene.Text("button.help"));

    /// <summary>The post under which people answer.</summary>
    public static Reply Of(GroupScene scene, Round round) => new(Words(scene.Messages, round.Kind, round.Text, round.Minimum, GroupScene.Moment(round.ClosesAt), round.Review))
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
        new(round.PostKey, ThreadName(round.Text), Words(scene.Messages, round.Kind, round.Text, round.Minimum, GroupScene.Moment(round.ClosesAt), round.Review))
        {
            Thread = round.Thread,
            MentionRole = mention,
            UsefulUntil = round.ClosesAt,
            Options = [Help(scene)],
        };

    /// <summary>Also what a moderator sees before opening.</summary>
    public static string Words(Messages messages, RoundKind kind, string prompt, int minimum, string until, bool review) =>
        prompt + "\n\n" + (review ? messages.Text("round.post-review") + "\n\n" : "") + messages.Text(
            kind switch
            {
                RoundKind.Pulse => "round.post-pulse",
                RoundKind.Thread => "round.post-thread",
                _ => "round.post-voices",
            },
            ("minimum", minimum.ToString(CultureInfo.InvariantCulture)),
            ("until", until));

    /// <summary>What every end of a Round says where the group wants it, with what stands before it; never anything about a person.</summary>
    public static string WithNotice(GroupScene scene, string text, bool wanted) => wanted ? $"{text}\n\n{scene.Text("round.help-notice")}" : text;

    public static string CalledOff(GroupScene scene, Round round) => scene.Text("round.called-off", ("prompt", round.Text));

    /// <summary>What is posted when no Voice can be shown by itself: too few, or taps alone.</summary>
    public static Reply Ended(GroupScene scene, Round round, ImmutableArray<string> voices)
    {
        if (voices.Length >= round.Minimum)
        {
            return Last(scene, new Reply(scene.Text("round.pulse", ("prompt", round.Text)) + "\n\n" + Chart(scene.Messages, voices)) { Thread = round.Thread });
        }

        // The same words for none and for one too few.
        var key = round.LeftOut.IsEmpty ? "round.too-few" : "round.too-few-left";
        return Last(scene, new Reply(scene.Text(key, ("prompt", round.Text), ("minimum", round.Minimum.ToString(CultureInfo.InvariantCulture)))) { Kind = ReplyKind.Notice, Thread = round.Thread });
    }

    /// <summary>The end of a Round that shows no Voices.</summary>
    public static Reply Last(GroupScene scene, Reply reply) =>
        scene.Group.HelpNotice ? reply with { Text = WithNotice(scene, reply.Text, wanted: true), Options = [Help(scene)] } : reply;

    /// <param name="scene">Where it is posted.</param>
    /// <param name="round">What was asked.</param>
    /// <param name="words">In the order in which they are to be shown.</param>
    public static ReleasedRound Release(GroupScene scene, Round round, ImmutableArray<string> words)
    {
        var posts = ImmutableArray.CreateBuilder<ReleasedPost>();
        var voices = ImmutableArray.CreateBuilder<ReleasedVoice>();
        var length = Heading(scene, round.Text).Length;
        var most = MaxPost - WithNotice(scene, "", scene.Group.HelpNotice).Length;
        foreach (var one in words)
        {
            if (voices.Count > 0 && length + Gap.Length + one.Length > most)
            {
                EndPost();
            }

            length += Gap.Length + one.Length;
            voices.Add(new ReleasedVoice(NameOf(round.Id, one), one));
        }

        EndPost();
        return new ReleasedRound(round.Number, round.Id, round.Text, scene.Now + ReleasedRound.Kept) { Posts = posts.ToImmutable(), HelpNotice = scene.Group.HelpNotice };

        void EndPost()
        {
            posts.Add(new ReleasedPost($"v{round.Number}.{posts.Count}", voices.ToImmutable()));
            voices.Clear();
            length = 0;
        }
    }

    /// <summary>One of the posts of a release, as it looks now.</summary>
    public static Reply Released(GroupScene scene, ReleasedRound round, int i)
    {
        var blocks = round.Posts[i].Voices.Select(voice => "• " + (voice.Hidden ? scene.Text("round.hidden") : voice.Words));
        var isLast = i == round.Posts.Length - 1;
        return new Reply(WithNotice(scene, string.Join("\n\n", i == 0 ? blocks.Prepend(Heading(scene, round.Prompt)) : blocks), isLast && round.HelpNotice))
        {
            Key = round.Posts[i].Key,
            Options = !isLast ? [] : [new Option(VoiceButtons.To(round.Id, VoiceButtons.Report), scene.Text("round.report"), OptionLook.Quiet), Help(scene)],
        };
    }

    /// <summary>Hangs on the words alone, so that it says nothing of the others.</summary>
    private static string NameOf(string roundId, string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{roundId}\n{words}")))[..12];

    private static string Heading(GroupScene scene, string prompt) => scene.Text("round.released", ("prompt", prompt));

    private static string Chart(Messages messages, ImmutableArray<string> taps)
    {
        var counts = Scale.Select(key => taps.Count(tap => tap == key)).ToArray();
        var most = Math.Max(1, counts.Max());
        return string.Join('\n', Scale.Select((key, i) =>
            $"{Step(messages, key)}: {new string('▇', (counts[i] * Bar + most - 1) / most)} {counts[i].ToString(CultureInfo.InvariantCulture)}"));
    }

    /// <summary>One line, cut between words where it is too long.</summary>
    private static string ThreadName(string prompt)
    {
        var line = string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= ThreadOpening.MaxName)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', ThreadOpening.MaxName - 1);
        return line[..(end > 0 ? end : char.IsHighSurrogate(line[ThreadOpening.MaxName - 2]) ? ThreadOpening.MaxName - 2 : ThreadOpening.MaxName - 1)] + "…";
    }
}
