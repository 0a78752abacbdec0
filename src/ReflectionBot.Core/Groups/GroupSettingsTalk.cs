using System.Collections.Immutable;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What moderators set for the whole group.</summary>
internal static class GroupSettingsTalk
{
    public const string Name = "set";

    private const int MaxRoles = 5;

    private static readonly ImmutableArray<int> Minimums = [3, 5, 8, 12];

    /// <summary>A role that was named with a command can be mentioned by programmes from then on.</summary>
    public static void Remember(GroupScene scene, GroupRole? role)
    {
        if (role is not null && !scene.Group.Roles.Contains(role))
        {
            scene.Change(group => group with { Roles = [.. group.Roles.Where(other => other.Id != role.Id).TakeLast(MaxRoles - 1), role] });
        }
    }

    /// <summary>A group that nobody set a language for begins in that of its first moderator.</summary>
    public static void BeginIn(GroupScene scene, string language)
    {
        if (scene.Group is { Welcomed: false, LastRound: 0, LastProgramme: 0 } && !scene.Conversation.LanguageChosen)
        {
            scene.Speak(language);
        }
    }

    public static void AskMinimum(TurnContext turn, RoundPlan plan) => DeskTalk.Ask(
        turn,
        plan with { Stage = "set-minimum" },
        turn.Text("round.minimum-ask"),
        [.. Minimums.Select(number => new Option($"{number}", $"{number}"))]);

    public static void SwitchReview(TurnContext turn, RoundPlan plan) => Switch(
        turn, plan, group => group with { Reviews = !group.Reviews }, ModeratorAction.ReviewSet, group => group.Reviews ? "round.reading-is-on" : "round.reading-is-off");

    public static void SwitchNotice(TurnContext turn, RoundPlan plan) => Switch(
        turn, plan, group => group with { HelpNotice = !group.HelpNotice }, ModeratorAction.HelpNoticeSet, group => group.HelpNotice ? "round.notice-is-on" : "round.notice-is-off");

    public static void LiftMutes(TurnContext turn, RoundPlan plan)
    {
        RoundRules.LiftMutes(turn.Scene(plan.Group), turn.Conversation.Address);
        turn.SayMessage("round.unmuted");
        RoundDeskTurn.Menu(turn, plan);
    }

    public static void AskLanguage(TurnContext turn, RoundPlan plan) => DeskTalk.Ask(
        turn,
        plan with { Stage = "set-language" },
        turn.Text("round.language-ask"),
        [.. turn.Pack.Languages.Values.OrderBy(messages => messages.Language, StringComparer.Ordinal).Select(messages => new Option(messages.Language, messages.Name))]);

    /// <summary>The platform knows roles: one was named, or the content has a text that tells how to name one.</summary>
    public static bool HasRoles(TurnContext turn, Address group) =>
        !turn.Scene(group).Group.Roles.IsEmpty || !turn.Scene(group).Group.ModeratorRoles.IsEmpty || turn.Messages.Texts.ContainsKey($"{group.Platform}.roles-ask");

    /// <summary>Only those who manage the group decide who else moderates it.</summary>
    public static void AskRoles(TurnContext turn, RoundPlan plan)
    {
        if (turn.View is not { Standing: Standing.Manages })
        {
            turn.SayMessage("round.not-manager");
            RoundDeskTurn.Menu(turn, plan);
            return;
        }

        var group = turn.Scene(plan.Group).Group;
        DeskTalk.Ask(
            turn,
            plan with { Stage = "set-roles" },
            turn.Scene(plan.Group).OfPlatform("roles-ask", "round.roles-ask"),
            [.. group.ModeratorRoles.Union(group.Roles).Select(role => new Option(role.Id, group.ModeratorRoles.Contains(role) ? $"✓ {role.Name}" : role.Name))]);
    }

    public static void Chose(TurnContext turn, RoundPlan plan, string key)
    {
        var scene = turn.Scene(plan.Group);
        var by = turn.Conversation.Address;
        switch (plan.Stage)
        {
            case "set-roles":
                if (turn.View is { Standing: Standing.Manages })
                {
                    SwitchRole(scene, by, key);
                }

                AskRoles(turn, plan);
                return;
            case "set-minimum":
                RoundRules.SetMinimum(scene, by, DeskTalk.Number(key));
                turn.SayMessage("round.minimum-set", ("minimum", $"{scene.Group.Minimum}"));
                break;
            case "set-language" when scene.Knows(key):
                scene.Choose(key);
                scene.Note(by, ModeratorAction.LanguageSet, 0);
                turn.SayMessage("round.language-set", ("language", turn.Pack.In(key).Name));
                break;
            default:
                break;
        }

        RoundDeskTurn.Menu(turn, plan);
    }

    private static void SwitchRole(GroupScene scene, Address by, string id)
    {
        var chosen = scene.Group.ModeratorRoles;
        if (chosen.Any(role => role.Id == id))
        {
            scene.Change(group => group with { ModeratorRoles = chosen.RemoveAll(role => role.Id == id) });
        }
        else if (chosen.Length < MaxRoles && scene.Group.Roles.FirstOrDefault(role => role.Id == id) is { } role)
        {
            scene.Change(group => group with { ModeratorRoles = chosen.Add(role) });
        }
        else
        {
            return;
        }

        scene.Note(by, ModeratorAction.ModeratorRolesSet, 0);
    }

    private static void Switch(TurnContext turn, RoundPlan plan, Func<Group, Group> change, ModeratorAction noted, Func<Group, string> said)
    {
        var scene = turn.Scene(plan.Group);
        scene.Change(change);
        scene.Note(turn.Conversation.Address, noted, 0);
        turn.SayMessage(said(scene.Group));
        RoundDeskTurn.Menu(turn, plan);
    }
}
