using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis;

/// <summary>What the buttons of help do. None of them needs anything remembered.</summary>
internal static class CareButtonTurn
{
    /// <summary>Subject of an open calm line.</summary>
    public const string Calm = "calm/";

    /// <summary>Subject of the open question whether a hello is wanted.</summary>
    public const string Hello = "hello/";

    private const string Grounding = "a8-right-now";

    /// <summary>How many help messages one "Hide this" takes away besides the pressed one and the questions: the newest.</summary>
    private const int HiddenAtOnce = 10;

    private static readonly Duration UntilHello = Duration.FromDays(1);

    private static CardWriter Writer => CardWriter.BuiltIn;

    public static void Pressed(TurnContext turn, string id)
    {
        var (action, subject, argument) = CardButtons.Read(id);
        switch (action)
        {
            case CardButtons.Country:
                CountryTurn.Pressed(turn, subject, argument);
                break;
            case CardButtons.Other:
                CareAnswer.Card(turn, subject.AtLeastCard() with { Other = true });
                break;
            case CardButtons.Yes or CardButtons.RatherNot or CardButtons.HelpNow or CardButtons.WhatHelps or CardButtons.Bad:
                CareAnswer.Close(turn, LabelOf(action));
                CareAnswer.Card(turn, subject.AtLeastCard());
                break;
            case CardButtons.No:
                CareAnswer.Believe(turn);
                break;
            case CardButtons.NotNow:
                CareAnswer.Close(turn, LabelOf(action));
                Say(turn, "calm.later");
                if (turn.Conversation.Run is not null)
                {
                    RunTurn.Resume(turn);
                }
                else
                {
                    CareAnswer.Onward(turn);
                }

                break;
            case CardButtons.Ground:
                Ground(turn);
                break;
            case CardButtons.Hide:
                Hide(turn, Number(argument));
                break;
            case CardButtons.Misread:
                CareAnswer.Close(turn);
                turn.Change(c => c with { Care = new CareState { LastNumber = c.Care.LastNumber, Questions = c.Care.Questions, LastLanguage = c.Care.LastLanguage } });
                Say(turn, "misread.text");
                CareAnswer.Onward(turn);
                break;
            case CardButtons.Later:
                Later(turn, subject);
                break;
            case CardButtons.CheckYes when CareTurn.MayGreet(turn.Conversation, turn.Now + UntilHello):
                Check(turn, turn.Now + UntilHello, "later.check-set", "later.check-yes");
                break;
            case CardButtons.CheckYes:
                Check(turn, null, "later.check-left", "later.check-yes");
                break;
            case CardButtons.CheckNo:
                Check(turn, null, "later.check-unset", "later.check-no");
                break;
            case CardButtons.Fine:
                Say(turn, "check.thanks");
                CareAnswer.Onward(turn);
                break;
            default:
                CareAnswer.Send(turn, number => Writer.More(
                    subject.AtLeastCard(), turn.Conversation.Country, CareAnswer.Language(turn), Number(argument), CareAnswer.Discreet(turn), number));
                break;
        }
    }

    /// <summary>An answer in words to the calm line or to the offer of a hello.</summary>
    public static void Wrote(TurnContext turn, Question open, string word)
    {
        var subject = CardSubject.Parse(open.Subject[(open.Subject.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        var hello = open.Subject.StartsWith(Hello, StringComparison.Ordinal);
        var pressed = hello
            ? Labelled(word, texts => CardButtons.OfHello(texts, subject))
            : Labelled(word, texts => CardButtons.OfCalm(texts, subject));
        var yes = Writer.Languages.Values.Any(texts => texts.Means("question.yes-words", word));
        Pressed(turn, pressed is { } id
            ? id
            : (hello, yes) switch
            {
                (true, true) => Behind(CardButtons.CheckYes, subject),
                (true, false) => Behind(CardButtons.CheckNo, subject),
                (false, true) => Behind(CardButtons.WhatHelps, subject),
                (false, false) => Behind(CardButtons.NotNow, subject),
            });
    }

    /// <summary>The button whose label was written, in any language, without what every id begins with.</summary>
    public static string? Labelled(string word, Func<CardTexts, ImmutableArray<Option>> buttons) =>
        Writer.Languages.Values
            .SelectMany(texts => buttons(texts))
            .FirstOrDefault(option => CommandWords.Normalise(option.Label) == word)?.Id[CardButtons.Prefix.Length..];

    private static string Behind(string action, CardSubject subject) => CardButtons.Id(action, subject)[CardButtons.Prefix.Length..];

    private static string LabelOf(string action) => action switch
    {
        CardButtons.Yes => "question.yes",
        CardButtons.RatherNot => "question.rather-not",
        CardButtons.WhatHelps => "calm.what-helps",
        CardButtons.NotNow => "calm.not-now",
        _ => "question.help-now",
    };

    private static void Ground(TurnContext turn)
    {
        if (turn.Pack.Flows.ContainsKey(Grounding) && turn.Conversation.Consent is not null)
        {
            RunTurn.Begin(turn, Grounding);
            return;
        }

        CareAnswer.Close(turn);
        Say(turn, "grounding");
        CareAnswer.Onward(turn);
    }

    private static void Hide(TurnContext turn, int number)
    {
        CareAnswer.Close(turn);
        var care = turn.Conversation.Care;
        var last = Math.Max(number, care.LastNumber);

        // One key at least, though nothing may bear it: without any, everything would go.
        var newest = Enumerable.Range(Math.Max(1, last - HiddenAtOnce + 1), Math.Clamp(last, 1, HiddenAtOnce));
        turn.Change(c => c with { Care = c.Care.Unasked() with { Questions = [] } });
        turn.Send(new ReplyRemoval([.. newest.Append(number).Where(n => n > 0).Distinct().Select(CardWriter.KeyOf), .. care.Questions])
        {
            Urgency = Urgency.Help,
            Strays = true,
        });
        Say(turn, "hidden.text");
        if (turn.Conversation.Consent is null)
        {
            turn.SayWith(Commands.Start);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Settings);
        }
    }

    private static void Later(TurnContext turn, CardSubject subject)
    {
        CareAnswer.Close(turn);
        if (turn.Conversation.Run is not null || !turn.Conversation.Left.IsEmpty)
        {
            Say(turn, "later.kept");
        }

        if (subject.IsViolence || turn.Conversation.Care.NothingUnprompted)
        {
            Say(turn, "later.violence");
            CareAnswer.Onward(turn);
        }
        else if (subject is { IsSelfHarm: true, Other: false } && CareTurn.MayGreet(turn.Conversation, turn.Now + UntilHello))
        {
            var texts = CareAnswer.Texts(turn);
            CareAnswer.Pose(turn, Hello + subject.Code, texts.Text("later.self-harm"), CardButtons.OfHello(texts, subject), Urgency.Reply);
        }
        else
        {
            Say(turn, turn.Conversation.Care.RestsAt(turn.Now) ? "later.quiet" : "hidden.text");
            CareAnswer.Onward(turn);
        }
    }

    private static void Check(TurnContext turn, Instant? at, string said, string chosen)
    {
        CareAnswer.Close(turn, chosen);
        turn.Change(c => c with { Care = c.Care with { CheckAt = at } });
        Say(turn, said);
        CareAnswer.Onward(turn);
    }

    private static void Say(TurnContext turn, string key) => turn.Say(CareAnswer.Texts(turn).Text(key));

    private static int Number(string argument) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue ? number : 0;
}
