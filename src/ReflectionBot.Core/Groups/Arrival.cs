using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>The bot comes to a group, and learns what it may do there.</summary>
internal static class Arrival
{
    public static void Joined(GroupScene scene, GroupJoinedInput input)
    {
        if (!scene.Group.Welcomed && !scene.Conversation.LanguageChosen && input.ClientLanguage is { Length: >= 2 } tag && scene.Knows(tag[..2]))
        {
            scene.Speak(tag[..2]);
        }

        if (scene.Group.LeftAt is not null)
        {
            Returned(scene);
        }

        var missing = input.Missing.IsDefault ? [] : input.Missing;
        var isNews = !scene.Group.Missing.SequenceEqual(missing);
        scene.Change(group => group with { Missing = missing });
        if (missing.Contains(GroupAbility.Post))
        {
            return;
        }

        if (!scene.Group.Welcomed)
        {
            scene.Change(group => group with { Welcomed = true });
            scene.Post(new Reply($"{scene.Text("group.welcome")}\n\n{scene.OfPlatform("moderators", "group.moderators")}")
            {
                Options = [new Option($"!{Content.Commands.Help}", scene.Text("button.help"))],
            });
        }

        if (isNews && !missing.IsEmpty)
        {
            var lines = missing.Select(ability => "• " + scene.OfPlatform($"missing.{Name(ability)}", $"group.missing-{Name(ability)}"));
            scene.Post(new Reply($"{scene.Text("group.missing")}\n{string.Join('\n', lines)}") { Kind = ReplyKind.Notice });
        }
    }

    /// <summary>Nothing is said there any more: open Rounds end unseen, programmes stop. The rest waits for <see cref="Group.Rest"/>.</summary>
    public static void Left(GroupScene scene)
    {
        if (scene.Group.LeftAt is not null)
        {
            return;
        }

        RoundRules.EndAll(scene);
        scene.Change(group => group with { LeftAt = scene.Now });
    }

    /// <summary>All is there as it was; programmes go on with what is still to come.</summary>
    private static void Returned(GroupScene scene) => scene.Change(group => group with
    {
        LeftAt = null,
        Programmes = [.. group.Programmes.Select(programme => programme.StartingAt(scene.Now))],
    });

    private static string Name(GroupAbility ability) => ability switch
    {
        GroupAbility.Post => "post",
        GroupAbility.Threads => "threads",
        GroupAbility.SeeModerators => "moderators",
        _ => "roles",
    };
}
