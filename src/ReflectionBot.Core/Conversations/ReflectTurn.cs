using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>Choosing what to reflect on, and taking up what was left.</summary>
internal static class ReflectTurn
{
    /// <summary>Flows on one page of the list.</summary>
    private const int PageSize = 6;

    private const string More = "~more";
    private const string Unrest = "~unrest";

    /// <summary>Begins a flow, wherever its id comes from: a link, a list, an offer. While the others rest after a Card only those tagged safe begin.</summary>
    public static void Start(TurnContext turn, string flowId)
    {
        if (turn.Pack.Flows.TryGetValue(flowId, out var flow))
        {
            if (flow.SafeAfterCard || !turn.Conversation.Care.OnlySafeAt(turn.Now))
            {
                RunTurn.Begin(turn, flowId);
            }
            else
            {
                List(turn);
            }

            return;
        }

        turn.SayMessage("start.again");
        if (turn.Conversation.Run is not null)
        {
            turn.SayWith(Commands.Continue, Commands.Reflect, Commands.Journal, Commands.Settings, Commands.Help);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Journal, Commands.Settings, Commands.Help);
        }
    }

    public static void List(TurnContext turn, int page = 0)
    {
        var resting = turn.Conversation.Care.OnlySafeAt(turn.Now);
        var flows = turn.Pack.FlowOrder
            .Select(id => turn.Pack.Flows[id])
            .Where(flow => flow.Listed && (!resting || flow.SafeAfterCard))
            .ToImmutableArray();
        var shown = flows.Skip(page * PageSize).Take(PageSize).ToImmutableArray();
        var options = shown.Select(flow => new Option(flow.Id, flow.Title.In(turn.Conversation.Language))).ToList();
        if ((page + 1) * PageSize < flows.Length)
        {
            options.Add(new Option($"{More}{page + 1}", turn.Text("button.more"), OptionLook.Quiet));
        }

        if (resting)
        {
            options.Add(new Option(Unrest, turn.Text("reflect.unrest"), OptionLook.Quiet));
        }

        turn.Ask(
            Desk.Reflections,
            "",
            turn.Text(resting ? "reflect.resting" : "reflect.ask") + "\n\n"
                + string.Join('\n', shown.Select(flow => $"• {Headed(flow.Title.In(turn.Conversation.Language))} {flow.About.In(turn.Conversation.Language)}")),
            [.. options]);
    }

    public static void Chose(TurnContext turn, string key)
    {
        if (key == Unrest)
        {
            turn.Change(c => c with { Care = c.Care.Unrested() });
            List(turn);
        }
        else if (key.StartsWith(More, StringComparison.Ordinal))
        {
            List(turn, int.TryParse(key.AsSpan(More.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 0);
        }
        else
        {
            Start(turn, key);
        }
    }

    public static void Continue(TurnContext turn)
    {
        if (turn.Conversation.Care.SafeFlowsOnly)
        {
            ContinueSafely(turn);
            return;
        }

        // Asking to go on is the person saying otherwise: the rest after a Card ends.
        turn.Change(c => c with { Care = c.Care.Unrested() });
        if (turn.Conversation.Run is not null)
        {
            RunTurn.Resume(turn);
            return;
        }

        switch (turn.Conversation.Left)
        {
            case []:
                turn.SayMessage("continue.nothing");
                turn.SayWith(Commands.Reflect, Commands.Help);
                break;
            case [var only]:
                TakeUp(turn, only);
                break;
            case var several:
                turn.Ask(
                    Desk.Left,
                    "",
                    turn.Text("continue.which"),
                    [.. several.Select(run => new Option($"r{run.Number}", TitleOf(turn, run)))]);
                break;
        }
    }

    /// <summary>After violence only what is tagged safe is taken up; the rest waits until it is brought back by hand.</summary>
    private static void ContinueSafely(TurnContext turn)
    {
        if (CareAnswer.IsSafe(turn, turn.Conversation.Run))
        {
            RunTurn.Resume(turn);
        }
        else if (turn.Conversation.Left.FirstOrDefault(run => CareAnswer.IsSafe(turn, run)) is { } left)
        {
            TakeUp(turn, left);
        }
        else
        {
            List(turn);
        }
    }

    public static void ChoseLeft(TurnContext turn, string key)
    {
        if (turn.Conversation.Left.FirstOrDefault(run => $"r{run.Number}" == key) is { } left)
        {
            TakeUp(turn, left);
        }
    }

    /// <summary>A title before its sentence: with a full stop, unless it ends a sentence itself.</summary>
    private static string Headed(string title) => title[^1] is '?' or '.' or '…' ? title : title + ".";

    private static void TakeUp(TurnContext turn, Run left)
    {
        turn.Change(c => c with { Left = c.Left.Remove(left), Run = left });
        RunTurn.Resume(turn);
    }

    private static string TitleOf(TurnContext turn, Run run) =>
        (turn.Pack.TryFlow(run.Frames[0].FlowId, run.Frames[0].Revision, out var flow)
            || turn.Pack.Flows.TryGetValue(run.Frames[0].FlowId, out flow))
                ? flow.Title.In(turn.Conversation.Language)
                : run.Frames[0].FlowId;
}
