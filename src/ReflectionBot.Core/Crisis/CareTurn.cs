using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis;

/// <summary>Help: what the bot does when somebody is in trouble, or asks. The rules are those of <c>docs/safety.md</c>.</summary>
public static class CareTurn
{
    private static CardWriter Writer => CardWriter.BuiltIn;

    /// <summary>Answers what the screen saw in the Input of this turn. False when there is nothing to answer and the turn goes its ordinary way.</summary>
    public static bool Screened(TurnContext turn)
    {
        var screening = turn.Input.Screening;
        if (screening.Monitored)
        {
            Monitored(turn, screening);
            return true;
        }

        var subject = CardSubject.Of(screening);
        switch (screening.Tier)
        {
            case Tier.None:
                return false;
            case Tier.Ask when turn.Conversation.Open is { Desk: Desk.Care, ExpiresAt: not null } asked:
                // The plain question was answered with more of the same: that is no "no".
                ShowCard(turn, CardSubject.Parse(asked.Subject) is var before ? before.AtLeastCard() with { Kinds = before.Kinds | subject.Kinds } : subject);
                return true;
            case Tier.Ask when turn.Conversation.Care.Answered(screening, turn.Now):
                Repeat(turn, subject);
                return true;
            case Tier.Ask:
                Ask(turn, subject);
                return true;
            default:
                if (turn.Conversation.Care.Answered(screening, turn.Now))
                {
                    Repeat(turn, subject);
                }
                else
                {
                    ShowCard(turn, subject);
                }

                return true;
        }
    }

    /// <summary>The person asked for help: by word, command, button, or an option of a flow. Never refused, never shortened.</summary>
    public static void Help(TurnContext turn, HelpTopic topic)
    {
        if (turn.Input.Screening.Tier >= Tier.Card && !turn.Input.Screening.Monitored)
        {
            ShowCard(turn, CardSubject.Of(turn.Input.Screening));
        }
        else if (topic == HelpTopic.Any)
        {
            turn.CloseQuestion(null);
            Send(turn, number => Writer.Card(CardSubject.Asked, turn.Conversation.Country, Language(turn), Discreet(turn), number));
        }
        else
        {
            ShowCard(turn, CardSubject.Of(topic));
        }
    }

    /// <summary>The person wants to choose the country whose services are shown.</summary>
    public static void Country(TurnContext turn, string argument) => CountryTurn.Ask(turn, CardSubject.Asked, argument);

    /// <summary>The chosen country's name in the person's language, or null.</summary>
    public static string? CountryName(TurnContext turn) =>
        turn.Conversation.Country is { } country ? Writer.In(Language(turn)).Country(country) : null;

    /// <summary>A button of help, whose id says all that is needed: it works for ever.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="id">What stands behind <see cref="CardButtons.Prefix"/>.</param>
    public static void Pressed(TurnContext turn, string id)
    {
        var (action, subject, argument) = CardButtons.Read(id);
        var texts = Writer.In(Language(turn));
        switch (action)
        {
            case CardButtons.Country:
                CountryTurn.Pressed(turn, subject, argument);
                break;
            case CardButtons.Other:
                ShowCard(turn, subject.AtLeastCard() with { Other = true });
                break;
            case CardButtons.Yes or CardButtons.RatherNot or CardButtons.HelpNow or CardButtons.WhatHelps or CardButtons.Bad:
                turn.CloseQuestion(null);
                ShowCard(turn, subject.AtLeastCard());
                break;
            case CardButtons.No:
                Believe(turn);
                break;
            case CardButtons.NotNow:
                turn.CloseQuestion(null);
                turn.Say(texts.Text("calm.later"));
                Onward(turn);
                break;
            case CardButtons.Ground:
                Ground(turn, texts);
                break;
            case CardButtons.Hide:
                turn.CloseQuestion(null);
                turn.Send(new ReplyRemoval([CardWriter.KeyOf(Number(argument))]) { Urgency = Urgency.Help });
                turn.Say(texts.Text("hidden.text"));
                turn.SayWith(Commands.Reflect, Commands.Settings);
                break;
            case CardButtons.Misread:
                turn.CloseQuestion(null);
                turn.Change(c => c with { Care = new CareState { LastNumber = c.Care.LastNumber } });
                turn.Say(texts.Text("misread.text"));
                Onward(turn);
                break;
            case CardButtons.Later:
                Later(turn, subject, texts);
                break;
            case CardButtons.CheckYes:
                turn.CloseQuestion(null);
                turn.Change(c => c with { Care = c.Care with { CheckAt = turn.Now + Duration.FromDays(1) } });
                turn.Say(texts.Text("later.check-set"));
                Onward(turn);
                break;
            case CardButtons.CheckNo:
                turn.CloseQuestion(null);
                turn.Change(c => c with { Care = c.Care with { CheckAt = null } });
                turn.Say(texts.Text("later.check-unset"));
                Onward(turn);
                break;
            case CardButtons.Fine:
                turn.CloseQuestion(null);
                turn.Say(texts.Text("check.thanks"));
                Onward(turn);
                break;
            default:
                Send(turn, number => Writer.More(subject.AtLeastCard(), turn.Conversation.Country, Language(turn), Number(argument), Discreet(turn), number));
                break;
        }
    }

