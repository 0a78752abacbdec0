using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A talk about a group, in private. Moderators' rights are asked of the platform again at every step.</summary>
internal static class RoundDeskTurn
{
    private const string Leave = "~leave";

    /// <summary>A command was given in a group.</summary>
    public static void Called(TurnContext turn, GroupCommandInput input)
    {
        if (input.Command == Commands.Help)
        {
            CareTurn.Help(turn, Flows.HelpTopic.Any);
        }
        else
        {
            var stopped = CareTurn.Screened(turn);
            if (input.Command == GroupCommands.Suggest && input.Screening.Tier > Tier.None)
            {
                // Also where it was believed a moment ago: it is nothing for a group.
                VoiceTurn.Held(turn, new Question(0, Desk.Suggest, "", []));
            }
            else if (!stopped)
            {
                Begin(turn, input);
            }
        }
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        var plan = RoundPlan.Parse(open.Subject);
        if (key == Leave)
        {
            turn.SayMessage("round.desk-left");
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
        else if (Moderates(turn, plan.Group, ReviewTalk.RoundOf(plan)))
        {
            if (key == DeskTalk.Back)
            {
                Menu(turn, plan);
            }
            else
            {
                Hand(turn, plan, open, key);
            }
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        var plan = RoundPlan.Parse(open.Subject);
        if (turn.Input.Screening.Tier > Tier.None)
        {
            turn.CloseQuestion(chosen: null);
            VoiceTurn.Held(turn, open);
        }
        else if (Moderates(turn, plan.Group))
        {
            switch (TalkOf(plan))
            {
                case RoundTalk.Name when open.TakesText:
                    RoundTalk.Wrote(turn, plan, text);
                    break;
                case ProgrammeTalk.Name when open.TakesText:
                    ProgrammeParts.Wrote(turn, plan, text);
                    break;
                case QueueTalk.Name when open.TakesText:
                    QueueTalk.Wrote(turn, plan, text);
                    break;
                case SuggestionTalk.Name when open.TakesText:
                    SuggestionTalk.Wrote(turn, plan, text);
                    break;
                case ReleasedTalk.Name when open.TakesText:
                    ReleasedTalk.Wrote(turn, plan, text);
                    break;
                default:
                    Menu(turn, plan);
                    break;
            }
        }
    }

    public static void Menu(TurnContext turn, RoundPlan plan)
    {
        if (!Moderates(turn, plan.Group))
        {
            return;
        }

        var group = turn.Scene(plan.Group).Group;
        var open = group.Rounds.Where(round => round.IsOpen).ToImmutableArray();
        var lines = open.Select(round => RoundKeeping.Line(turn, round));
        turn.Ask(
            Desk.Rounds,
            (plan with { Stage = "menu", Detail = "" }).Subject,
            turn.Text("round.menu", ("minimum", $"{group.Minimum}")) + (open.IsEmpty ? "" : "\n\n" + string.Join('\n', lines)) + BarredPosts.Line(turn, group),
            [
                .. group.Barred.IsEmpty ? [] : (Option[])[new Option("barred", turn.Text("round.post-barred"), OptionLook.Primary)],
                new Option("voices", turn.Text("round.new-voices"), OptionLook.Primary),
                new Option("pulse", turn.Text("round.new-pulse")),
                new Option("thread", turn.Text("round.new-thread")),
                .. open.Select(round => new Option($"r{round.Number}", turn.Text("round.manage", ("number", $"{round.Number}")))),
                new Option("programmes", turn.Text("programme.menu")),
                new Option("queue", turn.Text("queue.menu")),
                .. group.Rounds.Where(round => round.InReview).Select(round => new Option($"v{round.Number}", turn.Text("review.menu", ("number", $"{round.Number}")))),
                .. group.Released.IsEmpty ? [] : (Option[])[new Option("released", turn.Text("released.menu"))],
                .. group.Suggestions.IsEmpty ? [] : (Option[])[new Option("suggestions", turn.Text("suggestion.menu"))],
                new Option("minimum", turn.Text("round.minimum")),
                new Option("language", turn.Text("round.language")),
                .. turn.View is { Standing: Standing.Manages } && GroupSettingsTalk.HasRoles(turn, plan.Group) ? [new Option("roles", turn.Text("round.roles"))] : (Option[])[],
                new Option("reading", turn.Text(group.Reviews ? "round.reading-off" : "round.reading-on")),
                new Option("notice", turn.Text(group.HelpNotice ? "round.notice-off" : "round.notice-on")),
                .. group.MutesUntil > turn.Now ? [new Option("unmute", turn.Text("round.unmute"))] : (Option[])[],
                new Option("care", turn.Text("moderator-care.menu")),
                new Option("log", turn.Text("round.log")),
                new Option(Leave, turn.Text("button.cancel"), OptionLook.Quiet),
            ]);
    }

    public static void Begin(TurnContext turn, Address group, string? thread, GroupRole? role)
    {
        if (Moderates(turn, group))
        {
            GroupSettingsTalk.Remember(turn.Scene(group), role);
            Menu(turn, new RoundPlan("menu", group) { Thread = thread });
        }
    }

    private static void Begin(TurnContext turn, GroupCommandInput input)
    {
        if (input.Command == GroupCommands.Suggest)
        {
            SuggestTurn.Begin(turn, input);
        }
        else if (input.Command != GroupCommands.Round)
        {
            turn.SayMessage("command.unknown");
            turn.SayWith(Commands.Help, Commands.Reflect);
        }
        else if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, GroupErrand.Of(input));
        }
        else
        {
            Begin(turn, input.Group, input.Thread, input.Role);
        }
    }

