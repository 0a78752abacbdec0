using System.Collections.Immutable;
using NodaTime;

namespace ReflectionBot.Core.Crisis.Directory;

/// <summary>What a help service is for.</summary>
public enum ServiceKind
{
    Suicide,
    General,
    Violence,
    SexualViolence,
    Child,
    Lgbtq,
    BreakUp,
}

/// <summary>Where a fact about a service was seen.</summary>
public enum Evidence
{
    Official,
    PressOrNgo,

    /// <summary>Somebody else's list. Enough for an emergency number only.</summary>
    List,
}

/// <summary>How far a row has been checked.</summary>
public enum RowStatus
{
    /// <summary>Read in a stored copy of a page. Nothing was dialled.</summary>
    Seen,

    /// <summary>An emergency number known from a list.</summary>
    Listed,

    /// <summary>A person opened the operator's own page on the day of the review.</summary>
    Confirmed,
}

/// <summary>Where a row comes from and when somebody last went over it.</summary>
/// <param name="Source">Addresses of the pages, or what else it was.</param>
/// <param name="Page">How old the page said it was.</param>
public sealed record Provenance(string Source, string Page, Evidence Evidence, LocalDate Seen, LocalDate Reviewed, RowStatus Status);

/// <param name="To">Number the message goes to.</param>
/// <param name="Word">What to write in it, or null when anything will do.</param>
public sealed record TextLine(string To, string? Word);

/// <summary>One service that people can reach. Facts only; what is said about it is in the texts of the Cards.</summary>
/// <param name="Country">ISO 3166 two-letter code.</param>
public sealed record HelpService(string Id, string Country, ServiceKind Kind, string Name, Provenance Provenance)
{
    /// <summary>What else it takes calls about.</summary>
    public ImmutableArray<ServiceKind> Also { get; init; } = [];

    public string? Phone { get; init; }
    public TextLine? Sms { get; init; }
    public string? WhatsApp { get; init; }

    /// <summary>Address of a chat, without scheme.</summary>
    public string? Chat { get; init; }

    /// <summary>Address of the site, without scheme.</summary>
    public string? Web { get; init; }

    /// <summary>"24/7", or days and hours such as <c>mon-thu 8-20, fri 8-15</c>; null when unknown or disputed.</summary>
    public string? Hours { get; init; }

    public ImmutableArray<string> Languages { get; init; } = [];
    public int? LanguageCount { get; init; }

    /// <summary>Key of the audience (women, men, …); null for everybody.</summary>
    public string? For { get; init; }

    public AgeRange? Ages { get; init; }

    /// <summary>Also for people who worry about what they do themselves.</summary>
    public bool OwnBehaviour { get; init; }

    /// <summary>The service it is shown with, or neither is.</summary>
    public string? Pair { get; init; }

    /// <summary>Key of what the contact leaves behind; null when the source says nothing.</summary>
    public string? Trace { get; init; }

    public bool Takes(ServiceKind kind) => Kind == kind || Also.Contains(kind);
}

/// <param name="From">In years; 0 when there is no lower end.</param>
/// <param name="To">In years, inclusive.</param>
public sealed record AgeRange(int From, int To);

/// <summary>How to reach the emergency services of a country. At least one number is given.</summary>
/// <param name="Country">ISO 3166 two-letter code.</param>
public sealed record EmergencyNumber(string Id, string Country, Provenance Provenance)
{
    /// <summary>One number for everything.</summary>
    public string? All { get; init; }

    public string? Police { get; init; }
    public string? Ambulance { get; init; }

    /// <summary>Number that takes text messages.</summary>
    public string? Text { get; init; }

    /// <summary>Key of the way to call without speaking.</summary>
    public string? Silent { get; init; }
}

/// <summary>The list of lists, for a country that was not chosen or has too little.</summary>
public sealed record Finder(string Id, string Name, string Web, Provenance Provenance);
