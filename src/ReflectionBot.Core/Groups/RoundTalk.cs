using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A moderator opens a Round: which question, for how long, a look at it, and a yes.</summary>
internal static class RoundTalk
{
    public const string Name = "new";

    private const int MaxListed = 10;
    private const string Own = "~own";
    private const string OpenIt = "open";

    /// <summary>For how long a Round can be open; <c>round.time-0</c> and so on are their names.</summary>
    public static readonly ImmutableArray<int> Minutes = [15, 60, 24 * 60, 2 * 24 * 60, 7 * 24 * 60];

    public static void Begin(TurnContext turn, RoundPlan plan)
    {
        if (plan.Kind == RoundKind.Pulse)
        {
            AskOwn(turn, plan);
            return;
        }

        DeskTalk.Ask(
            turn,
            plan with { Stage = "new-theme", Detail = "" },
            turn.Text("round.theme-ask"),
            [
                .. DeskTalk.Themes(turn).Take(Reply.MaxOptions - 2).Select(theme => new Option(theme, DeskTalk.ThemeName(theme))),
                new Option(Own, turn.Text("round.own")),
            ]);
    }

    public static void Chose(TurnContext turn, RoundPlan plan, Question open, string key)
    {
        switch (plan.Stage)
        {
            case "new-theme" when key == Own:
                AskOwn(turn, plan);
                break;
            case "new-theme":
                AskPrompt(turn, plan with { Detail = key });
                break;
            case "new-prompt" when Listed(turn, plan).ElementAtOrDefault(DeskTalk.Number(key) - 1) is { } prompt:
                AskTime(turn, plan, prompt.Text.In(DeskTalk.LanguageOf(turn)));
                break;
            case "new-time" when open.Draft is { } text:
                Preview(turn, plan with { Detail = key }, text.Text);
                break;
            case "new-preview" when open.Draft is { } text && key == OpenIt:
                Open(turn, plan, text.Text);
                break;
            default:
                RoundDeskTurn.Menu(turn, plan);
                break;
        }
    }

    public static void Wrote(TurnContext turn, RoundPlan plan, string text)
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

    private static void AskPrompt(TurnContext turn, RoundPlan plan)
    {
        var prompts = Listed(turn, plan);
        DeskTalk.Ask(
            turn,
            plan with { Stage = "new-prompt" },
            turn.Text("round.prompt-ask") + "\n\n" + string.Join('\n', prompts.Select((prompt, i) =>
                $"{i + 1}. {prompt.Text.In(DeskTalk.LanguageOf(turn))} ({turn.Text(prompt.Depth > 1 ? "round.medium" : "round.light")})")),
            [.. prompts.Select((_, i) => new Option($"{i + 1}", $"{i + 1}"))]);
    }

    private static void AskOwn(TurnContext turn, RoundPlan plan) => DeskTalk.Ask(
        turn,
        plan with { Stage = "new-own", Detail = "" },
        turn.Text(plan.Kind == RoundKind.Pulse ? "round.own-pulse-ask" : "round.own-ask", ("max", $"{Round.MaxText}")),
        [],
        takesText: true);

    private static void AskTime(TurnContext turn, RoundPlan plan, string prompt) => DeskTalk.Ask(
        turn,
        plan with { Stage = "new-time", Detail = "" },
        turn.Text("round.time-ask"),
        [.. Minutes.Select((minutes, i) => new Option($"{minutes}", turn.Text($"round.time-{i}")))],
        draft: prompt);

    private static void Preview(TurnContext turn, RoundPlan plan, string prompt)
    {
        var until = GroupScene.Moment(turn.Now + Duration.FromMinutes(DeskTalk.Number(plan.Detail)));
        var words = RoundPost.Words(turn.Pack.In(DeskTalk.LanguageOf(turn)), plan.Kind, prompt, turn.Scene(plan.Group).Group.Minimum, until, review: turn.Scene(plan.Group).Group.Reviews && plan.Kind == RoundKind.Voices);
        DeskTalk.Ask(
            turn,
            plan with { Stage = "new-preview" },
            $"{DeskTalk.Warning(turn, prompt)}{turn.Text("round.preview")}\n\n{words}",
            [new Option(OpenIt, turn.Text("round.open"), OptionLook.Primary)],
            draft: prompt);
    }

    private static void Open(TurnContext turn, RoundPlan plan, string prompt)
    {
        var scene = turn.Scene(plan.Group);
        GroupSettingsTalk.BeginIn(scene, turn.Conversation.Language);
        var wanted = new NewRound(plan.Kind, prompt, Duration.FromMinutes(Math.Max(1, DeskTalk.Number(plan.Detail))))
        {
            By = turn.Conversation.Address,
            Thread = plan.Thread,
        };
        var opened = RoundRules.Open(scene, wanted, turn.Input.Id);
        turn.SayMessage(!opened ? "round.too-many" : plan.Kind == RoundKind.Thread ? "round.thread-opened" : "round.opened", ("max", $"{Group.MaxOpen}"));
        turn.SayWith(Commands.Reflect, Commands.Help);
    }

    private static ImmutableArray<Prompt> Listed(TurnContext turn, RoundPlan plan) =>
        [.. turn.Pack.GroupPrompts.Where(prompt => prompt.Theme == plan.Detail).OrderBy(prompt => prompt.Depth).Take(MaxListed)];
}
