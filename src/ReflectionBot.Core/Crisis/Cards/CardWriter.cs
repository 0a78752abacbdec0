using System.Collections.Immutable;
using ReflectionBot.Core.Crisis.Directory;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>
/// Writes what is said in trouble. Pure and compiled in: it needs no conversation, no storage and no content folder.
/// </summary>
public sealed partial class CardWriter(HelpDirectory directory, ImmutableDictionary<string, CardTexts> languages)
{
    /// <summary>No Card is longer, in UTF-16 units: it is read on a phone by somebody who can hardly read.</summary>
    public const int MaxLength = 700;

    private const string Folder = "crisis/cards/";

    private static readonly Lazy<CardWriter> TheBuiltIn = new(() => new CardWriter(
        HelpDirectory.BuiltIn,
        CardTextsLoader.Load(CrisisContent.BuiltInNames(Folder).Select(name => KeyValuePair.Create(name, CrisisContent.BuiltIn(name))), HelpDirectory.BuiltIn)));

    /// <exception cref="CrisisContentException">The compiled-in texts are missing or wrong: the program must not start.</exception>
    public static CardWriter BuiltIn => TheBuiltIn.Value;

    public HelpDirectory Directory => directory;

    public ImmutableDictionary<string, CardTexts> Languages => languages;

    /// <summary>The texts in a language, else in English.</summary>
    public CardTexts In(string? language) => language is not null && languages.TryGetValue(language, out var texts) ? texts : languages["en"];

    /// <summary>The screen notices trouble in this language by itself.</summary>
    public static bool Notices(string language) => CrisisContent.BuiltInNames($"crisis/lexicon/{language}").Count > 0;

    /// <summary>
    /// The answer to what the screen saw: never nothing. A question or one calm line at tier 1, a Card above, the short form
    /// for a repeat, and a line that gives nothing away when somebody may be reading along.
    /// </summary>
    /// <param name="screening">What was seen. Nothing seen counts as a request for help.</param>
    /// <param name="country">The country the person chose, or null: then no number of any country is shown.</param>
    /// <param name="language">Two letters; null takes the language in which the statement was recognised, else English.</param>
    /// <param name="repeat">The same was answered less than ten minutes ago.</param>
    /// <param name="discreet">The phone may be watched: writing before speaking, no sound, not to be forwarded.</param>
    /// <param name="number">Number of the message, so that it can be hidden; 0 for none.</param>
    public Reply For(Screening screening, string? country = null, string? language = null, bool repeat = false, bool discreet = false, int number = 0)
    {
        var spoken = language ?? screening.Language;
        if (screening.Monitored)
        {
            return new Reply(In(spoken).Text("monitored")) { Urgency = Urgency.Help, Silent = discreet, Protect = discreet };
        }

        var subject = CardSubject.Of(screening);
        return (screening.Tier, repeat) switch
        {
            (Tier.None, _) => Card(CardSubject.Asked, country, spoken, discreet, number),
            (_, true) => Repeat(subject, country, spoken, discreet, number),
            (Tier.Ask, _) => Gentle(subject, spoken, discreet),
            _ => Card(subject, country, spoken, discreet, number),
        };
    }

    /// <summary>The tier 1 answer: one plain question, or one calm line where it is about violence.</summary>
    public Reply Gentle(CardSubject subject, string? language, bool discreet = false)
    {
        var texts = In(language);
        if (subject is { IsViolence: true, IsSelfHarm: false })
        {
            return Said(texts.Text("calm.text"), CardButtons.OfCalm(texts, subject), discreet, ReplyKind.Question);
        }

        var key = !subject.IsSelfHarm ? "question.unclear" : subject.Other ? "question.other" : "question.self-harm";
        return Said(texts.Text(key), CardButtons.OfQuestion(texts, subject), discreet, ReplyKind.Question);
    }

    /// <summary>Two lines, a number, the button.</summary>
    public Reply Repeat(CardSubject subject, string? country, string? language, bool discreet = false, int number = 0)
    {
        var texts = In(language);
        var emergency = directory.EmergencyIn(country);
        var service = Services(subject, country).FirstOrDefault(one => one.Pair is null);
        var way = subject.Tier == Tier.Emergency || service is null
            ? emergency is null ? null : texts.Text("ways.call", ("number", EmergencyLine.Number(texts, emergency, subject)))
            : $"{service.Name}, {ServiceLine.Ways(texts, service, subject.IsViolence || discreet, 2)}";
        var help = way is null ? texts.Text("repeat.unknown", ("site", directory.Finder.Web)) : texts.Text("repeat.known", ("way", way));
        return Said(
            $"{texts.Text("repeat.more")}\n{help}",
            [CardButtons.OfCard(texts, subject, number)[0]],
            discreet,
            ReplyKind.Card,
            number);
    }

    internal ImmutableArray<HelpService> Services(CardSubject subject, string? country) =>
        directory.Find(country, subject.Needs, subject.Minor, subject.Perpetrator);

    private static Reply Said(string text, ImmutableArray<Option> options, bool discreet, ReplyKind kind, int number = 0) => new(text)
    {
        Kind = kind,
        Urgency = Urgency.Help,
        Options = options,
        Key = number > 0 ? KeyOf(number) : null,
        Silent = discreet,
        Protect = discreet,
    };

    /// <summary>Name of a help message, by which it can be hidden.</summary>
    public static string KeyOf(int number) => $"care{number}";
}
