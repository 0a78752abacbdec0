using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Groups;

/// <summary>What moderators did, as moderators read it.</summary>
internal static class RoundLog
{
    private const int MaxShown = 20;

    public static void Say(TurnContext turn, Group group)
    {
        if (group.Log.IsEmpty)
        {
            turn.SayMessage("round.log-empty");
            return;
        }

        turn.Say(string.Join('\n', group.Log.Reverse().Take(MaxShown).Select(act => turn.Text(
            KeyOf(act.Action),
            ("at", GroupScene.Moment(act.At)),
            ("by", act.By.Local),
            ("number", $"{act.Number}")))));
    }

    private static string KeyOf(ModeratorAction action) => action switch
    {
        ModeratorAction.Opened => "round.log-opened",
        ModeratorAction.Extended => "round.log-extended",
        ModeratorAction.ClosedEarly => "round.log-closed",
        ModeratorAction.CalledOff => "round.log-off",
        ModeratorAction.MinimumSet => "round.log-minimum",
        ModeratorAction.Reposted => "round.log-reposted",
        ModeratorAction.ProgrammeOpened => "round.log-by-programme",
        ModeratorAction.ProgrammeChanged => "round.log-programme",
        ModeratorAction.ProgrammeDeleted => "round.log-programme-deleted",
        ModeratorAction.QueueChanged => "round.log-queue",
        ModeratorAction.ReviewSet => "round.log-review-set",
        ModeratorAction.Reviewed => "round.log-reviewed",
        ModeratorAction.AuthorMuted => "round.log-muted",
        ModeratorAction.MutesLifted => "round.log-unmuted",
        ModeratorAction.VoiceHidden => "round.log-hidden",
        ModeratorAction.VoiceLeft => "round.log-stayed",
        ModeratorAction.HelpNoticeSet => "round.log-notice",
        ModeratorAction.ModeratorRolesSet => "round.log-roles",
        ModeratorAction.PostedAfterAll => "round.log-posted",
        ModeratorAction.SuggestionDecided => "round.log-suggestion",
        _ => "round.log-language",
    };
}
