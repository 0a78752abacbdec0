using System.Security.Cryptography;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>The life of a Round: opened, extended, closed, called off, released. What a member answers changes nothing here.</summary>
internal static partial class RoundRules
{
    private static readonly Duration Extension = Duration.FromDays(1);

    /// <summary>False when as many are open as may be.</summary>
    public static bool Open(GroupScene scene, NewRound wanted, string inputId)
    {
        if (scene.Group.Rounds.Length >= Group.MaxOpen)
        {
            return false;
        }

        var number = scene.Group.LastRound + 1;
        var round = new Round(
            number,
            IdOf(scene.Conversation.Address, number, inputId),
            wanted.Kind,
            wanted.Text,
            scene.Now + Duration.Min(wanted.OpenFor, Round.Longest),
            Math.Clamp(scene.Group.Minimum, Group.LeastMinimum, Group.MostMinimum))
        {
            OpenedAt = scene.Now,
            Thread = wanted.Thread,
            Review = scene.Group.Reviews && wanted.Kind == RoundKind.Voices,
        };
        scene.Change(group => group with { LastRound = number, Rounds = group.Rounds.Add(round) });
        scene.Note(wanted.By ?? scene.Conversation.Address, wanted.By is null ? ModeratorAction.ProgrammeOpened : ModeratorAction.Opened, number);

        // What a programme opens comes unasked: as a nudge, it is rather left out than posted twice.
        var urgency = wanted.By is null ? Urgency.Nudge : Urgency.Reply;
        if (round.Kind == RoundKind.Thread)
        {
            scene.Post(RoundPost.Discussion(scene, round, wanted.Mention) with { Urgency = urgency });
        }
        else
        {
            scene.Vault(round.Id, VaultAction.Open);
            scene.Post(RoundPost.Of(scene, round) with { MentionRole = wanted.Mention, UsefulUntil = round.ClosesAt, Urgency = urgency });
        }

        return true;
    }

    /// <summary>The same post once more, at the end of the room; the buttons of the former go. False when it is not open any more, or is a discussion.</summary>
    public static bool Repost(GroupScene scene, Address by, int number)
    {
        if (Find(scene, number) is not { IsOpen: true, Kind: not RoundKind.Thread } round)
        {
            return false;
        }

        scene.Post(new ReplyRetirement(round.PostKey, null));
        var again = round with { Reposts = round.Reposts + 1 };
        Replace(scene, round, again);
        scene.Note(by, ModeratorAction.Reposted, number);
        scene.Post(RoundPost.Of(scene, again) with { UsefulUntil = again.ClosesAt });
        return true;
    }

    /// <summary>One day more. False when it is not open any more, or would be open for too long.</summary>
    public static bool Extend(GroupScene scene, Address by, int number)
    {
        if (Find(scene, number) is not { IsOpen: true } round || round.ClosesAt + Extension > round.OpenedAt + Round.Longest)
        {
            return false;
        }

        var longer = round with { ClosesAt = round.ClosesAt + Extension };
        Replace(scene, round, longer);
        scene.Note(by, ModeratorAction.Extended, number);
        var post = RoundPost.Of(scene, longer);
        scene.Post(longer.Kind == RoundKind.Thread
            ? new ReplyEdit(round.PostKey, RoundPost.Discussion(scene, longer, mention: null).Text, [RoundPost.Help(scene)])
            : new ReplyEdit(round.PostKey, post.Text, post.Options));
        return true;
    }

    /// <summary>False when it is not open any more.</summary>
    public static bool Close(GroupScene scene, Address by, int number)
    {
        if (Find(scene, number) is not { IsOpen: true } round)
        {
            return false;
        }

        Shut(scene, round);
        scene.Note(by, ModeratorAction.ClosedEarly, number);
        return true;
    }

    /// <summary>Nothing is shown, everything is destroyed. False when it is not open any more.</summary>
    public static bool CallOff(GroupScene scene, Address by, int number)
    {
        if (Find(scene, number) is not { IsOpen: true } round)
        {
            return false;
        }

        End(scene, round);
        scene.Note(by, ModeratorAction.CalledOff, number);
        scene.Post(round.Kind == RoundKind.Thread
            ? new ThreadClosing(round.PostKey, scene.Text("round.thread-off"))
            : new ReplyEdit(round.PostKey, RoundPost.CalledOff(scene, round), []));
        return true;
    }

    public static void SetMinimum(GroupScene scene, Address by, int minimum)
    {
        var allowed = Math.Clamp(minimum, Group.LeastMinimum, Group.MostMinimum);
        scene.Change(group => group with { Minimum = allowed });
        scene.Note(by, ModeratorAction.MinimumSet, allowed);
    }

    public static Round? Find(GroupScene scene, int number) => scene.Group.Rounds.FirstOrDefault(round => round.Number == number);

    private static void Remove(GroupScene scene, Round round) =>
        scene.Change(group => group with { Rounds = group.Rounds.RemoveAll(other => other.Id == round.Id) });

    private static void Replace(GroupScene scene, Round old, Round round) =>
        scene.Change(group => group with { Rounds = [.. group.Rounds.Select(other => other.Id == old.Id ? round : other)] });

    private static string IdOf(Address group, int number, string inputId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"round\n{group}\n{number}\n{inputId}")))[..16];
}

/// <summary>A Round to open.</summary>
internal sealed record NewRound(RoundKind Kind, string Text, Duration OpenFor)
{
    /// <summary>The moderator's private Address; null when a programme opens it.</summary>
    public Address? By { get; init; }

    /// <summary>As <see cref="Round.Thread"/>.</summary>
    public string? Thread { get; init; }

    /// <summary>As <see cref="Reply.MentionRole"/>.</summary>
    public string? Mention { get; init; }
}