    private static void Hand(TurnContext turn, RoundPlan plan, Question open, string key)
    {
        switch (TalkOf(plan))
        {
            case "menu":
                ChoseInMenu(turn, plan, key);
                break;
            case RoundTalk.Name:
                RoundTalk.Chose(turn, plan, open, key);
                break;
            case RoundKeeping.Name:
                RoundKeeping.Chose(turn, plan, key);
                break;
            case ProgrammeTalk.Name:
                ProgrammeTalk.Chose(turn, plan, open, key);
                break;
            case QueueTalk.Name:
                QueueTalk.Chose(turn, plan, open, key);
                break;
            case SuggestionTalk.Name:
                SuggestionTalk.Chose(turn, plan, key);
                break;
            case ReviewTalk.Name:
                ReviewTalk.Chose(turn, plan, key);
                break;
            case ReleasedTalk.Name:
                ReleasedTalk.Chose(turn, plan, key);
                break;
            case GroupSettingsTalk.Name:
                GroupSettingsTalk.Chose(turn, plan, key);
                break;
            default:
                Menu(turn, plan);
                break;
        }
    }

    private static void ChoseInMenu(TurnContext turn, RoundPlan plan, string key)
    {
        switch (key)
        {
            case "voices":
                RoundTalk.Begin(turn, plan with { Kind = RoundKind.Voices });
                break;
            case "pulse":
                RoundTalk.Begin(turn, plan with { Kind = RoundKind.Pulse });
                break;
            case "thread":
                RoundTalk.Begin(turn, plan with { Kind = RoundKind.Thread });
                break;
            case "programmes":
                ProgrammeTalk.List(turn, plan);
                break;
            case "queue":
                QueueTalk.List(turn, plan);
                break;
            case "suggestions":
                SuggestionTalk.List(turn, plan);
                break;
            case "released":
                ReleasedTalk.List(turn, plan);
                break;
            case "barred":
                turn.SayMessage(BarredPosts.PostAgain(turn.Scene(plan.Group), turn.Conversation.Address) ? "round.barred-posted" : "round.barred-gone");
                Menu(turn, plan);
                break;
            case "care":
                turn.SayMessage("moderator-care.text");
                Menu(turn, plan);
                break;
            case "reading":
                GroupSettingsTalk.SwitchReview(turn, plan);
                break;
            case "notice":
                GroupSettingsTalk.SwitchNotice(turn, plan);
                break;
            case "unmute":
                GroupSettingsTalk.LiftMutes(turn, plan);
                break;
            case "minimum":
                GroupSettingsTalk.AskMinimum(turn, plan);
                break;
            case "language":
                GroupSettingsTalk.AskLanguage(turn, plan);
                break;
            case "roles":
                GroupSettingsTalk.AskRoles(turn, plan);
                break;
            case "log":
                RoundLog.Say(turn, turn.Scene(plan.Group).Group);
                Menu(turn, plan);
                break;
            case ['v', .. var number]:
                ReviewTalk.Begin(turn, plan, DeskTalk.Number(number));
                break;
            default:
                RoundKeeping.Show(turn, plan with { Detail = key.TrimStart('r') });
                break;
        }
    }

    private static string TalkOf(RoundPlan plan) => plan.Stage.Split('-')[0];

    private static bool Moderates(TurnContext turn, Address group, string? reviewOf = null)
    {
        if (turn.Look(new GroupNeed(null, group) { ReviewOf = reviewOf }) is not { } view)
        {
            return false;
        }

        // A private chat is never made a group, whatever an adapter says.
        if (view is { Moderates: true, Conversation: null or { Group: not null } })
        {
            return true;
        }

        turn.CloseQuestion(chosen: null);
        turn.SayMessage("round.not-moderator");
        turn.SayWith(Commands.Reflect, Commands.Help);
        return false;
    }
}
