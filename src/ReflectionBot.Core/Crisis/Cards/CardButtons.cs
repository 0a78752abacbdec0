using System.Collections.Immutable;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>
/// The buttons of everything said in trouble. Their ids say all that is needed to answer them, so they work for ever and
/// without storage: <c>!care/action/subject</c>, and for some <c>/argument</c> behind it.
/// </summary>
public static class CardButtons
{
    /// <summary>What every id begins with.</summary>
    public const string Prefix = "!care/";

    public const string More = "more";
    public const string Country = "country";
    public const string Other = "other";
    public const string Ground = "ground";
    public const string Hide = "hide";
    public const string Misread = "misread";
    public const string Later = "later";
    public const string Yes = "yes";
    public const string No = "no";
    public const string RatherNot = "rather-not";
    public const string HelpNow = "now";
    public const string WhatHelps = "what-helps";
    public const string NotNow = "not-now";
    public const string CheckYes = "check-yes";
    public const string CheckNo = "check-no";
    public const string Fine = "fine";
    public const string Bad = "bad";

    /// <param name="argument">Page of More, number of the message to hide, region or country.</param>
    public static string Id(string action, CardSubject subject, string argument = "") =>
        argument.Length == 0 ? $"{Prefix}{action}/{subject.Code}" : $"{Prefix}{action}/{subject.Code}/{argument}";

    /// <summary>Reads what is behind <see cref="Prefix"/>; never fails, an unreadable one is a plain request for more ways.</summary>
    public static (string Action, CardSubject Subject, string Argument) Read(string id) => id.Split('/') switch
    {
        [var action, var subject, var argument, ..] => (action, CardSubject.Parse(subject), argument),
        [var action, var subject] => (action, CardSubject.Parse(subject), ""),
        _ => (More, CardSubject.Asked, ""),
    };

    /// <param name="number">Number of the message, for hiding it; 0 when it has none.</param>
    public static ImmutableArray<Option> OfCard(CardTexts texts, CardSubject subject, int number)
    {
        var options = ImmutableArray.CreateBuilder<Option>(7);
        options.Add(new Option(Id(More, subject), texts.Text("buttons.more"), OptionLook.Primary));
        options.Add(new Option(Id(Country, subject), texts.Text("buttons.country")));
        if (!subject.Other)
        {
            options.Add(new Option(Id(Other, subject), texts.Text("buttons.other")));
        }

        options.Add(new Option(Id(Ground, subject), texts.Text("buttons.ground")));
        options.Add(new Option(Id(Hide, subject, $"{number}"), texts.Text("buttons.hide")));
        options.Add(new Option(Id(Misread, subject), texts.Text("buttons.misread"), OptionLook.Quiet));
        options.Add(new Option(Id(Later, subject), texts.Text("buttons.later"), OptionLook.Quiet));
        return options.ToImmutable();
    }

    public static ImmutableArray<Option> OfQuestion(CardTexts texts, CardSubject subject) =>
    [
        new(Id(Yes, subject), texts.Text("question.yes")),
        new(Id(No, subject), texts.Text("question.no")),
        new(Id(RatherNot, subject), texts.Text("question.rather-not")),
        new(Id(HelpNow, subject), texts.Text("question.help-now"), OptionLook.Primary),
    ];

    public static ImmutableArray<Option> OfHello(CardTexts texts, CardSubject subject) =>
    [
        new(Id(CheckYes, subject), texts.Text("later.check-yes")),
        new(Id(CheckNo, subject), texts.Text("later.check-no"), OptionLook.Quiet),
    ];

    public static ImmutableArray<Option> OfCalm(CardTexts texts, CardSubject subject) =>
    [
        new(Id(WhatHelps, subject), texts.Text("calm.what-helps")),
        new(Id(NotNow, subject), texts.Text("calm.not-now"), OptionLook.Quiet),
    ];
}
