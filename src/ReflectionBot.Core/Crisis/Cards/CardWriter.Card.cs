using System.Collections.Immutable;
using ReflectionBot.Core.Crisis.Directory;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis.Cards;

/// <content>The full Card and what its "More ways" button shows.</content>
public sealed partial class CardWriter
{
    /// <summary>How much is said about services, from most to least; the first that fits is taken.</summary>
    private static readonly ImmutableArray<Width> Widths =
    [
        new(3, 2) { Hours = true }, new(3, 2), new(3, 2) { ShortClose = true }, new(3, 1) { ShortClose = true },
        new(2, 2) { ShortClose = true }, new(2, 1) { ShortClose = true }, new(2, 1) { ShortClose = true, Audience = false },
    ];

    /// <summary>The whole Card, at most <see cref="MaxLength"/>.</summary>
    /// <param name="storageDown">Say that nothing can be kept at the moment.</param>
    public Reply Card(
        CardSubject subject, string? country, string? language, bool discreet = false, int number = 0, bool storageDown = false)
    {
        var texts = In(language);
        var known = directory.Knows(country) ? country : null;
        var text = "";
        foreach (var width in Widths)
        {
            text = Compose(texts, subject, known, discreet, storageDown, width);
            if (text.Length <= MaxLength)
            {
                break;
            }
        }

        return Said(text, CardButtons.OfCard(texts, subject, number), discreet, ReplyKind.Card, number);
    }

    /// <summary>One page of everything known for the country, what the Card is about first.</summary>
    /// <param name="page">From 0; beyond the last begins again.</param>
    public Reply More(CardSubject subject, string? country, string? language, int page, bool discreet = false, int number = 0)
    {
        var texts = In(language);
        var pages = MorePages(texts, subject, country, discreet);
        var at = page >= 0 && page < pages.Count ? page : 0;
        var options = CardButtons.OfCard(texts, subject, number).RemoveAt(0);
        if (pages.Count > 1)
        {
            var last = at == pages.Count - 1;
            options = options.Insert(0, new Option(
                CardButtons.Id(CardButtons.More, subject, $"{(last ? 0 : at + 1)}"),
                texts.Text(last ? "more.first" : "more.next"),
                OptionLook.Primary));
        }

        return Said(pages[at], options, discreet, ReplyKind.Card, number);
    }

    private List<string> MorePages(CardTexts texts, CardSubject subject, string? country, bool discreet)
    {
        var emergency = directory.EmergencyIn(country);
        var heading = country is null || emergency is null
            ? texts.Text("first-line")
            : texts.Text("more.heading", ("country", texts.Country(country)));
        var lines = new List<string> { EmergencyLine.Later(texts, emergency, subject) };
        var shown = new HashSet<string>();
        foreach (var service in Ordered(subject, country).Where(service => shown.Add(service.Id)))
        {
            var whole = service.Pair is { } pair && directory.ServicesIn(country).FirstOrDefault(s => s.Id == pair) is { } other && shown.Add(other.Id)
                ? $"{ServiceLine.Full(texts, service, subject.IsViolence || discreet)}\n{ServiceLine.Full(texts, other, subject.IsViolence || discreet)}"
                : ServiceLine.Full(texts, service, subject.IsViolence || discreet);
            lines.Add(whole);
        }

        lines.Add(texts.Text("more.finder", ("site", directory.Finder.Web)));
        lines.Add(texts.Text("more.honest"));
        lines.Add(texts.Text(subject.IsViolence || discreet ? "more.traces" : "here"));
        return Paged(heading, lines);
    }

    private static List<string> Paged(string heading, List<string> lines)
    {
        var pages = new List<string>();
        var page = new List<string> { heading };
        foreach (var line in lines)
        {
            if (page.Sum(one => one.Length + 1) + line.Length > MaxLength)
            {
                pages.Add(string.Join('\n', page));
                page = [heading];
            }

            page.Add(line);
        }

        pages.Add(string.Join('\n', page));
        return pages;
    }

    private IEnumerable<HelpService> Ordered(CardSubject subject, string? country) =>
        Services(subject, country)
            .Concat(directory.ServicesIn(country).Where(service => subject.Needs.Any(service.Takes)))
            .Concat(directory.ServicesIn(country));

    private string Compose(
        CardTexts texts, CardSubject subject, string? country, bool discreet, bool storageDown, Width width)
    {
        var emergency = directory.EmergencyIn(country);
        var urgent = subject.Tier == Tier.Emergency;
        var lines = new List<string> { texts.Text("first-line") };
        if (storageDown)
        {
            lines.Add(texts.Text("storage-down"));
        }

        if (urgent)
        {
            lines.Add(EmergencyLine.First(texts, emergency, subject));
            lines.Add(texts.Text($"cards.{subject.Category}.now"));
        }

        lines.Add(texts.Text($"cards.{subject.Category}.warm"));
        if (subject.Kinds.HasFlag(CrisisKinds.Strangulation))
        {
            lines.Add(texts.Text("extra.strangulation"));
        }

        var services = Fitting(Services(subject, country), width.Services);
        lines.AddRange(services.Select(service => ServiceLine.Short(texts, service, subject.IsViolence || discreet, width.Ways, width.Hours, width.Audience)));
        if (Finder(texts, country, services.IsEmpty) is { } finder)
        {
            lines.Add(finder);
        }

        if (!urgent)
        {
            lines.Add(EmergencyLine.Later(texts, emergency, subject));
        }

        lines.Add(texts.Text(subject.Minor ? "near.minor" : subject.Other ? "near.other" : subject.IsViolence ? "near.careful" : "near.default"));
        lines.Add(width.ShortClose ? texts.Text("close-short") : $"{texts.Text("bot")} {texts.Text("here")}");
        return string.Join('\n', lines);
    }

    private string? Finder(CardTexts texts, string? country, bool empty) =>
        country is null ? texts.Text("finder.unknown", ("site", directory.Finder.Web))
        : empty ? texts.Text("finder.none", ("country", texts.Country(country)), ("site", directory.Finder.Web))
        : !directory.IsComplete(country) ? texts.Text("finder.few", ("country", texts.Country(country)), ("site", directory.Finder.Web))
        : null;

    /// <param name="Services">Most services.</param>
    /// <param name="Ways">Most ways to reach each.</param>
    private sealed record Width(int Services, int Ways)
    {
        public bool Hours { get; init; }
        public bool Audience { get; init; } = true;
        public bool ShortClose { get; init; }
    }

    /// <summary>The first <paramref name="max"/>, never half of a pair.</summary>
    private static ImmutableArray<HelpService> Fitting(ImmutableArray<HelpService> services, int max)
    {
        var fitting = services.Take(max).ToList();
        fitting.RemoveAll(service => service.Pair is { } pair && !fitting.Exists(other => other.Id == pair));
        return [.. fitting];
    }
}
