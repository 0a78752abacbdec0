using System.Collections.Immutable;
using ReflectionBot.Core.Crisis.Directory;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>Every text that must be there in every language, so that a deleted one is noticed before anybody needs it.</summary>
public static class CardKeys
{
    public static readonly ImmutableArray<string> Categories =
    [
        "asked", "self-harm", "self-injury", "violence", "sexual-violence", "child", "both", "urgent", "perpetrator",
        "other", "other-self-harm", "other-violence", "other-both",
    ];

    public static readonly ImmutableArray<string> WordLists = ["question.yes-words", "question.no-words"];

    private static readonly ImmutableArray<string> Fixed =
    [
        "first-line", "bot", "here", "close-short", "storage-down", "monitored", "grounding", "no-lexicon", "extra.strangulation",
        "emergency.first", "emergency.first-unknown", "emergency.later", "emergency.later-unknown",
        "emergency.all", "emergency.police", "emergency.ambulance", "emergency.both",
        "emergency.silent.press-55-stay-silent", "emergency.silent.press-55-when-asked", "emergency.silent.text",
        "ways.call", "ways.text", "ways.text-word", "ways.call-or-text", "ways.text-or-call", "ways.whatsapp", "ways.chat", "ways.web", "ways.or",
        "for.women", "for.men", "for.women-and-children", "for.everyone", "for.young-people", "for.lgbtq", "ages", "ages-up-to",
        "days.mon", "days.tue", "days.wed", "days.thu", "days.fri", "days.sat", "days.sun",
        "trace.not-on-bill", "trace.call-list", "languages", "languages-count",
        "finder.unknown", "finder.few", "finder.none",
        "near.default", "near.careful", "near.minor", "near.other",
        "repeat.known", "repeat.unknown", "repeat.more",
        "question.self-harm", "question.other", "question.unclear",
        "question.yes", "question.no", "question.rather-not", "question.help-now", "question.believed",
        "calm.text", "calm.what-helps", "calm.not-now", "calm.later",
        "buttons.more", "buttons.country", "buttons.other", "buttons.ground", "buttons.hide", "buttons.misread", "buttons.later",
        "more.heading", "more.finder", "more.honest", "more.traces", "more.next", "more.first",
        "misread.text", "hidden.text",
        "later.kept", "later.self-harm", "later.violence", "later.quiet", "later.check-yes", "later.check-no", "later.check-set", "later.check-unset", "later.check-left",
        "check.text", "check.fine", "check.bad", "check.thanks",
        "country.ask", "country.pick", "country.set", "country.unknown", "country.none", "country.back", "country.unset", "country.was-unset",
    ];

    public static IEnumerable<string> All(HelpDirectory directory) =>
        Fixed
            .Concat(Categories.SelectMany(category => new[] { $"cards.{category}.warm", $"cards.{category}.now" }))
            .Concat(directory.Regions.Select(region => $"regions.{region.Key}"))
            .Concat(directory.Countries.Select(country => $"countries.{country}"));
}
