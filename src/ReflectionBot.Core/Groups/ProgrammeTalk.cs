using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Groups;

/// <summary>Moderators look at programmes, make, change, switch and delete them.</summary>
internal static class ProgrammeTalk
{
    public const string Name = "programme";

    private const string New = "new";
    private const string Switch = "switch";
    private const string Delete = "delete";

    public static void List(TurnContext turn, RoundPlan plan)
    {
        var programmes = turn.Scene(plan.Group).Group.Programmes;
        DeskTalk.Ask(
            turn,
            plan with { Stage = "programme-list", Detail = "" },
            string.Join('\n', [turn.Text("programme.list"), .. programmes.Select(programme => turn.Text(
                "programme.line", ("number", $"{programme.Number}"), ("when", When(turn, programme)), ("state", State(turn, programme))))]),
            [
                .. programmes.Select(programme => new Option($"{programme.Number}", turn.Text("programme.manage", ("number", $"{programme.Number}")))),
                new Option(New, turn.Text("programme.new"), OptionLook.Primary),
            ]);
    }

    public static void Show(TurnContext turn, RoundPlan plan, int number)
    {
        if (ProgrammeRules.Find(turn.Scene(plan.Group), number) is not { } programme)
        {
            List(turn, plan);
            return;
        }

        DeskTalk.Ask(
            turn,
            plan with { Stage = "programme-one", Detail = $"{number}" },
            turn.Text(
                "programme.one",
                ("number", $"{number}"),
                ("kind", turn.Text($"programme.kind-{KindName(programme.Kind)}")),
                ("when", When(turn, programme)),
                ("theme", ProgrammeParts.ThemeText(turn, programme.Theme)),
                ("open", ProgrammeParts.OpenText(turn, programme.OpenMinutes)),
                ("window", ProgrammeParts.WindowText(turn, programme.WindowMinutes)),
                ("holidays", ProgrammeParts.HolidaysText(programme.Holidays)),
                ("role", programme.Mention?.Name ?? "–"),
                ("place", turn.Text(programme.Thread is null ? "programme.place-main" : "programme.place-topic")),
                ("state", State(turn, programme))),
            [
                new Option(Switch, turn.Text(programme.IsOn ? "programme.off" : "programme.on"), OptionLook.Primary),
                .. ProgrammeParts.Of(turn, programme, plan).Select(part => new Option(part, turn.Text($"programme.part-{part}"))),
                new Option(Delete, turn.Text("programme.delete"), OptionLook.Quiet),
            ]);
    }

    public static void Chose(TurnContext turn, RoundPlan plan, Question open, string key)
    {
        switch (plan.Stage)
        {
            case "programme-list" when key == New:
                Add(turn, plan);
                break;
            case "programme-list":
                Show(turn, plan, DeskTalk.Number(key));
                break;
            case "programme-one":
                ChoseForOne(turn, plan, key);
                break;
            default:
                ProgrammeParts.Chose(turn, plan, open, key);
                break;
        }
    }

    public static string KindName(RoundKind kind) => kind switch
    {
        RoundKind.Pulse => "pulse",
        RoundKind.Thread => "thread",
        _ => "voices",
    };

    private static void Add(TurnContext turn, RoundPlan plan)
    {
        var scene = turn.Scene(plan.Group);
        if (ProgrammeRules.Add(scene) is not { } programme)
        {
            turn.SayMessage("programme.too-many", ("max", $"{Programme.Max}"));
            List(turn, plan);
            return;
        }

        GroupSettingsTalk.BeginIn(scene, turn.Conversation.Language);
        ProgrammeParts.Ask(turn, plan with { Detail = $"{programme.Number}{ProgrammeParts.InTurn}" }, ProgrammeParts.Time);
    }

    private static void ChoseForOne(TurnContext turn, RoundPlan plan, string key)
    {
        var scene = turn.Scene(plan.Group);
        if (ProgrammeRules.Find(scene, DeskTalk.Number(plan.Detail)) is not { } programme)
        {
            List(turn, plan);
            return;
        }

        switch (key)
        {
            case Switch:
                ProgrammeRules.Change(scene, turn.Conversation.Address, programme with { IsOn = !programme.IsOn });
                if (!programme.IsOn && QuestionPool.Next(scene.Group, programme, turn.Pack.GroupPrompts, scene.Conversation.Language) is null)
                {
                    turn.SayMessage("programme.no-question");
                }

                Show(turn, plan, programme.Number);
                break;
            case Delete:
                ProgrammeRules.Delete(scene, turn.Conversation.Address, programme.Number);
                turn.SayMessage("programme.deleted");
                List(turn, plan);
                break;
            default:
                ProgrammeParts.Ask(turn, plan, key);
                break;
        }
    }

    private static string When(TurnContext turn, Programme programme) => turn.Text(
        "programme.when", ("days", NudgeText.Days(turn, programme.Days)), ("time", NudgeText.Time(programme.At)), ("zone", programme.Zone));

    private static string State(TurnContext turn, Programme programme) => programme switch
    {
        { IsOn: false } => turn.Text("programme.is-off"),
        { Next: { } next } => turn.Text("programme.is-next", ("moment", NudgeText.Moment(turn, next.At, programme.Zone))),
        _ => "",
    };
}
