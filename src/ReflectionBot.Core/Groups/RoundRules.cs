using System.Security.Cryptography;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>The life of a Round: opened, extended, closed, called off, released. What a member answers changes nothing here.</summary>
internal static class RoundRules
{
    /// <summary>Between shutting a Round and reading its Voices, so that a commit under way has ended.</summary>
    private static readonly Duration BeforeRelease = Duration.FromSeconds(1);

    private static readonly Duration Extension = Duration.FromDays(1);

    /// <summary>False when as many are open as may be.</summary>
    public static bool Open(GroupScene scene, Address by, RoundKind kind, string text, Duration open, string inputId, string? thread = null)
    {
        if (scene.Group.Rounds.Length >= Group.MaxOpen)
        {
            return false;
        }

        var number = scene.Group.LastRound + 1;
        var round = new Round(
            number,
            IdOf(scene.Conversation.Address, number, inputId),
            kind,
            text,
            scene.Now + (open < Round.Longest ? open : Round.Longest),
            Math.Clamp(scene.Group.Minimum, Group.LeastMinimum, Group.MostMinimum))
        {
            OpenedAt = scene.Now,
            Thread = thread,
        };
        scene.Change(group => group with { LastRound = number, Rounds = group.Rounds.Add(round) });
        scene.Vault(round.Id, VaultAction.Open);
        scene.Note(by, ModeratorAction.Opened, number);
        scene.Post(RoundPost.Of(scene, round));
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
        scene.Post(new ReplyEdit(round.PostKey, post.Text, post.Options));
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
        scene.Post(new ReplyEdit(round.PostKey, RoundPost.CalledOff(scene, round), []));
        return true;
    }

    public static void SetMinimum(GroupScene scene, Address by, int minimum)
    {
        var allowed = Math.Clamp(minimum, Group.LeastMinimum, Group.MostMinimum);
        scene.Change(group => group with { Minimum = allowed });
        scene.Note(by, ModeratorAction.MinimumSet, allowed);
    }

    /// <summary>Time has passed: shuts what is due, and releases what was shut. Returns the Rounds whose Voices are needed for that and are not there.</summary>
    public static IReadOnlyList<string> Pass(GroupScene scene, Release? release)
    {
        foreach (var round in scene.Group.Rounds.Where(round => round.IsOpen && round.ClosesAt <= scene.Now))
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
            End(scene, round);
            scene.Post(new ReplyRetirement(round.PostKey, null));
            foreach (var post in RoundPost.Released(scene, round, ReleaseOrder.Of(release!.Voices[round.Id], release.Seed)))
            {
                scene.Post(post with { Thread = round.Thread });
            }
        }

        return [];
    }

    public static Round? Find(GroupScene scene, int number) => scene.Group.Rounds.FirstOrDefault(round => round.Number == number);

    private static void Shut(GroupScene scene, Round round)
    {
        Replace(scene, round, round with { ReleaseAt = scene.Now + BeforeRelease });
        scene.Vault(round.Id, VaultAction.Shut);
    }

    private static void End(GroupScene scene, Round round)
    {
        scene.Change(group => group with { Rounds = group.Rounds.RemoveAll(other => other.Id == round.Id) });
        scene.Vault(round.Id, VaultAction.Destroy);
    }

    private static void Replace(GroupScene scene, Round old, Round round) =>
        scene.Change(group => group with { Rounds = [.. group.Rounds.Select(other => other.Id == old.Id ? round : other)] });

    private static string IdOf(Address group, int number, string inputId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"round\n{group}\n{number}\n{inputId}")))[..16];
}