    /// <summary>Something harmless to the screen was written while a question of <see cref="Desk.Care"/> was open.</summary>
    public static void Wrote(TurnContext turn, Question open, string text)
    {
        if (CountryTurn.IsAsking(open))
        {
            CountryTurn.Wrote(turn, open, text);
            return;
        }

        var word = CommandWords.Normalise(text);
        var subject = CardSubject.Parse(open.Subject);
        if (Writer.Languages.Values.Any(texts => texts.Means("question.no-words", word)))
        {
            Believe(turn);
        }
        else if (subject.IsSelfHarm || Writer.Languages.Values.Any(texts => texts.Means("question.yes-words", word)))
        {
            // Yes, or anything that is not a no: rather not say.
            ShowCard(turn, subject.AtLeastCard());
        }
        else
        {
            turn.CloseQuestion(null);
            turn.Say(Writer.In(Language(turn)).Text("calm.later"));
            Onward(turn);
        }
    }

    /// <summary>A question of <see cref="Desk.Care"/> was left in silence: silence is no "no".</summary>
    public static void WaitExpired(TurnContext turn, Question open) => ShowCard(turn, CardSubject.Parse(open.Subject).AtLeastCard());

    /// <summary>The one short hello that was asked for, at its hour; late by more than two hours it does not come.</summary>
    public static void Woken(TurnContext turn)
    {
        if (turn.Conversation.Care.CheckAt is not { } due || due > turn.Now)
        {
            return;
        }

        turn.Change(c => c with { Care = c.Care with { CheckAt = null } });
        var until = due + Nudges.NudgePlan.Window;
        if (turn.Now > until || turn.Conversation.Care.NothingUnprompted || turn.Conversation.NudgePreferences.OnlyWhenIWriteFirst)
        {
            return;
        }

        var texts = Writer.In(Language(turn));
        var subject = CardSubject.Of(HelpTopic.SelfHarm);
        turn.Send(new Reply(texts.Text("check.text"))
        {
            Urgency = Urgency.Nudge,
            UsefulUntil = until,
            Options = [new Option(CardButtons.Id(CardButtons.Fine, subject), texts.Text("check.fine")), new Option(CardButtons.Id(CardButtons.Bad, subject), texts.Text("check.bad"))],
        });
    }

    /// <summary>The Card: the reflection stops and keeps its place, ordinary prompts rest, after violence nothing comes unprompted.</summary>
    internal static void ShowCard(TurnContext turn, CardSubject subject)
    {
        turn.CloseQuestion(null);
        Remember(turn, subject);
        Send(turn, number => Writer.Card(subject, turn.Conversation.Country, Language(turn), Discreet(turn), number));
    }

    /// <summary>The language the statement was made in, else that of the conversation.</summary>
    internal static string Language(TurnContext turn) =>
        turn.Input.Screening.Language is { } spoken && Writer.Languages.ContainsKey(spoken) ? spoken : turn.Conversation.Language;

    internal static bool Discreet(TurnContext turn) => turn.Conversation.Preferences.Discreet;

    internal static void Send(TurnContext turn, Func<int, Reply> write)
    {
        turn.Change(c => c with { Care = c.Care with { LastNumber = c.Care.LastNumber + 1 } });
        turn.Send(write(turn.Conversation.Care.LastNumber));
    }

    private static void Repeat(TurnContext turn, CardSubject subject)
    {
        turn.CloseQuestion(null);
        Remember(turn, subject);
        Send(turn, number => Writer.Repeat(subject, turn.Conversation.Country, Language(turn), Discreet(turn), number));
    }

