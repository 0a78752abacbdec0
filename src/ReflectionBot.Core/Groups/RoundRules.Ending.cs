using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>How a Round ends: shut, read through where the group wants that, released, or destroyed unseen.</summary>
internal static partial class RoundRules
{
    /// <summary>Between shutting a Round and reading its Voices, so that a commit under way has ended.</summary>
    private static readonly Duration BeforeRelease = Duration.FromSeconds(1);

    /// <summary>How long moderators have to read what was answered.</summary>
    private static readonly Duration ReviewTime = Duration.FromDays(3);

    private static readonly Duration MuteLength = Duration.FromDays(30);

    /// <summary>Time has passed: shuts what is due, and releases what was shut. Returns the Rounds whose Voices are needed for that and are not there.</summary>
    public static IReadOnlyList<string> Pass(GroupScene scene, Release? release)
    {
        foreach (var round in scene.Group.Rounds.Where(round => round.IsOpen && round.ClosesAt <= scene.Now).ToList())
        {
            Shut(scene, round);
        }

        var due = scene.Group.Rounds.Where(round => round.ReleaseAt <= scene.Now).ToList();
        if (due.Exists(round => release is null || !release.Voices.ContainsKey(round.Id)))
        {
            return [.. due.Select(round => round.Id)];
        }

        foreach (var round in due)
        {
            var voices = release!.Voices[round.Id];
            if (round is { Review: true, Reviewed: false } && (round.InReview || voices.Length >= round.Minimum))
            {
                Review(scene, round);
            }
            else
            {
                Show(scene, round, voices, release.Seed);
            }
        }

        foreach (var round in scene.Group.Released.Where(round => round.Until <= scene.Now).ToList())
        {
            Drop(scene, round);
        }

        return [];
    }

    /// <summary>A moderator read it: shown, or left out.</summary>
    public static void Mark(GroupScene scene, Round round, string voiceId, bool leaveOut) =>
        Replace(scene, round, round with { LeftOut = leaveOut ? [.. round.LeftOut.Remove(voiceId), voiceId] : round.LeftOut.Remove(voiceId) });

    /// <summary>Answers of whoever wrote this Voice are not wanted in the group for a while.</summary>
    public static void Mute(GroupScene scene, Address by, Round round, string voiceId)
    {
        var until = scene.Now + MuteLength;
        scene.Vault(new VaultChange(round.Id, VaultAction.Mute) { VoiceId = voiceId, Until = until });
        scene.Change(group => group with { MutesUntil = until });
        scene.Note(by, ModeratorAction.AuthorMuted, round.Number);
    }

    public static void LiftMutes(GroupScene scene, Address by)
    {
        scene.Vault("", VaultAction.Unmute);
        scene.Change(group => group with { MutesUntil = null });
        scene.Note(by, ModeratorAction.MutesLifted, 0);
    }

    /// <summary>The release comes with the next wake-up.</summary>
    public static void EndReview(GroupScene scene, Address by, Round round)
    {
        Replace(scene, round, round with { InReview = false, Reviewed = true, ReleaseAt = scene.Now });
        scene.Note(by, ModeratorAction.Reviewed, round.Number);
    }

    /// <summary>The thread or topic is no longer there: what belonged in it ends, and nothing of it is shown.</summary>
    public static IReadOnlyList<Round> Lost(GroupScene scene, ThreadGoneInput gone)
    {
        var lost = scene.Group.Rounds.Where(round => (gone.Key is not null && round.PostKey == gone.Key) || (round.Thread is not null && round.Thread == gone.ThreadId)).ToList();
        foreach (var round in lost)
        {
            End(scene, round);
        }

        return lost;
    }

    /// <summary>Nothing of any of them is shown.</summary>
    public static void EndAll(GroupScene scene)
    {
        foreach (var round in scene.Group.Rounds)
        {
            End(scene, round);
        }

        foreach (var round in scene.Group.Released)
        {
            Drop(scene, round);
        }

        scene.Change(group => group with { Barred = [] });
    }

    /// <summary>Waits for moderators to read it; when they did not in time, it ends and nothing is shown.</summary>
    private static void Review(GroupScene scene, Round round)
    {
        if (round.InReview)
        {
            End(scene, round);
            scene.Post(RoundPost.Last(scene, new Reply(scene.Text("round.unreviewed", ("prompt", round.Text))) { Kind = ReplyKind.Notice, Thread = round.Thread }));
            return;
        }

        Replace(scene, round, round with { InReview = true, ReleaseAt = scene.Now + ReviewTime });
        scene.Post(new ReplyRetirement(round.PostKey, null));
        scene.Tell("note.review", round.Number);
    }

    private static void Show(GroupScene scene, Round round, ImmutableArray<Voice> voices, ReadOnlyMemory<byte> seed)
    {
        if (!round.Reviewed)
        {
            scene.Post(new ReplyRetirement(round.PostKey, null));
        }

        var words = ReleaseOrder.Of([.. voices.Where(voice => !round.LeftOut.Contains(voice.Id)).Select(voice => voice.Words)], seed);
        if (words.Length < round.Minimum || round.Kind == RoundKind.Pulse)
        {
            End(scene, round);
            scene.Post(RoundPost.Ended(scene, round, words));
            return;
        }

        // What can be reported and hidden is found by its Round for a while; nobody is, any more.
        Remove(scene, round);
        scene.Vault(round.Id, VaultAction.Empty);
        var released = RoundPost.Release(scene, round, words);
        foreach (var oldest in scene.Group.Released.Take(scene.Group.Released.Length - ReleasedRound.Max + 1).ToList())
        {
            Drop(scene, oldest);
        }

        scene.Change(group => group with { Released = group.Released.Add(released) });
        for (var i = 0; i < released.Posts.Length; i++)
        {
            scene.Post(RoundPost.Released(scene, released, i) with { Thread = round.Thread });
        }
    }

    private static void Drop(GroupScene scene, ReleasedRound round)
    {
        scene.Change(group => group with { Released = group.Released.RemoveAll(other => other.Id == round.Id) });
        scene.Vault(round.Id, VaultAction.Destroy);
    }

    private static void Shut(GroupScene scene, Round round)
    {
        if (round.Kind == RoundKind.Thread)
        {
            End(scene, round);
            scene.Post(new ThreadClosing(round.PostKey, RoundPost.WithNotice(scene, scene.Text("round.thread-over"), scene.Group.HelpNotice)));
            return;
        }

        Replace(scene, round, round with { ReleaseAt = scene.Now + BeforeRelease });
        scene.Vault(round.Id, VaultAction.Shut);
    }

    private static void End(GroupScene scene, Round round)
    {
        Remove(scene, round);
        if (round.Kind != RoundKind.Thread)
        {
            scene.Vault(round.Id, VaultAction.Destroy);
        }
    }
}
