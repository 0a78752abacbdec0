using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis;

/// <summary>Choosing the country whose services are shown; only ever by the person's own hand.</summary>
internal static class CountryTurn
{
    private const string Asking = "country/";
    private const string Unset = "unset";
    private const string None = "none";
    private const string Regions = "regions";

    private static CardWriter Writer => CardWriter.BuiltIn;

    public static bool IsAsking(Question open) => open.Subject.StartsWith(Asking, StringComparison.Ordinal);

    public static void Ask(TurnContext turn, CardSubject subject, string written)
    {
        if (written.Length > 0)
        {
            Match(turn, subject, written);
            return;
        }

        var texts = CareAnswer.Texts(turn);
        var options = Writer.Directory.Regions
            .Select(region => new Option(CardButtons.Id(CardButtons.Country, subject, region.Key), texts.Text($"regions.{region.Key}")))
            .Append(new Option(CardButtons.Id(CardButtons.Country, subject, None), texts.Text("country.none"), OptionLook.Quiet));
        if (turn.Conversation.Country is not null)
        {
            options = options.Append(new Option(CardButtons.Id(CardButtons.Country, subject, Unset), texts.Text("country.unset"), OptionLook.Quiet));
        }

        Pose(turn, subject, texts.Text("country.ask"), [.. options]);
    }

    public static void Pressed(TurnContext turn, CardSubject subject, string argument)
    {
        var texts = CareAnswer.Texts(turn);
        if (argument == Unset)
        {
            CareAnswer.Close(turn);
            turn.Change(c => c with { Country = null });
            turn.Send(new Reply(texts.Text("country.was-unset")) { Urgency = Urgency.Help });
            CareAnswer.Send(turn, number => Writer.Card(subject.AtLeastCard(), null, CareAnswer.Language(turn), CareAnswer.Discreet(turn), number));
        }
        else if (argument == None)
        {
            Unknown(turn, subject);
        }
        else if (Writer.Directory.Knows(argument))
        {
            Set(turn, subject, argument);
        }
        else if (Writer.Directory.Regions.FirstOrDefault(region => region.Key == argument) is { } region)
        {
            Pose(
                turn,
                subject,
                texts.Text("country.pick"),
                [
                    .. region.Countries
                        .OrderBy(texts.Country, StringComparer.Ordinal)
                        .Select(country => new Option(CardButtons.Id(CardButtons.Country, subject, country), texts.Country(country))),
                    new Option(CardButtons.Id(CardButtons.Country, subject, Regions), texts.Text("country.back"), OptionLook.Quiet),
                ]);
        }
        else
        {
            Ask(turn, subject, "");
        }
    }

    public static void Wrote(TurnContext turn, Question open, string text) => Match(turn, CardSubject.Parse(open.Subject[Asking.Length..]), text);

    private static void Match(TurnContext turn, CardSubject subject, string written)
    {
        var word = CommandWords.Normalise(written);
        if (Find(word) is { } country)
        {
            Set(turn, subject, country);
        }
        else
        {
            Unknown(turn, subject);
        }
    }

    /// <summary>By name in any language, by another name, or by its two letters.</summary>
    private static string? Find(string word) => word.Length == 0 ? null : Writer.Directory.Countries.FirstOrDefault(country =>
        string.Equals(country, word, StringComparison.OrdinalIgnoreCase)
        || Writer.Languages.Values.Any(texts => CommandWords.Normalise(texts.Country(country)) == word || texts.Means($"country-words.{country}", word)));

    private static void Unknown(TurnContext turn, CardSubject subject)
    {
        turn.Say(CareAnswer.Texts(turn).Text("country.unknown", ("site", Writer.Directory.Finder.Web)));
        Ask(turn, subject, "");
    }

    private static void Set(TurnContext turn, CardSubject subject, string country)
    {
        CareAnswer.Close(turn);
        turn.Change(c => c with { Country = country });
        var language = CareAnswer.Language(turn);
        // As urgent as the Card behind it, so that it comes before it.
        turn.Send(new Reply(Writer.In(language).Text("country.set", ("country", Writer.In(language).Country(country)))) { Urgency = Urgency.Help });
        CareAnswer.Send(turn, number => Writer.Card(subject.AtLeastCard(), country, language, CareAnswer.Discreet(turn), number));
    }

    private static void Pose(TurnContext turn, CardSubject subject, string text, ImmutableArray<Option> options) =>
        CareAnswer.Pose(turn, Asking + subject.Code, text, options, Urgency.Help);
}
