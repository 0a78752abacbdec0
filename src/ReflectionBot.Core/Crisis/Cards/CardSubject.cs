using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Core.Crisis.Directory;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>
/// What a Card is about: all that its buttons need to know, so short that it travels inside them. A pressed button of a
/// Card is answered without anything remembered, for ever, also while storage is down.
/// </summary>
public sealed record CardSubject(Tier Tier, CrisisKinds Kinds)
{
    private const CrisisKinds SelfHarmKinds = CrisisKinds.Suicide | CrisisKinds.SelfInjury;

    private const CrisisKinds ViolenceKinds = CrisisKinds.PartnerViolence | CrisisKinds.SexualViolence | CrisisKinds.Stalking
        | CrisisKinds.Confinement | CrisisKinds.Child | CrisisKinds.Strangulation | CrisisKinds.Pregnancy;

    private const CrisisKinds AllKinds = SelfHarmKinds | ViolenceKinds | CrisisKinds.Urgent;

    /// <summary>Somebody asked for help and said nothing of what it is about.</summary>
    public static readonly CardSubject Asked = new(Tier.Card, CrisisKinds.None);

    /// <summary>It is about somebody else.</summary>
    public bool Other { get; init; }

    /// <summary>The writer seems to be under eighteen.</summary>
    public bool Minor { get; init; }

    /// <summary>The writer tells of harm they do or fear doing.</summary>
    public bool Perpetrator { get; init; }

    public bool IsSelfHarm => (Kinds & SelfHarmKinds) != CrisisKinds.None;

    public bool IsViolence => (Kinds & ViolenceKinds) != CrisisKinds.None || Perpetrator;

    /// <summary>Which texts of the Cards are said.</summary>
    public string Category => this switch
    {
        { Perpetrator: true } => "perpetrator",
        { Other: true, IsSelfHarm: true, IsViolence: true } => "other-both",
        { Other: true, IsSelfHarm: true } => "other-self-harm",
        { Other: true, IsViolence: true } => "other-violence",
        { Other: true } => "other",
        { IsSelfHarm: true, IsViolence: true } => "both",
        { IsSelfHarm: true } => Kinds.HasFlag(CrisisKinds.Suicide) ? "self-harm" : "self-injury",
        { IsViolence: true } => Kinds.HasFlag(CrisisKinds.Child) ? "child" : Kinds.HasFlag(CrisisKinds.SexualViolence) ? "sexual-violence" : "violence",
        _ => Kinds.HasFlag(CrisisKinds.Urgent) ? "urgent" : "asked",
    };

    /// <summary>Which services are shown, the most important kind first.</summary>
    public ImmutableArray<ServiceKind> Needs
    {
        get
        {
            var needs = ImmutableArray.CreateBuilder<ServiceKind>();
            if (Kinds.HasFlag(CrisisKinds.Child) || Minor)
            {
                needs.Add(ServiceKind.Child);
            }

            if (IsSelfHarm || !IsViolence || Perpetrator)
            {
                needs.Add(ServiceKind.Suicide);
            }

            if (Kinds.HasFlag(CrisisKinds.SexualViolence))
            {
                needs.Add(ServiceKind.SexualViolence);
            }

            if ((IsViolence && !Perpetrator) || (!IsSelfHarm && !Perpetrator))
            {
                needs.Add(ServiceKind.Violence);
            }

            if (needs.Contains(ServiceKind.Suicide))
            {
                needs.Add(ServiceKind.General);
            }

            return needs.ToImmutable();
        }
    }

    /// <summary>The subject as letters and digits, at most 10 characters; <see cref="Parse"/> reads it.</summary>
    public string Code => string.Create(
        CultureInfo.InvariantCulture, $"{(int)Tier}-{(int)Kinds}-{(Other ? "o" : "")}{(Minor ? "m" : "")}{(Perpetrator ? "p" : "")}");

    public static CardSubject Of(Screening screening) => new(screening.Tier, screening.Kinds)
    {
        Other = screening.ThirdPerson,
        Minor = screening.Minor,
        Perpetrator = screening.Perpetrator,
    };

    public static CardSubject Of(HelpTopic topic) => topic switch
    {
        HelpTopic.SelfHarm => Asked with { Kinds = CrisisKinds.Suicide },
        HelpTopic.Violence => Asked with { Kinds = CrisisKinds.PartnerViolence },
        _ => Asked,
    };

    /// <summary>Anything unreadable is a plain request for help: a worn-out button still helps.</summary>
    public static CardSubject Parse(string code)
    {
        var parts = code.Split('-');
        return parts is [var tier, var kinds, var flags]
            && int.TryParse(tier, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            && level is >= (int)Tier.Ask and <= (int)Tier.Emergency
            && int.TryParse(kinds, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
                ? new CardSubject((Tier)level, (CrisisKinds)bits & AllKinds)
                {
                    Other = flags.Contains('o', StringComparison.Ordinal),
                    Minor = flags.Contains('m', StringComparison.Ordinal),
                    Perpetrator = flags.Contains('p', StringComparison.Ordinal),
                }
                : Asked;
    }

    /// <summary>What was said before and what is said now, with a Card at least.</summary>
    public CardSubject With(CardSubject later) => new CardSubject(later.Tier > Tier ? later.Tier : Tier, Kinds | later.Kinds)
    {
        Other = Other && later.Other,
        Minor = Minor || later.Minor,
        Perpetrator = Perpetrator || later.Perpetrator,
    }.AtLeastCard();

    /// <summary>The same, with a Card at least: what is asked has been answered.</summary>
    public CardSubject AtLeastCard() => Tier < Tier.Card ? this with { Tier = Tier.Card } : this;
}
