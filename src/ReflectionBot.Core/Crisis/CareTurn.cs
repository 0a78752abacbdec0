using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Crisis;

/// <summary>Help: what the bot does when somebody is in trouble, or asks. The rules are those of <c>docs/safety.md</c>.</summary>
public static class CareTurn
{
    /// <summary>What would begin or go on with a prompt: while the plain question waits, each counts as "rather not say".</summary>
    private static readonly ImmutableHashSet<string> Onward =
        [Commands.Start, Commands.Reflect, Commands.Continue, Commands.Skip, Commands.Back, Commands.Stop, Commands.CheckIn];

    private static CardWriter Writer => CardWriter.BuiltIn;

    /// <summary>Answers what the screen saw in the Input of this turn. False when the turn goes its ordinary way.</summary>
    public static bool Screened(TurnContext turn)
    {
        var screening = turn.Input.Screening;
        var subject = CardSubject.Of(screening);
        var care = turn.Conversation.Care;
        switch (screening.Tier)
        {
            case var _ when screening.Monitored:
                CareAnswer.Monitored(turn, screening);
                return true;
            case Tier.None:
                return false;
            case Tier.Ask when care.Asked is { } asked:
                // The plain question was answered with more of the same: that is no "no".
                CareAnswer.Card(turn, CardSubject.Parse(asked).With(subject));
                return true;
            case Tier.Ask when care.Believes(screening, turn.Now):
                // Believed a moment ago: help is named once more, and the talk goes on.
                CareAnswer.Short(turn, subject);
                return false;
            case not Tier.None when care.Answered(screening, turn.Now):
                CareAnswer.Repeat(turn, subject);
                return true;
            case Tier.Ask:
                CareAnswer.Ask(turn, subject);
                return true;
            default:
                CareAnswer.Card(turn, subject);
                return true;
        }
    }

    /// <summary>The person asked for help: by word, command, button, or an option of a flow. Never refused, never shortened.</summary>
    public static void Help(TurnContext turn, HelpTopic topic)
    {
        if (turn.Input.Screening.Monitored)
        {
            CareAnswer.Monitored(turn, turn.Input.Screening);
        }
        else if (turn.Input.Screening.Tier >= Tier.Card)
        {
            CareAnswer.Card(turn, CardSubject.Of(turn.Input.Screening));
        }
        else if (turn.Conversation.Care.Asked is { } asked)
        {
            CareAnswer.Card(turn, CardSubject.Parse(asked).AtLeastCard());
        }
        else if (topic == HelpTopic.Any)
        {
            CareAnswer.Asked(turn);
        }
        else
        {
            CareAnswer.Card(turn, CardSubject.Of(topic));
        }
    }

    /// <summary>A command came while the plain question waits. True when it was taken as "rather not say".</summary>
    public static bool Interrupted(TurnContext turn, string command)
    {
        if (turn.Conversation.Care.Asked is not { } asked || !Onward.Contains(command))
        {
            return false;
        }

        CareAnswer.Card(turn, CardSubject.Parse(asked).AtLeastCard());
        return true;
    }

    /// <summary>The person wants to choose the country whose services are shown.</summary>
    public static void Country(TurnContext turn, string argument) => CountryTurn.Ask(turn, CardSubject.Asked, argument);

    /// <summary>The chosen country's name in the person's language, or null.</summary>
    public static string? CountryName(TurnContext turn) =>
        turn.Conversation.Country is { } country ? Writer.In(turn.Conversation.Language).Country(country) : null;

    /// <summary>A language was chosen in which nothing is noticed by itself: the bot says so.</summary>
    public static void NoteLanguage(TurnContext turn)
    {
        if (!CardWriter.Notices(turn.Conversation.Language))
        {
            turn.Say(Writer.In(turn.Conversation.Language).Text("no-lexicon"));
        }
    }

    /// <summary>A button of help, whose id says all that is needed: it works for ever.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="id">What stands behind <see cref="CardButtons.Prefix"/>.</param>
    public static void Pressed(TurnContext turn, string id) => CareButtonTurn.Pressed(turn, id);

    /// <summary>Something harmless to the screen was written while a question of <see cref="Desk.Care"/> was open.</summary>
    public static void Wrote(TurnContext turn, Question open, string text)
    {
        var word = CommandWords.Normalise(text);
        if (CountryTurn.IsAsking(open))
        {
            CountryTurn.Wrote(turn, open, text);
        }
        else if (turn.Conversation.Care.Asked is { } asked)
        {
            var subject = CardSubject.Parse(asked);
            if (CareButtonTurn.Labelled(word, texts => CardButtons.OfQuestion(texts, subject)) is { } id)
            {
                Pressed(turn, id);
            }
            else if (Writer.Languages.Values.Any(texts => texts.Means("question.no-words", word)))
            {
                CareAnswer.Believe(turn);
            }
            else
            {
                // Yes, or anything that is not a no: rather not say.
                CareAnswer.Card(turn, subject.AtLeastCard());
            }
        }
        else
        {
            CareButtonTurn.Wrote(turn, open, word);
        }
    }

    /// <summary>A button of a Card written out as text, while no question waits for another answer. False when it is none.</summary>
    public static bool Named(TurnContext turn, string word)
    {
        if (word.Length == 0 || turn.Conversation.Care.LastNumber == 0)
        {
            return false;
        }

        var care = turn.Conversation.Care;
        var subject = care.LastCardAt is null ? CardSubject.Asked : new CardSubject(Tier.Card, care.LastKinds);
        if (CareButtonTurn.Labelled(word, texts => CardButtons.OfCard(texts, subject, care.LastNumber)) is not { } id)
        {
            return false;
        }

        Pressed(turn, id);
        return true;
    }

    /// <summary>The person is there. Where the plain question outlasted its silence, that begins anew.</summary>
    public static void Heard(TurnContext turn)
    {
        if (turn.Conversation.Care is { Asked: not null, AskedUntil: null })
        {
            turn.Change(c => c with { Care = c.Care with { AskedUntil = turn.Now + CareState.Silence } });
        }
    }

    /// <summary>Time has come for the Card after a silence, or for the one short hello that was asked for.</summary>
    public static void Woken(TurnContext turn)
    {
        var care = turn.Conversation.Care;
        if (care is { Asked: { } asked, AskedUntil: { } until } && until <= turn.Now)
        {
            if (turn.Now > until + NudgePlan.Window || Unprompted.MayBeUnsafe(turn.Conversation, turn.Now))
            {
                // Somebody else may hold the phone by now. The question stands, and silence counts anew once the person is there again.
                turn.Change(c => c with { Care = c.Care with { AskedUntil = null } });
            }
            else
            {
                // Silence is no "no".
                CareAnswer.Card(turn, CardSubject.Parse(asked).AtLeastCard());
            }
        }

        if (care.CheckAt is { } due && due <= turn.Now)
        {
            turn.Change(c => c with { Care = c.Care with { CheckAt = null } });
            if (turn.Now <= due + NudgePlan.Window && MayGreet(turn.Conversation, turn.Now))
            {
                CareAnswer.Greet(turn, due + NudgePlan.Window);
            }
        }
    }

    /// <summary>A hello does not come in hours that may be unsafe, after violence, into the plain question, or to somebody who writes first.</summary>
    internal static bool MayGreet(Conversation conversation, Instant at) =>
        conversation.Care is { NothingUnprompted: false, Asked: null }
        && !conversation.NudgePreferences.OnlyWhenIWriteFirst
        && !Unprompted.MayBeUnsafe(conversation, at);
}