    private static void Ask(TurnContext turn, CardSubject subject)
    {
        if (turn.Input is TextInput { Edited: false } text && text.Text.Length <= Input.MaxText)
        {
            RunTurn.TakeQuietly(turn, CommandWords.WellFormed(text.Text).Replace("\0", "", StringComparison.Ordinal).Trim());
        }

        Remember(turn, subject);
        var gentle = Writer.Gentle(subject, Language(turn), Discreet(turn));
        var calm = subject is { IsViolence: true, IsSelfHarm: false };
        turn.Ask(
            Desk.Care,
            subject.Code,
            gentle.Text,
            gentle.Options,
            takesText: true,
            expiresIn: calm ? null : CareState.Silence,
            urgency: Urgency.Help);
    }

    /// <summary>Somebody may be reading: an ordinary word, an ordinary menu, and from now on nothing that draws the eye.</summary>
    private static void Monitored(TurnContext turn, Screening screening)
    {
        turn.CloseQuestion(null);
        Remember(turn, CardSubject.Of(screening));
        turn.Change(c => c with
        {
            Preferences = c.Preferences with { Discreet = true },
            Care = c.Care with { NothingUnprompted = true, LastCardAt = null },
        });
        RunTurn.Leave(turn);
        turn.Send(Writer.For(screening, language: Language(turn), discreet: true) with
        {
            Options = [turn.CommandOption(Commands.Reflect), turn.CommandOption(Commands.Settings)],
        });
    }

    private static void Remember(TurnContext turn, CardSubject subject) => turn.Change(c => c with
    {
        Care = c.Care with
        {
            LastTier = c.Care.LastCardAt is { } last && turn.Now - last < CareState.RepeatWithin && c.Care.LastTier > subject.Tier ? c.Care.LastTier : subject.Tier,
            LastKinds = c.Care.LastKinds | subject.Kinds,
            LastCardAt = turn.Now,
            RestUntil = subject.Tier >= Tier.Card || subject.IsViolence ? turn.Now + CareState.Rest : c.Care.RestUntil,
            NothingUnprompted = c.Care.NothingUnprompted || subject.IsViolence,
        },
    });

    private static void Believe(TurnContext turn)
    {
        turn.CloseQuestion(null);
        turn.Change(c => c with { Care = c.Care with { LastCardAt = null, LastTier = Tier.None } });
        turn.Say(Writer.In(Language(turn)).Text("question.believed"));
        Onward(turn);
    }

    private static void Ground(TurnContext turn, CardTexts texts)
    {
        if (turn.Pack.Flows.ContainsKey(Grounding) && turn.Conversation.Consent is not null)
        {
            RunTurn.Begin(turn, Grounding);
            return;
        }

        turn.Say(texts.Text("grounding"));
        Onward(turn);
    }

    private static void Later(TurnContext turn, CardSubject subject, CardTexts texts)
    {
        turn.CloseQuestion(null);
        if (turn.Conversation.Run is not null || !turn.Conversation.Left.IsEmpty)
        {
            turn.Say(texts.Text("later.kept"));
        }

        if (subject.IsViolence)
        {
            turn.Say(texts.Text("later.violence"));
            Onward(turn);
        }
        else if (subject is { IsSelfHarm: true, Other: false })
        {
            turn.Ask(
                Desk.Care,
                subject.Code,
                texts.Text("later.self-harm"),
                [new Option(CardButtons.Id(CardButtons.CheckYes, subject), texts.Text("later.check-yes")), new Option(CardButtons.Id(CardButtons.CheckNo, subject), texts.Text("later.check-no"))]);
        }
        else if (turn.Conversation.Care.RestsAt(turn.Now))
        {
            turn.Say(texts.Text("later.quiet"));
            Onward(turn);
        }
        else
        {
            turn.SayMessage("start.again");
            Onward(turn);
        }
    }

    /// <summary>What can be done next, with help always among it.</summary>
    private static void Onward(TurnContext turn)
    {
        if (turn.Conversation.Consent is null)
        {
            turn.SayWith(Commands.Start, Commands.Help);
        }
        else if (turn.Conversation.Run is not null || !turn.Conversation.Left.IsEmpty)
        {
            turn.SayWith(Commands.Continue, Commands.Reflect, Commands.Help);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
    }

    private static int Number(string argument) => int.TryParse(argument, out var number) ? number : 0;

    private const string Grounding = "a8-right-now";
}
