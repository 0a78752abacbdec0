using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Crisis;

/// <summary>Every Card there can be: country × tier × kinds × whose × language × hidden.</summary>
public static class EveryCard
{
    public static readonly CardWriter Writer = CardWriter.BuiltIn;

    public static IEnumerable<string?> Countries => Writer.Directory.Countries.Select(c => (string?)c).Append(null).Append("XX");

    public static IEnumerable<string> Languages => Writer.Languages.Keys.Order(StringComparer.Ordinal);

    /// <summary>One for each text and each choice of services: no two differ in nothing but a kind that changes no word.</summary>
    public static IEnumerable<CardSubject> Subjects()
    {
        CrisisKinds[] kinds =
        [
            CrisisKinds.None,
            CrisisKinds.Suicide,
            CrisisKinds.SelfInjury,
            CrisisKinds.PartnerViolence,
            CrisisKinds.SexualViolence,
            CrisisKinds.SexualViolence | CrisisKinds.PartnerViolence,
            CrisisKinds.Stalking,
            CrisisKinds.Confinement | CrisisKinds.PartnerViolence,
            CrisisKinds.Child,
            CrisisKinds.Child | CrisisKinds.SexualViolence,
            CrisisKinds.Child | CrisisKinds.Strangulation,
            CrisisKinds.Urgent,
            CrisisKinds.Strangulation | CrisisKinds.PartnerViolence,
            CrisisKinds.Strangulation | CrisisKinds.SexualViolence,
            CrisisKinds.Pregnancy | CrisisKinds.PartnerViolence,
            CrisisKinds.Suicide | CrisisKinds.PartnerViolence,
            CrisisKinds.Suicide | CrisisKinds.Child | CrisisKinds.SexualViolence,
            CrisisKinds.Suicide | CrisisKinds.PartnerViolence | CrisisKinds.Strangulation,
            CrisisKinds.Suicide | CrisisKinds.Child | CrisisKinds.SexualViolence | CrisisKinds.Strangulation | CrisisKinds.Urgent,
        ];
        return from tier in new[] { Tier.Card, Tier.Emergency }
               from kind in kinds
               from flags in Enumerable.Range(0, 8)
               select new CardSubject(tier, kind) { Other = (flags & 1) != 0, Minor = (flags & 2) != 0, Perpetrator = (flags & 4) != 0 };
    }

    public static IEnumerable<(CardSubject Subject, string? Country, string Language, bool Discreet, Reply Card)> All() =>
        from subject in Subjects()
        from country in Countries
        from language in Languages
        from discreet in new[] { false, true }
        select (subject, country, language, discreet, Writer.Card(subject, country, language, discreet, number: 1234));

    /// <summary>All the bot's sentences in trouble, by language and key.</summary>
    public static IEnumerable<(string Language, string Key, string Text)> Texts() =>
        Writer.Languages.Values.SelectMany(texts => texts.Texts.Select(text => (texts.Language, text.Key, text.Value)));
}
