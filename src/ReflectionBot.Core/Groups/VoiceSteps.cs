using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>The steps of answering in a Round; <see cref="VoiceTurn"/> decides which comes next.</summary>
internal static class VoiceSteps
{
    public const string Anyway = "anyway";
    public const string Again = "again";
    public const string Leave = "leave";

    /// <summary>Null while it is not loaded, and when it is over, which is said then.</summary>
    public static Round? Find(TurnContext turn, string roundId)
    {
        if (turn.Look(new GroupNeed(roundId, null)) is not { } view)
        {
            return null;
        }

        var round = view.Conversation?.Group?.Rounds.FirstOrDefault(round => round.Id == roundId);
        var isOpen = round is { IsOpen: true } && round.ClosesAt > turn.Now;
        if (isOpen && !(view.MutedUntil > turn.Now))
        {
            return round;
        }

        turn.CloseQuestion(chosen: null);
        turn.SayMessage(isOpen ? "round.muted" : "round.over", ("until", isOpen ? GroupScene.Moment(view.MutedUntil!.Value) : ""));
        Onward(turn);
        return null;
    }

    public static void Ask(TurnContext turn, Round round)
    {
        var own = turn.View?.OwnVoice;
        if (own is null && turn.View is { IsFull: true })
        {
            turn.SayMessage("round.full");
            Onward(turn);
            return;
        }

        var pulse = round.Kind == RoundKind.Pulse;
        turn.Say(round.Text);
        if (own is not null)
        {
            turn.SayMessage("round.yours", ("answer", pulse ? RoundPost.Step(turn.Messages, own) : own));
        }

        turn.Ask(
            Desk.Voice,
            round.Id,
            turn.Text(pulse ? "round.ask-pulse" : own is null ? "round.ask" : "round.ask-change", ("max", $"{VoiceTurn.MaxWords}")),
            [
                .. pulse ? RoundPost.Scale.Select(key => new Option(key, RoundPost.Step(turn.Messages, key))) : [],
                .. own is null ? [] : (Option[])[new Option(VoiceButtons.To(round.Id, VoiceButtons.Out), turn.Text("round.take-out"))],
                new Option(Leave, turn.Text(own is null ? "round.leave" : "round.leave-as-is"), OptionLook.Quiet),
            ],
            takesText: !pulse,
            expiresIn: Duration.Min(VoiceTurn.Patience, round.ClosesAt - turn.Now));
    }

    public static void PointOut(TurnContext turn, Round round, string text, Traits traits)
    {
        var lines = new List<string>();
        if (traits.HasFlag(Traits.Contact))
        {
            lines.Add(turn.Text("round.trait-contact"));
        }

        if (traits.HasFlag(Traits.Name))
        {
            lines.Add(turn.Text("round.trait-name", ("names", string.Join(", ", Recognisable.Names(text)))));
        }

        if (traits.HasFlag(Traits.Length))
        {
            lines.Add(turn.Text("round.trait-length"));
        }

        if (traits.HasFlag(Traits.Style))
        {
            lines.Add(turn.Text("round.trait-style"));
        }

        turn.Ask(
            Desk.Voice,
            round.Id,
            turn.Text("round.recognisable", ("traits", string.Join('\n', lines.Select(line => "• " + line)))),
            [
                new Option(Again, turn.Text("round.again"), OptionLook.Primary),
                new Option(Anyway, turn.Text("round.anyway")),
                new Option(Leave, turn.Text("round.leave"), OptionLook.Quiet),
            ],
            takesText: true,
            expiresIn: Duration.Min(VoiceTurn.Patience, round.ClosesAt - turn.Now));
        turn.Change(c => c with { Open = c.Open! with { Draft = new Draft(text, turn.Input.Id) } });
    }

    public static void Put(TurnContext turn, Round round, string words, bool inPassing = false)
    {
        if (turn.View is { IsFull: true, OwnVoice: null })
        {
            Ask(turn, round);
            return;
        }

        if (!inPassing || turn.Conversation.Open is { Desk: Desk.Voice })
        {
            turn.CloseQuestion(chosen: null);
        }

        turn.Answer(new VoiceChange(round.Id, words));
        turn.Send(new Reply(turn.Text("round.in"))
        {
            Kind = ReplyKind.Notice,
            Silent = inPassing,
            Back = turn.View?.Conversation is { } group ? new WayBack(group.Address.Value, round.PostKey, turn.Text("round.back-to-group")) : null,
            Options =
            [
                new Option(VoiceButtons.To(round.Id, VoiceButtons.Change), turn.Text("round.change")),
                new Option(VoiceButtons.To(round.Id, VoiceButtons.Out), turn.Text("round.take-out")),
                .. turn.Conversation.Run is null ? [] : (Option[])[turn.CommandOption(Commands.Continue)],
            ],
        });
    }

    /// <summary>A reflection that this came into can be taken up again.</summary>
    public static void Onward(TurnContext turn)
    {
        if (turn.Conversation.Run is null)
        {
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
        else
        {
            turn.SayWith(Commands.Continue, Commands.Reflect, Commands.Help);
        }
    }

    public static void TakeOut(TurnContext turn, Round round)
    {
        if (turn.Conversation.Open is { Desk: Desk.Voice } open && open.Subject == round.Id)
        {
            turn.CloseQuestion(chosen: null);
        }

        if (turn.View?.OwnVoice is null)
        {
            turn.SayMessage("round.nothing-in");
        }
        else
        {
            turn.Answer(new VoiceChange(round.Id, null));
            turn.SayMessage("round.out");
        }

        Onward(turn);
    }
}
