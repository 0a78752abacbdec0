using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Groups;

/// <summary>A member suggests a question, in private, and is told in private what became of it.</summary>
internal static class SuggestTurn
{
    private const string Send = "send";
    private const string Again = "again";

    /// <summary>Soon at first, then once a day.</summary>
    private static readonly Duration FirstLook = Duration.FromHours(1);

    private static readonly Duration LookEvery = Duration.FromDays(1);

    public static void Begin(TurnContext turn, GroupCommandInput input)
    {
        if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, GroupErrand.Of(input));
        }
        else
        {
            Begin(turn, input.Group, input.Argument.Trim());
        }
    }

    /// <param name="turn">The turn.</param>
    /// <param name="group">The group.</param>
    /// <param name="text">What was given with the command; empty when nothing was.</param>
    public static void Begin(TurnContext turn, Address group, string text)
    {
        if (turn.Conversation.Suggested.Count(one => one.Group == group) >= Suggestion.MaxOfOne)
        {
            turn.SayMessage("suggest.enough");
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
        else if (text.Length > 0)
        {
            Took(turn, group, text);
        }
        else
        {
            Ask(turn, group);
        }
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        var group = Address.Parse(open.Subject);
        if (key == Again)
        {
            Ask(turn, group);
        }
        else if (key == Send && open.Draft is { } draft)
        {
            HandOn(turn, group, draft.Text);
        }
        else
        {
            VoiceTurn.Left(turn, open);
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        if (turn.Input.Screening.Tier > Tier.None)
        {
            turn.CloseQuestion(chosen: null);
            VoiceTurn.Held(turn, open);
        }
        else
        {
            Took(turn, Address.Parse(open.Subject), text);
        }
    }

    /// <summary>Looks what became of the suggestion whose turn it is, and tells its author if that may be told now.</summary>
    public static void Woken(TurnContext turn)
    {
        if (turn.Conversation.Suggested.FirstOrDefault(one => one.LookAt <= turn.Now) is not { } due)
        {
            return;
        }

        var decision = Unprompted.Of(turn.Conversation, turn.Now);
        if (decision.Verdict != NudgeVerdict.Send)
        {
            Replace(turn, due, Later(due, decision.Until ?? turn.Now + LookEvery, turn.Now));
            return;
        }

        if (turn.Look(new GroupNeed(null, due.Group) { AsMember = true }) is not { } view)
        {
            return;
        }

        if (view.Conversation?.Group?.Decided.FirstOrDefault(one => one.Number == due.Number) is { } decided)
        {
            Replace(turn, due, null);
            Tell(turn, decided);
        }
        else
        {
            var waits = view.Conversation?.Group?.Suggestions.Any(one => one.Number == due.Number) is true;
            Replace(turn, due, waits ? Later(due, turn.Now + LookEvery, turn.Now) : null);
        }
    }

    private static void Tell(TurnContext turn, SuggestionDecision decided)
    {
        turn.SayMessage(decided.Outcome switch
        {
            SuggestionOutcome.Taken => "suggest.taken",
            SuggestionOutcome.Reworded => "suggest.reworded",
            _ => "suggest.declined",
        });
        if (decided.Reason.Length > 0)
        {
            turn.SayMessage("suggest.reason", ("reason", turn.Messages.Texts.TryGetValue(decided.Reason, out var known) ? known : decided.Reason));
        }

        turn.Flush(ReplyKind.Notice);
    }

    private static void Ask(TurnContext turn, Address group) => turn.Ask(
        Desk.Suggest,
        group.Value,
        turn.Text("suggest.ask", ("max", $"{Round.MaxText}")),
        [new Option("leave", turn.Text("round.leave"), OptionLook.Quiet)],
        takesText: true,
        expiresIn: VoiceTurn.Patience);

    private static void Took(TurnContext turn, Address group, string text)
    {
        if (text.Length > Round.MaxText)
        {
            turn.SayMessage("round.too-long", ("length", $"{text.Length}"), ("max", $"{Round.MaxText}"));
            Ask(turn, group);
            return;
        }

        turn.Ask(
            Desk.Suggest,
            group.Value,
            $"{DeskTalk.Warning(turn, text)}{turn.Text("suggest.confirm", ("text", text))}",
            [
                new Option(Send, turn.Text("suggest.send"), OptionLook.Primary),
                new Option(Again, turn.Text("round.again")),
                new Option("leave", turn.Text("round.leave"), OptionLook.Quiet),
            ],
            takesText: true,
            expiresIn: VoiceTurn.Patience);
        turn.Change(c => c with { Open = c.Open! with { Draft = new Draft(text, turn.Input.Id) } });
    }

    private static void HandOn(TurnContext turn, Address address, string text)
    {
        if (turn.Look(new GroupNeed(null, address) { AsMember = true }) is not { } view)
        {
            return;
        }

        // A private chat is never made a group, whatever an adapter says.
        if (view.Conversation is { Group: null } || view.Conversation?.Group?.LeftAt is not null)
        {
            turn.SayMessage("suggest.nowhere");
        }
        else if (turn.Scene(address) is var scene && scene.Group.Suggestions.Length >= Suggestion.Max)
        {
            turn.SayMessage("suggest.full");
        }
        else
        {
            var suggestion = new Suggestion(scene.Group.LastSuggestion + 1, text);
            scene.Change(group => group with { LastSuggestion = suggestion.Number, Suggestions = group.Suggestions.Add(suggestion) });
            turn.Change(c => c with { Suggested = c.Suggested.Add(new Suggested(address, suggestion.Number, turn.Now + FirstLook, turn.Now)) });
            turn.SayMessage("suggest.sent");
        }

        turn.SayWith(Commands.Reflect, Commands.Help);
    }

    private static Suggested? Later(Suggested due, Instant at, Instant now) => now - due.Since > Suggested.Patience ? null : due with { LookAt = at };

    private static void Replace(TurnContext turn, Suggested former, Suggested? later) => turn.Change(c => c with
    {
        Suggested = later is null ? c.Suggested.Remove(former) : c.Suggested.Replace(former, later),
    });
}
