using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;
using static ReflectionBot.Core.Groups.VoiceSteps;

namespace ReflectionBot.Core.Groups;

/// <summary>A person answers in a Round, in private. Nothing here is seen by the group before the Round ends.</summary>
internal static class VoiceTurn
{
    /// <summary>The longest answer, in UTF-16 units.</summary>
    public const int MaxWords = 600;

    /// <summary>How long it is waited for: what is written to the bot much later was hardly meant for a group.</summary>
    public static readonly Duration Patience = Duration.FromHours(1);

    /// <summary>A button of a Round was pressed. False when it is none.</summary>
    public static bool Pressed(TurnContext turn, string id)
    {
        if (VoiceButtons.Read(id) is not { } button)
        {
            return false;
        }

        if (button.Action == VoiceButtons.Report)
        {
            ReportTurn.Begin(turn, button.RoundId);
            return true;
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
        if (TextTurn.AsksForHelp(turn, input.Text))
        {
            CareTurn.Help(turn, HelpTopic.Any);
            return;
        }

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
        if (turn.Conversation.Open is { Desk: Desk.Voice or Desk.Suggest or Desk.Report, ExpiresAt: { } until } && until <= turn.Now)
        {
            turn.CloseQuestion(chosen: null);
        }
    }
}
