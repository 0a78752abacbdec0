using System.Collections.Immutable;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

/// <summary>What is known of a person without loading anything.</summary>
public sealed record KnownPerson(string Language, string? Country, bool Discreet)
{
    /// <summary>What the plain question is about that waits for an answer, or null.</summary>
    public CardSubject? Asked { get; init; }

    /// <summary>As <see cref="Preferences.TidyWord"/>.</summary>
    public string? TidyWord { get; init; }
}

/// <summary>Writes the help that goes out when nothing can be loaded or stored.</summary>
public delegate ImmutableArray<Outgoing> EmergencyCard(Input input, KnownPerson person, bool storageDown);

/// <summary>
/// The Card without a conversation behind it. Also for a tier 1 statement: without state nobody could answer the yes that might follow
/// a question. The buttons of help say all that is needed to answer them, so they work here too.
/// </summary>
public static class StandbyCard
{
    private static readonly ImmutableHashSet<string> Calling =
    [
        CardButtons.More, CardButtons.Country, CardButtons.Other, CardButtons.Ground, CardButtons.Yes, CardButtons.RatherNot, CardButtons.HelpNow,
        CardButtons.WhatHelps, CardButtons.Bad,
    ];

    /// <summary>A button of help that asks for more of it, or an option of a flow that opens it; the others ("no", "hide this") do not.</summary>
    public static bool IsCall(string optionId) => IsCardCall(optionId) || HelpOption.TopicOf(optionId) is not null;

    /// <summary>The plain question is answered with no, in any language.</summary>
    /// <param name="word">As <c>CommandWords.Normalise</c> leaves it.</param>
    public static bool IsNo(string word) => CardWriter.BuiltIn.Languages.Values.Any(texts => texts.Means("question.no-words", word));

    private static bool IsCardCall(string optionId) =>
        optionId.StartsWith(CardButtons.Prefix, StringComparison.Ordinal) && Calling.Contains(CardButtons.Read(optionId[CardButtons.Prefix.Length..]).Action);

    public static ImmutableArray<Outgoing> Write(Input input, KnownPerson person, bool storageDown)
    {
        var writer = CardWriter.BuiltIn;
        if (input.Screening.Monitored)
        {
            return [writer.For(input.Screening, language: person.Language, discreet: true)];
        }

        if (input is OptionInput pressed && pressed.OptionIds.FirstOrDefault(IsCardCall) is { } id)
        {
            return [Pressed(writer, CardButtons.Read(id[CardButtons.Prefix.Length..]), person, storageDown)];
        }

        var subject = input.Screening.Tier > Tier.None ? CardSubject.Of(input.Screening).AtLeastCard()
            : Topic(input) is { } topic ? CardSubject.Of(topic)
            : person.Asked?.AtLeastCard() ?? CardSubject.Asked;
        return [writer.Card(subject, person.Country, person.Language, person.Discreet, storageDown: storageDown)];
    }

    private static HelpTopic? Topic(Input input) => input is OptionInput pressed ? pressed.OptionIds.Select(HelpOption.TopicOf).FirstOrDefault(topic => topic is not null) : null;

    private static Reply Pressed(CardWriter writer, (string Action, CardSubject Subject, string Argument) button, KnownPerson person, bool storageDown)
    {
        var subject = button.Action is CardButtons.Other ? button.Subject with { Other = true } : button.Subject;
        if (button.Action is CardButtons.More)
        {
            _ = int.TryParse(button.Argument, out var page);
            return writer.More(subject, person.Country, person.Language, page, person.Discreet);
        }

        var country = button.Action is CardButtons.Country && writer.Directory.Knows(button.Argument) ? button.Argument : person.Country;
        return writer.Card(subject.AtLeastCard(), country, person.Language, person.Discreet, storageDown: storageDown);
    }
}
