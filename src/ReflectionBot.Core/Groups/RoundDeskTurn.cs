using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A moderator's talk about the Rounds of a group, in private. Rights are asked of the platform again at every step.</summary>
internal static class RoundDeskTurn
{
    private const int MaxListed = 10;
    private const string Own = "~own";
    private const string Leave = "~leave";
    private const string Back = "~back";
    private const string OpenIt = "open";

    private static readonly ImmutableArray<int> Minutes = [15, 60, 24 * 60, 2 * 24 * 60, 7 * 24 * 60];
    private static readonly ImmutableArray<int> Minimums = [3, 5, 8, 12];

    /// <summary>A command was given in a group.</summary>
    public static void Called(TurnContext turn, GroupCommandInput input)
    {
        if (input.Command == Commands.Help)
        {
            CareTurn.Help(turn, Flows.HelpTopic.Any);
        }
        else if (!CareTurn.Screened(turn))
        {
            Begin(turn, input);
        }
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        var plan = RoundPlan.Parse(open.Subject);
        if (key == Leave)
        {
            turn.SayMessage("round.desk-left");
            turn.SayWith(Commands.Reflect, Commands.Help);
            return;
        }

        if (!Moderates(turn, plan.Group))
        {
            return;
        }

        if (key == Back)
        {
            Menu(turn, plan);
            return;
        }

        switch (plan.Stage)
        {
            case "menu":
                ChoseInMenu(turn, plan, key);
                break;
            case "theme" when key == Own:
                AskOwn(turn, plan);
                break;
            case "theme":
                AskPrompt(turn, plan with { Detail = key });
                break;
            case "prompt" when Listed(turn, plan).ElementAtOrDefault(Number(key) - 1) is { } prompt:
                AskTime(turn, plan, prompt.Text.In(LanguageOf(turn)));
                break;
            case "time" when open.Draft is { } text:
                Preview(turn, plan with { Detail = key }, text.Text);
                break;
            case "preview" when open.Draft is { } text && key == OpenIt:
                Open(turn, plan, text.Text);
                break;
            case "round":
                ChoseForRound(turn, plan, key);
                break;
            case "minimum":
                RoundRules.SetMinimum(turn.Scene(plan.Group), turn.Conversation.Address, Number(key));
                turn.SayMessage("round.minimum-set", ("minimum", $"{turn.Scene(plan.Group).Group.Minimum}"));
                Menu(turn, plan);
                break;
            default:
                Menu(turn, plan);
                break;
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
        else if (plan.Stage != "own")
        {
            Menu(turn, plan);
        }
        else if (Moderates(turn, plan.Group))
        {
            WroteOwn(turn, plan, text);
        }
    }

    private static void Begin(TurnContext turn, GroupCommandInput input)
    {
        if (input.Command != GroupCommands.Round)
        {
            turn.SayMessage("command.unknown");
            turn.SayWith(Commands.Help, Commands.Reflect);
        }
        else if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, "");
        }
        else
        {
            Menu(turn, new RoundPlan("menu", input.Group) { Thread = input.Thread });
        }
    }

    private static void WroteOwn(TurnContext turn, RoundPlan plan, string text)
    {
        if (text.Length > Round.MaxText)
        {
            turn.SayMessage("round.own-too-long", ("length", $"{text.Length}"), ("max", $"{Round.MaxText}"));
            AskOwn(turn, plan);
        }
        else
        {
            AskTime(turn, plan, text);
        }
    }

    private static bool Moderates(TurnContext turn, Address group)
    {
        if (turn.Look(new GroupNeed(null, group)) is not { } view)
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

    private static void Menu(TurnContext turn, RoundPlan plan)
    {
        if (!Moderates(turn, plan.Group))
        {
            return;
        }

        var group = turn.Scene(plan.Group).Group;
        var open = group.Rounds.Where(round => round.IsOpen).ToImmutableArray();
        var lines = open.Select(round => turn.Text(
            "round.open-line", ("number", $"{round.Number}"), ("prompt", round.Text), ("until", GroupScene.Moment(round.ClosesAt))));
        turn.Ask(
            Desk.Rounds,
            (plan with { Stage = "menu", Detail = "" }).Subject,
            turn.Text("round.menu", ("minimum", $"{group.Minimum}")) + (open.IsEmpty ? "" : "\n\n" + string.Join('\n', lines)),
            [
                new Option("voices", turn.Text("round.new-voices"), OptionLook.Primary),
                new Option("pulse", turn.Text("round.new-pulse")),
                .. open.Select(round => new Option($"r{round.Number}", turn.Text("round.manage", ("number", $"{round.Number}")))),
                new Option("minimum", turn.Text("round.minimum")),
                new Option("log", turn.Text("round.log")),
                new Option(Leave, turn.Text("button.cancel"), OptionLook.Quiet),
            ]);
    }

    private static void ChoseInMenu(TurnContext turn, RoundPlan plan, string key)
    {
        switch (key)
        {
            case "voices":
                AskTheme(turn, plan with { Kind = RoundKind.Voices });
                break;
            case "pulse":
                AskOwn(turn, plan with { Kind = RoundKind.Pulse });
                break;
            case "minimum":
                turn.Ask(
                    Desk.Rounds,
                    (plan with { Stage = "minimum" }).Subject,
                    turn.Text("round.minimum-ask"),
                    [.. Minimums.Select(number => new Option($"{number}", $"{number}")), Return(turn)]);
                break;
            case "log":
                RoundLog.Say(turn, turn.Scene(plan.Group).Group);
                Menu(turn, plan);
                break;
            default:
                Manage(turn, plan with { Detail = key.TrimStart('r') });
                break;
        }
    }

    private static void AskTheme(TurnContext turn, RoundPlan plan) => turn.Ask(
        Desk.Rounds,
        (plan with { Stage = "theme", Detail = "" }).Subject,
        turn.Text("round.theme-ask"),
        [
            .. turn.Pack.GroupPrompts.Select(prompt => prompt.Theme).Distinct(StringComparer.Ordinal).Take(Reply.MaxOptions - 2)
                .Select(theme => new Option(theme, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(theme))),
            new Option(Own, turn.Text("round.own")),
            Return(turn),
        ]);

    private static void AskPrompt(TurnContext turn, RoundPlan plan)
    {
        var prompts = Listed(turn, plan);
        turn.Ask(
            Desk.Rounds,
            (plan with { Stage = "prompt" }).Subject,
            turn.Text("round.prompt-ask") + "\n\n" + string.Join('\n', prompts.Select((prompt, i) =>
                $"{i + 1}. {prompt.Text.In(LanguageOf(turn))} ({turn.Text(prompt.Depth > 1 ? "round.medium" : "round.light")})")),
            [.. prompts.Select((_, i) => new Option($"{i + 1}", $"{i + 1}")), Return(turn)]);
    }

    private static void AskOwn(TurnContext turn, RoundPlan plan) => turn.Ask(
        Desk.Rounds,
        (plan with { Stage = "own", Detail = "" }).Subject,
        turn.Text(plan.Kind == RoundKind.Pulse ? "round.own-pulse-ask" : "round.own-ask", ("max", $"{Round.MaxText}")),
        [Return(turn)],
        takesText: true);

    private static void AskTime(TurnContext turn, RoundPlan plan, string prompt)
    {
        turn.Ask(
            Desk.Rounds,
            (plan with { Stage = "time", Detail = "" }).Subject,
            turn.Text("round.time-ask"),
            [.. Minutes.Select((minutes, i) => new Option($"{minutes}", turn.Text($"round.time-{i}"))), Return(turn)]);
        turn.Change(c => c with { Open = c.Open! with { Draft = new Draft(prompt) } });
    }

    private static void Preview(TurnContext turn, RoundPlan plan, string prompt)
    {
        var until = GroupScene.Moment(turn.Now + Duration.FromMinutes(Number(plan.Detail)));
        turn.Ask(
            Desk.Rounds,
            (plan with { Stage = "preview" }).Subject,
            turn.Text("round.preview") + "\n\n"
                + RoundPost.Words(turn.Pack.In(LanguageOf(turn)), plan.Kind, prompt, turn.Scene(plan.Group).Group.Minimum, until),
            [new Option(OpenIt, turn.Text("round.open"), OptionLook.Primary), Return(turn)]);
        turn.Change(c => c with { Open = c.Open! with { Draft = new Draft(prompt) } });
    }

    private static void Open(TurnContext turn, RoundPlan plan, string prompt)
    {
        var scene = turn.Scene(plan.Group);
        if (scene.Group is { Welcomed: false, LastRound: 0 } && !scene.Conversation.LanguageChosen)
        {
            scene.Speak(turn.Conversation.Language);
        }

        var opened = RoundRules.Open(
            scene, turn.Conversation.Address, plan.Kind, prompt, Duration.FromMinutes(Math.Max(1, Number(plan.Detail))), turn.Input.Id, plan.Thread);
        turn.SayMessage(opened ? "round.opened" : "round.too-many", ("max", $"{Group.MaxOpen}"));
        turn.SayWith(Commands.Reflect, Commands.Help);
    }

    private static void Manage(TurnContext turn, RoundPlan plan)
    {
        if (RoundRules.Find(turn.Scene(plan.Group), Number(plan.Detail)) is not { IsOpen: true } round)
        {
            turn.SayMessage("round.over");
            Menu(turn, plan);
            return;
        }

        turn.Ask(
            Desk.Rounds,
            (plan with { Stage = "round" }).Subject,
            turn.Text("round.open-line", ("number", $"{round.Number}"), ("prompt", round.Text), ("until", GroupScene.Moment(round.ClosesAt))),
            [
                new Option("close", turn.Text("round.close")),
                new Option("longer", turn.Text("round.longer")),
                new Option("off", turn.Text("round.off")),
                Return(turn),
            ]);
    }

    private static void ChoseForRound(TurnContext turn, RoundPlan plan, string key)
    {
        var scene = turn.Scene(plan.Group);
        var number = Number(plan.Detail);
        var by = turn.Conversation.Address;
        var (done, said) = key switch
        {
            "close" => (RoundRules.Close(scene, by, number), "round.closed"),
            "longer" => (RoundRules.Extend(scene, by, number), "round.extended"),
            _ => (RoundRules.CallOff(scene, by, number), "round.off-done"),
        };
        turn.SayMessage(done ? said : key == "longer" ? "round.longest" : "round.over");
        Menu(turn, plan);
    }

    private static Option Return(TurnContext turn) => new(Back, turn.Text("round.back"), OptionLook.Quiet);

    private static ImmutableArray<Prompt> Listed(TurnContext turn, RoundPlan plan) =>
        [.. turn.Pack.GroupPrompts.Where(prompt => prompt.Theme == plan.Detail).OrderBy(prompt => prompt.Depth).Take(MaxListed)];

    /// <summary>The group's language; that of whoever opens the first Round while there is no group yet.</summary>
    private static string LanguageOf(TurnContext turn) => turn.View?.Conversation is { Group: not null } group ? group.Language : turn.Conversation.Language;

    private static int Number(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
