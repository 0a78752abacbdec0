using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>Something that could not be posted because the bot lacks a right where it belongs.</summary>
/// <param name="What">What was to be done. With a key, its words are not kept here: they are made anew from what the group is then.</param>
/// <param name="Missing">Key of the text that names the right.</param>
/// <param name="Until">When it goes unposted.</param>
public sealed record BarredPost(Outgoing What, string Missing, Instant Until)
{
    /// <summary>Posts that wait; the oldest goes.</summary>
    public const int Max = 40;

    /// <summary>As long as released answers can be reported: what is older surprises more than it tells.</summary>
    public static readonly Duration Kept = ReleasedRound.Kept;
}

/// <summary>What could not be posted is not lost: moderators are told which right is missing, and post it when it is there.</summary>
internal static class BarredPosts
{
    public static void Lost(GroupScene scene, PostLostInput lost)
    {
        if (lost.What is not { } what)
        {
            scene.Tell("note.lacking", 0, lost.Missing);
            return;
        }

        // A release of many posts is told once.
        if (!scene.Group.Barred.Any(post => post.Missing == lost.Missing))
        {
            scene.Tell("note.barred", 0, lost.Missing);
        }

        scene.Change(group => group with { Barred = [.. group.Barred.TakeLast(BarredPost.Max - 1), new BarredPost(Bare(what), lost.Missing, scene.Now + BarredPost.Kept)] });
    }

    /// <summary>What waited too long goes.</summary>
    public static void Pass(GroupScene scene)
    {
        if (scene.Group.Barred.Any(post => post.Until <= scene.Now))
        {
            scene.Change(group => group with { Barred = group.Barred.RemoveAll(post => post.Until <= scene.Now) });
        }
    }

    /// <summary>All that waits, in its order. False when all of it is over.</summary>
    public static bool PostAgain(GroupScene scene, Address by)
    {
        var waiting = scene.Group.Barred;
        scene.Change(group => group with { Barred = [] });
        var posted = waiting.Select(post => Anew(scene, post.What)).OfType<Outgoing>().ToImmutableArray();
        foreach (var one in posted)
        {
            scene.Post(one);
        }

        if (!posted.IsEmpty)
        {
            scene.Note(by, ModeratorAction.PostedAfterAll, 0);
        }

        return !posted.IsEmpty;
    }

    /// <summary>What moderators read of it in the overview; empty when nothing waits.</summary>
    public static string Line(TurnContext turn, Group group) => group.Barred.IsEmpty
        ? ""
        : "\n\n" + turn.Text("round.barred") + "\n" + string.Join('\n', group.Barred.Select(post => post.Missing).Distinct(StringComparer.Ordinal).Select(right => "• " + turn.Text(right)));

    /// <summary>As it is to be posted now; null when it is over.</summary>
    private static Outgoing? Anew(GroupScene scene, Outgoing what)
    {
        if (KeyOf(what) is not { } key)
        {
            return what with { UsefulUntil = null };
        }

        if (scene.Group.Rounds.FirstOrDefault(round => round.IsOpen && round.PostKey == key) is { } open)
        {
            var post = RoundPost.Of(scene, open);
            var discussion = RoundPost.Discussion(scene, open, (what as ThreadOpening)?.MentionRole);
            return what switch
            {
                Reply reply => post with { MentionRole = reply.MentionRole, UsefulUntil = open.ClosesAt },
                ThreadOpening => discussion,
                ReplyEdit when open.Kind == RoundKind.Thread => new ReplyEdit(key, discussion.Text, discussion.Options),
                ReplyEdit => new ReplyEdit(key, post.Text, post.Options),
                _ => null,
            };
        }

        foreach (var round in scene.Group.Released)
        {
            var i = round.Posts.Select(static post => post.Key).ToImmutableArray().IndexOf(key);
            if (i >= 0)
            {
                var post = RoundPost.Released(scene, round, i);
                return what is Reply reply ? post with { Thread = reply.Thread } : new ReplyEdit(key, post.Text, post.Options);
            }
        }

        return what is ThreadClosing ? what : null;
    }

    private static Outgoing Bare(Outgoing what) => what switch
    {
        Reply { Key: not null } reply => reply with { Text = "", Options = [] },
        ThreadOpening opening => opening with { Text = "", Options = [] },
        ReplyEdit edit => edit with { Text = null, Options = [] },
        _ => what,
    };

    private static string? KeyOf(Outgoing? what) => what switch
    {
        Reply reply => reply.Key,
        ThreadOpening opening => opening.Key,
        ThreadClosing closing => closing.Key,
        ReplyEdit edit => edit.Key,
        _ => null,
    };
}
