using System.Collections.Immutable;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>Ticking several options, one press at a time or all at once.</summary>
internal static class PickTurn
{
    public static ImmutableArray<Option> Options(TurnContext turn, PickStep step, ImmutableArray<string> picked) =>
        Options(turn, step.Options.Select(o => (o.Key, o.Label.In(turn.Conversation.Language))), picked);

    public static ImmutableArray<Option> Options(TurnContext turn, IEnumerable<(string Key, string Label)> ticks, ImmutableArray<string> picked) =>
    [
        .. ticks.Select(tick => new Option(tick.Key, tick.Label, picked.Contains(tick.Key) ? OptionLook.Picked : OptionLook.Unpicked)),
        new Option(RunTurn.DoneKey, turn.Text("button.done"), OptionLook.Primary),
        .. StepTurn.Controls(turn),
    ];

    public static void Chose(TurnContext turn, PickStep step, Question open, IReadOnlyList<string> keys)
    {
        if (Ticked(turn, open, keys, step.Max) is not { } picked)
        {
            return;
        }

        turn.CloseQuestion(string.Join(", ", open.Choices.Where(c => picked.Contains(c.Key)).Select(c => c.Label)));
        var flags = step.Options.Where(o => picked.Contains(o.Key)).SelectMany(o => o.Flags).ToImmutableArray();
        RunTurn.Record(turn, step, new Answer(turn.Conversation.Run!.Top.FlowId, step.Id) { Keys = picked }, flags);
        StepTurn.GoTo(turn, picked.IsEmpty ? step.OnSkip ?? step.Next : step.Next);
        StepTurn.Advance(turn);
    }

    /// <summary>The ticked keys in the order of the list once the person is done; null while they are still ticking.</summary>
    public static ImmutableArray<string>? Ticked(TurnContext turn, Question open, IReadOnlyList<string> keys, int max)
    {
        var given = keys.Where(key => !key.StartsWith('~')).ToList();
        var done = keys[^1] == RunTurn.DoneKey;
        var ticked = done && keys.Count > 1 ? given : Toggled(open.Picked, given);
        var inOrder = open.Choices.Select(c => c.Key).Where(ticked.Contains).ToImmutableArray();
        if (inOrder.Length > max)
        {
            turn.SayMessage("pick.too-many", ("max", $"{max}"));
            return null;
        }

        if (done)
        {
            return inOrder;
        }

        turn.Change(c => c with { Open = open with { Picked = inOrder } });
        turn.Send(new ReplyEdit(
            open.ReplyKey,
            Text: null,
            [.. open.Choices.Select(choice => new Option(open.OptionId(choice.Key), choice.Label, LookOf(choice.Key, inOrder)))])
        {
            PickSeveral = true,
        });
        return null;
    }

    private static List<string> Toggled(ImmutableArray<string> before, List<string> pressed) =>
        [.. before.Except(pressed), .. pressed.Except(before)];

    private static OptionLook LookOf(string key, ImmutableArray<string> picked) => key switch
    {
        RunTurn.DoneKey => OptionLook.Primary,
        ['~', ..] => OptionLook.Quiet,
        _ => picked.Contains(key) ? OptionLook.Picked : OptionLook.Unpicked,
    };
}
