using System.Collections.Immutable;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>Moderators order, edit, add and switch off the group's own questions.</summary>
internal static class QueueTalk
{
    public const string Name = "queue";

    private const int PageSize = 8;
    private const int MaxFaultsNamed = 30;
    private const string Add = "add";
    private const string More = "more";

    public static void List(TurnContext turn, RoundPlan plan, int from = 0)
    {
        var queue = turn.Scene(plan.Group).Group.Queue;
        var shown = queue.Skip(from).Take(PageSize).ToList();
        var next = from + PageSize < queue.Length ? from + PageSize : 0;
        DeskTalk.Ask(
            turn,
            plan with { Stage = "queue-list", Detail = $"{next}" },
            string.Join('\n', [turn.Text("queue.list"), .. shown.Select(question => Line(turn, question))]),
            [
                new Option(Add, turn.Text("queue.add"), OptionLook.Primary),
                .. shown.Select(question => new Option($"{question.Number}", turn.Text("queue.manage", ("number", $"{question.Number}")))),
                .. queue.Length > PageSize ? [new Option(More, turn.Text("queue.more"))] : (Option[])[],
            ]);
    }

    public static void Chose(TurnContext turn, RoundPlan plan, Question open, string key)
    {
        switch (plan.Stage)
        {
            case "queue-list" when key == Add:
                AskMany(turn, plan);
                break;
            case "queue-list" when key == More:
                List(turn, plan, DeskTalk.Number(plan.Detail));
                break;
            case "queue-list":
                Show(turn, plan, DeskTalk.Number(key));
                break;
            default:
                ChoseForOne(turn, plan, DeskTalk.Number(plan.Detail), key);
                break;
        }
    }

    public static void Wrote(TurnContext turn, RoundPlan plan, string text)
    {
        if (plan.Stage == "queue-edit")
        {
            Edit(turn, plan, DeskTalk.Number(plan.Detail), text);
        }
        else
        {
            Import(turn, plan, text);
        }
    }

    public static string FaultText(TurnContext turn, LineFault fault) => turn.Text(
        $"queue.fault-{fault.ToString().ToLowerInvariant()}",
        ("max", $"{(fault == LineFault.Full ? QueuedQuestion.Max : Round.MaxText)}"),
        ("themes", string.Join(", ", DeskTalk.Themes(turn))));

    private static void AskMany(TurnContext turn, RoundPlan plan) => DeskTalk.Ask(
        turn,
        plan with { Stage = "queue-add", Detail = "" },
        turn.Text("queue.ask", ("max", $"{Round.MaxText}"), ("themes", string.Join(", ", DeskTalk.Themes(turn)))),
        [],
        takesText: true);

    private static void Import(TurnContext turn, RoundPlan plan, string text)
    {
        var scene = turn.Scene(plan.Group);
        var (good, bad) = QuestionImport.Read(text, scene.Group, [.. DeskTalk.Themes(turn)]);
        if (!good.IsEmpty)
        {
            scene.Change(group => group with { Queue = [.. group.Queue, .. good], LastQuestion = good[^1].Number });
            scene.Note(turn.Conversation.Address, ModeratorAction.QueueChanged, good[0].Number);
            turn.SayMessage("queue.added", ("count", $"{good.Length}"));
            turn.Say(DeskTalk.Warning(turn, string.Join("\n", good.Select(question => question.Text))).TrimEnd());
        }

        if (!bad.IsEmpty)
        {
            turn.Say(string.Join('\n', [
                turn.Text("queue.bad"),
                .. bad.Take(MaxFaultsNamed).Select(line => turn.Text("queue.bad-line", ("line", $"{line.Number}"), ("fault", FaultText(turn, line.Fault)))),
                .. bad.Length > MaxFaultsNamed ? [turn.Text("queue.bad-more", ("lines", string.Join(", ", bad.Skip(MaxFaultsNamed).Select(line => $"{line.Number}"))))] : (string[])[],
            ]));
        }

        List(turn, plan);
    }

    private static void Show(TurnContext turn, RoundPlan plan, int number)
    {
        if (Find(turn, plan, number) is not { } question)
        {
            List(turn, plan);
            return;
        }

        DeskTalk.Ask(
            turn,
            plan with { Stage = "queue-one", Detail = $"{number}" },
            Line(turn, question),
            [.. ((string[])["first", "up", "down", "edit", question.IsOff ? "on" : "off", "delete"]).Select(act => new Option(act, turn.Text($"queue.{act}")))]);
    }

    private static void ChoseForOne(TurnContext turn, RoundPlan plan, int number, string key)
    {
        if (Find(turn, plan, number) is not { } question)
        {
            List(turn, plan);
            return;
        }

        if (key == "edit")
        {
            DeskTalk.Ask(turn, plan with { Stage = "queue-edit", Detail = $"{number}" }, turn.Text("queue.edit-ask", ("max", $"{Round.MaxText}")), [], takesText: true);
            return;
        }

        var queue = turn.Scene(plan.Group).Group.Queue;
        var place = queue.IndexOf(question);
        var others = queue.RemoveAt(place);
        Put(turn, plan, number, key switch
        {
            "first" => others.Insert(0, question),
            "up" => others.Insert(Math.Max(0, place - 1), question),
            "down" => others.Insert(Math.Min(others.Length, place + 1), question),
            "delete" => others,
            _ => queue.SetItem(place, question with { IsOff = key == "off" }),
        });
        if (key == "delete")
        {
            turn.SayMessage("queue.deleted");
        }

        List(turn, plan, from: key == "first" ? 0 : place / PageSize * PageSize);
    }

    private static void Edit(TurnContext turn, RoundPlan plan, int number, string text)
    {
        if (Find(turn, plan, number) is not { } question)
        {
            List(turn, plan);
            return;
        }

        var changed = question with { Text = text };
        if (QuestionImport.Check(changed, []) is { } fault)
        {
            turn.Say(FaultText(turn, fault));
        }
        else
        {
            var queue = turn.Scene(plan.Group).Group.Queue;
            Put(turn, plan, number, queue.Replace(question, changed));
            turn.Say(DeskTalk.Warning(turn, text).TrimEnd());
        }

        Show(turn, plan, number);
    }

    private static void Put(TurnContext turn, RoundPlan plan, int number, ImmutableArray<QueuedQuestion> queue)
    {
        var scene = turn.Scene(plan.Group);
        scene.Change(group => group with { Queue = queue });
        scene.Note(turn.Conversation.Address, ModeratorAction.QueueChanged, number);
    }

    private static QueuedQuestion? Find(TurnContext turn, RoundPlan plan, int number) =>
        turn.Scene(plan.Group).Group.Queue.FirstOrDefault(question => question.Number == number);

    private static string Line(TurnContext turn, QueuedQuestion question) => turn.Text(
        question.IsOff ? "queue.line-off" : "queue.line",
        ("number", $"{question.Number}"),
        ("question", question.Text),
        ("tags", Tags(turn, question)));

    private static string Tags(TurnContext turn, QueuedQuestion question)
    {
        string[] tags = [.. question.Theme is null ? [] : (string[])[DeskTalk.ThemeName(question.Theme)], .. question.IsPulse ? [turn.Text("queue.tap")] : (string[])[]];
        return tags.Length == 0 ? "" : $" ({string.Join(", ", tags)})";
    }
}
