using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A person answers in a Round, in private. Nothing here is seen by the group before the Round ends.</summary>
internal static class VoiceTurn
{
    /// <summary>The longest answer, in UTF-16 units.</summary>
    public const int MaxWords = 600;

    /// <summary>How long it is waited for: what is written to the bot much later was hardly meant for a group.</summary>
    public static readonly Duration Patience = Duration.FromHours(1);

    private const string Anyway = "anyway";
    private const string Again = "again";
    private const string Leave = "leave";

    /// <summary>A button of a Round was pressed. False when it is none.</summary>
    public static bool Pressed(TurnContext turn, string id)
    {
        if (VoiceButtons.Read(id) is not { } button)
        {
            return false;
        }

        if (Find(turn, button.RoundId) is not { } round)
        {
            return true;
        }

        if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, VoiceButtons.Answer(round.Id));
        }
        else if (button.Action == VoiceButtons.Out)
        {
            TakeOut(turn, round);
        }
        else if (round.Kind == RoundKind.Pulse && RoundPost.Scale.Contains(button.Action))
        {
            // Tapped in the group: what is being talked about in private is not disturbed by it.
            Put(turn, round, button.Action, inPassing: true);
        }
        else
        {
            Ask(turn, round);
        }

        return true;
    }

    /// <summary>Asked and answered in one step: what was written is treated as an answer in the chat would be.</summary>
    public static void Gave(TurnContext turn, VoiceInput input)
    {
        if (turn.Conversation.Consent is null)
        {
            if (!CareTurn.Screened(turn))
            {
                turn.SayMessage("round.first");
                WelcomeTurn.Greet(turn, VoiceButtons.Answer(input.RoundId));
            }

            return;
        }

        turn.CloseQuestion(chosen: null);
        turn.Change(c => c with
        {
            LastQuestion = c.LastQuestion + 1,
            Open = new Question(c.LastQuestion + 1, Desk.Voice, input.RoundId, []) { TakesText = true, ExpiresAt = turn.Now + Patience },
        });
        TextTurn.Take(turn, new TextInput(input.Id, input.Address, input.Text) { Screening = input.Screening });
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        if (key == Leave)
        {
            Left(turn, open);
            return;
        }

        if (Find(turn, open.Subject) is not { } round)
        {
            return;
        }

        if (key == Again)
        {
            Ask(turn, round);
        }
        else if (key == Anyway && open.Draft is { } draft)
        {
            Put(turn, round, draft.Text);
        }
        else if (round.Kind == RoundKind.Pulse && RoundPost.Scale.Contains(key))
        {
            Put(turn, round, key);
        }
        else
        {
            Ask(turn, round);
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        if (turn.Input.Screening.Tier > Tier.None)
        {
            // Believed a moment ago, so that the talk goes on; but it is no answer for a group.
            turn.CloseQuestion(chosen: null);
            Held(turn, open);
            return;
        }

        if (Find(turn, open.Subject) is not { } round)
        {
            return;
        }

        if (round.Kind == RoundKind.Pulse || open.ExpiresAt <= turn.Now)
        {
            Ask(turn, round);
        }
        else if (text.Length > MaxWords)
        {
            turn.SayMessage("round.too-long", ("length", $"{text.Length}"), ("max", $"{MaxWords}"));
            Ask(turn, round);
        }
        else if (Recognisable.Of(text) is not Traits.None and var traits)
        {
            PointOut(turn, round, text, traits);
        }
        else
        {
            Put(turn, round, text);
            turn.RemoveWritten(turn.Input.Id);
        }
    }

    /// <summary>The screen stopped what was written here: it stays with its author.</summary>
    public static void Held(TurnContext turn, Question open)
    {
        if (turn.Input.Screening.Monitored)
        {
            return;
        }

        var again = open.Desk is Desk.Voice
            ? new Option(VoiceButtons.To(open.Subject, VoiceButtons.Change), turn.Text("round.reword"), OptionLook.Quiet)
            : null;
        turn.Send(new Reply(turn.Text(open.Desk is Desk.Voice ? "round.held" : "round.held-prompt"))
        {
            Kind = ReplyKind.Notice,
            Urgency = Urgency.Help,
            Options = again is null ? [] : [again],
        });
    }

    /// <summary>The question was left: nothing changes, and what is written next is ordinary talk.</summary>
    public static void Left(TurnContext turn, Question open)
    {
        turn.SayMessage(open is { Desk: Desk.Voice, Draft: not null } ? "round.draft-left" : "round.left");
        Onward(turn);
    }

    /// <summary>The Round is over, or the question has waited for long: the question goes, and with it what was written and not put in.</summary>
    public static void Woken(TurnContext turn)
    {
        if (turn.Conversation.Open is { Desk: Desk.Voice or Desk.Suggest, ExpiresAt: { } until } && until <= turn.Now)
        {
            turn.CloseQuestion(chosen: null);
        }
    }

    /// <summary>Null while it is not loaded, and when it is over, which is said then.</summary>
    private static Round? Find(TurnContext turn, string roundId)
    {
        if (turn.Look(new GroupNeed(roundId, null)) is not { } view)
        {
            return null;
        }

        var round = view.Conversation?.Group?.Rounds.FirstOrDefault(round => round.Id == roundId);
        if (round is { IsOpen: true } && round.ClosesAt > turn.Now)
        {
            return round;
        }

        turn.CloseQuestion(chosen: null);
        turn.SayMessage("round.over");
        Onward(turn);
        return null;
    }

    private static void Ask(TurnContext turn, Round round)
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
            turn.Text(pulse ? "round.ask-pulse" : own is null ? "round.ask" : "round.ask-change", ("max", $"{MaxWords}")),
            [
                .. pulse ? RoundPost.Scale.Select(key => new Option(key, RoundPost.Step(turn.Messages, key))) : [],
                .. own is null ? [] : (Option[])[new Option(VoiceButtons.To(round.Id, VoiceButtons.Out), turn.Text("round.take-out"))],
                new Option(Leave, turn.Text(own is null ? "round.leave" : "round.leave-as-is"), OptionLook.Quiet),
            ],
            takesText: !pulse,
            expiresIn: Duration.Min(Patience, round.ClosesAt - turn.Now));
    }

    private static void PointOut(TurnContext turn, Round round, string text, Traits traits)
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
            expiresIn: Duration.Min(Patience, round.ClosesAt - turn.Now));
        turn.Change(c => c with { Open = c.Open! with { Draft = new Draft(text, turn.Input.Id) } });
    }

    private static void Put(TurnContext turn, Round round, string words, bool inPassing = false)
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
            Options =
            [
                new Option(VoiceButtons.To(round.Id, VoiceButtons.Change), turn.Text("round.change")),
                new Option(VoiceButtons.To(round.Id, VoiceButtons.Out), turn.Text("round.take-out")),
                .. turn.Conversation.Run is null ? [] : (Option[])[turn.CommandOption(Commands.Continue)],
            ],
        });
    }

    /// <summary>A reflection that this came into can be taken up again.</summary>
    private static void Onward(TurnContext turn)
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

    private static void TakeOut(TurnContext turn, Round round)
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
