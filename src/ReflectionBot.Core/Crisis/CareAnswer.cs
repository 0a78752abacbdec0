using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis;

/// <summary>What is said in trouble, and what it changes.</summary>
internal static class CareAnswer
{
    private static CardWriter Writer => CardWriter.BuiltIn;

    /// <summary>The Card: the reflection stops and keeps its place, ordinary prompts rest, after violence nothing comes unprompted.</summary>
    public static void Card(TurnContext turn, CardSubject subject)
    {
        Close(turn);
        RunTurn.LetGo(turn);
        RunTurn.Leave(turn);
        Remember(turn, subject);
        Send(turn, number => Writer.Card(subject, turn.Conversation.Country, Language(turn), Discreet(turn), number));
    }

    /// <summary>The Card for somebody who asked and said nothing of what it is about. What they were doing waits for them.</summary>
    public static void Asked(TurnContext turn)
    {
        Close(turn);
        turn.Change(c => c with { Care = c.Care with { QuietUntil = turn.Now + CareState.Rest, SafePromptsOnly = true, LastLanguage = null } });
        Send(turn, number => Writer.Card(CardSubject.Asked, turn.Conversation.Country, Language(turn), Discreet(turn), number));
    }

    /// <summary>Two lines for what was answered a moment ago.</summary>
    public static void Repeat(TurnContext turn, CardSubject subject)
    {
        Close(turn);
        LeaveUnsafe(turn, subject);
        Remember(turn, subject);
        Short(turn, subject);
    }

    public static void Short(TurnContext turn, CardSubject subject) =>
        Send(turn, number => Writer.Repeat(subject, turn.Conversation.Country, Language(turn), Discreet(turn), number));

    /// <summary>Tier 1: one plain question while the prompt pauses, or one calm line after which nothing about the partner follows.</summary>
    public static void Ask(TurnContext turn, CardSubject subject)
    {
        if (turn.Input is TextInput { Edited: false } text && text.Text.Length <= Input.MaxText)
        {
            RunTurn.TakeQuietly(turn, CommandWords.WellFormed(text.Text).Replace("\0", "", StringComparison.Ordinal).Trim());
        }

        var calm = subject is { IsViolence: true, IsSelfHarm: false };
        if (calm)
        {
            LeaveUnsafe(turn, subject);
        }

        Remember(turn, subject);
        var gentle = Writer.Gentle(subject, Language(turn), Discreet(turn));
        Pose(turn, calm ? CareButtonTurn.Calm + subject.Code : subject.Code, gentle.Text, gentle.Options, Urgency.Help);
        if (!calm)
        {
            turn.Change(c => c with { Care = c.Care with { Asked = subject.Code, AskedUntil = turn.Now + CareState.Silence } });
        }
    }

    /// <summary>No is believed: the talk goes on where it paused. Violence in the same words keeps its calm line.</summary>
    public static void Believe(TurnContext turn)
    {
        var subject = turn.Conversation.Care.Asked is { } asked ? CardSubject.Parse(asked) : CardSubject.Asked;
        var answered = turn.Conversation.Care.Asked is not null;
        Close(turn, "question.no");
        turn.Change(c => c with { Care = c.Care.Unasked() with { LastCardAt = null, LastTier = Tier.None, BelievedAt = turn.Now, Believed = subject.Code } });
        turn.Say(Texts(turn).Text("question.believed"));
        if (answered && subject.IsViolence)
        {
            Ask(turn, subject with { Kinds = subject.Kinds & ~(CrisisKinds.Suicide | CrisisKinds.SelfInjury) });
        }
        else if (answered && turn.Conversation.Run is not null)
        {
            RunTurn.Resume(turn);
        }
        else
        {
            Onward(turn);
        }
    }

    /// <summary>Somebody may be reading: an ordinary word, an ordinary menu, and from now on nothing that draws the eye.</summary>
    public static void Monitored(TurnContext turn, Screening screening)
    {
        Close(turn);
        RunTurn.LetGo(turn);
        RunTurn.Leave(turn);
        Remember(turn, CardSubject.Of(screening));
        turn.Change(c => c with
        {
            Preferences = c.Preferences with { Discreet = true },
            Care = c.Care with { NothingUnprompted = true, SafeFlowsOnly = true, SafePromptsOnly = true, LastCardAt = null, CheckAt = null },
        });
        turn.Send(Writer.For(screening, language: Language(turn), discreet: true) with
        {
            Options = turn.Conversation.Consent is null
                ? [turn.CommandOption(Commands.Start)]
                : [turn.CommandOption(Commands.Reflect), turn.CommandOption(Commands.Settings)],
        });
    }

