using NodaTime;

namespace ReflectionBot.Core.Crisis.Directory;

/// <summary>Which rows nobody has gone over for too long. Numbers change; people have died of a wrong one.</summary>
public static class DirectoryReview
{
    /// <summary>A row is stale when more days than this have passed since its review.</summary>
    public const int MaxDays = 180;

    public static IEnumerable<StaleRow> StaleOn(this HelpDirectory directory, LocalDate date) =>
        directory.EmergencyNumbers.Select(number => (number.Id, number.Provenance))
            .Concat(directory.Services.Select(service => (service.Id, service.Provenance)))
            .Prepend((directory.Finder.Id, directory.Finder.Provenance))
            .Select(row => new StaleRow(row.Id, row.Provenance.Reviewed, Period.Between(row.Provenance.Reviewed, date, PeriodUnits.Days).Days))
            .Where(row => row.Days > MaxDays);
}

/// <param name="Days">Since the review.</param>
public sealed record StaleRow(string Id, LocalDate Reviewed, int Days)
{
    public override string ToString() => $"{Id}: last reviewed on {Reviewed:uuuu-MM-dd}, {Days} days ago";
}