    /// <summary>The one short hello.</summary>
    public static void Greet(TurnContext turn, Instant until)
    {
        var texts = Texts(turn);
        var subject = CardSubject.Of(HelpTopic.SelfHarm);
        Send(turn, number => new Reply(texts.Text("check.text"))
        {
            Key = CardWriter.KeyOf(number),
            Urgency = Urgency.Nudge,
            UsefulUntil = until,
            Silent = true,
            Options =
            [
                new Option(CardButtons.Id(CardButtons.Fine, subject), texts.Text("check.fine")),
                new Option(CardButtons.Id(CardButtons.Bad, subject), texts.Text("check.bad")),
            ],
        });
    }

    /// <summary>What can be done next, with help always among it.</summary>
    public static void Onward(TurnContext turn)
    {
        var safe = turn.Conversation.Care.SafeFlowsOnly;
        if (turn.Conversation.Consent is null)
        {
            turn.SayWith(Commands.Start, Commands.Help);
        }
        else if (new[] { turn.Conversation.Run }.Concat(turn.Conversation.Left).Any(run => run is not null && (!safe || IsSafe(turn, run))))
        {
            turn.SayWith(Commands.Continue, Commands.Reflect, Commands.Help);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
    }

    /// <summary>Closes the open question.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="labelKey">Text of the button that was pressed, when it belongs to a question of help; or null.</param>
    public static void Close(TurnContext turn, string? labelKey = null) =>
        turn.CloseQuestion(labelKey is not null && turn.Conversation.Open is { Desk: Desk.Care } ? Texts(turn).Text(labelKey) : null);

    /// <summary>The Run began in a flow that may be taken up after violence.</summary>
    public static bool IsSafe(TurnContext turn, Run? run) =>
        run is not null
        && (turn.Pack.TryFlow(run.Frames[0].FlowId, run.Frames[0].Revision, out var flow) || turn.Pack.Flows.TryGetValue(run.Frames[0].FlowId, out flow))
        && flow.SafeAfterCard;

    /// <summary>
    /// The language the statement was made in; for a button the language of the Card it belongs to, unless the person chose
    /// one; else that of the conversation.
    /// </summary>
    public static string Language(TurnContext turn) =>
        turn.Input.Screening.Language is { } spoken && Writer.Languages.ContainsKey(spoken) ? spoken
        : turn.Input is OptionInput or WokenInput && turn.Conversation is { LanguageChosen: false, Care.LastLanguage: { } last } ? last
        : turn.Conversation.Language;

    public static CardTexts Texts(TurnContext turn) => Writer.In(Language(turn));

    public static bool Discreet(TurnContext turn) => turn.Conversation.Preferences.Discreet;

    public static void Send(TurnContext turn, Func<int, Reply> write)
    {
        turn.Change(c => c with { Care = c.Care with { LastNumber = c.Care.LastNumber + 1 } });
        turn.Send(write(turn.Conversation.Care.LastNumber));
    }

    /// <summary>Asks a question of help, and notes it for hiding.</summary>
    public static void Pose(TurnContext turn, string subject, string text, ImmutableArray<Option> options, Urgency urgency)
    {
        var key = turn.Ask(Desk.Care, subject, text, options, takesText: true, urgency: urgency).ReplyKey;
        turn.Change(c => c with { Care = c.Care with { Questions = [.. c.Care.Questions.TakeLast(CareState.MaxQuestions - 1), key] } });
    }

    /// <summary>No reflection about the partner goes on after violence.</summary>
    private static void LeaveUnsafe(TurnContext turn, CardSubject subject)
    {
        if (subject.IsViolence && !IsSafe(turn, turn.Conversation.Run))
        {
            RunTurn.Leave(turn);
        }
    }

    private static void Remember(TurnContext turn, CardSubject subject) => turn.Change(c => c with
    {
        Care = c.Care.Unasked() with
        {
            LastTier = c.Care.Continues(subject, turn.Now) && c.Care.LastTier > subject.Tier ? c.Care.LastTier : subject.Tier,
            LastKinds = c.Care.Continues(subject, turn.Now) ? c.Care.LastKinds | subject.Kinds : subject.Kinds,
            LastOther = subject.Other,
            LastPerpetrator = subject.Perpetrator,
            LastCardAt = turn.Now,
            LastLanguage = Language(turn) == c.Language ? null : Language(turn),
            RestUntil = subject.Tier >= Tier.Card || subject.IsViolence ? turn.Now + CareState.Rest : c.Care.RestUntil,
            NothingUnprompted = c.Care.NothingUnprompted || subject.IsViolence,
            SafeFlowsOnly = c.Care.SafeFlowsOnly || subject.IsViolence,
            SafePromptsOnly = c.Care.SafePromptsOnly || subject.IsViolence || subject.Tier >= Tier.Card,
            CheckAt = subject.IsViolence ? null : c.Care.CheckAt,
        },
    });
}
