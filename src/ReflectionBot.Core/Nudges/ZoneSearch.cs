using System.Collections.Immutable;
using NodaTime;
using NodaTime.TimeZones;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Nudges;

/// <summary>A zone somebody may have meant.</summary>
/// <param name="Id">IANA id.</param>
/// <param name="Place">Its city, and country where known, in English as the tz database has it.</param>
public sealed record ZoneMatch(string Id, string Place);

/// <summary>Finds zones by a typed city, country or id. Never guesses: the person confirms.</summary>
public static class ZoneSearch
{
    public const int MaxMatches = 6;

    private static readonly ImmutableArray<(string Words, string Country, ZoneMatch Zone)> Places = [.. Read()];

    /// <summary>The best matches first; empty when nothing fits.</summary>
    public static ImmutableArray<ZoneMatch> Find(string text)
    {
        var word = CommandWords.Normalise(text);
        if (word.Length < 2)
        {
            return [];
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(text.Trim()) is { } exact)
        {
            return [new ZoneMatch(exact.Id, exact.Id)];
        }

        return [.. Places
            .Select(place => (Rank: Rank(place.Words, place.Country, word), place.Zone))
            .Where(place => place.Rank < int.MaxValue)
            .OrderBy(place => place.Rank)
            .ThenBy(place => place.Zone.Id, StringComparer.Ordinal)
            .Select(place => place.Zone)
            .DistinctBy(zone => zone.Id)
            .Take(MaxMatches)];
    }

    private static int Rank(string words, string country, string word) =>
        words == word ? 0
        : words.StartsWith(word, StringComparison.Ordinal) ? 1
        : country == word ? 2
        : words.Contains(word, StringComparison.Ordinal) ? 3
        : country.StartsWith(word, StringComparison.Ordinal) ? 4
        : int.MaxValue;

    private static IEnumerable<(string, string, ZoneMatch)> Read()
    {
        foreach (var location in TzdbDateTimeZoneSource.Default.ZoneLocations ?? [])
        {
            var city = City(location.ZoneId);
            yield return (CommandWords.Normalise(city), CommandWords.Normalise(location.CountryName), new ZoneMatch(location.ZoneId, $"{city}, {location.CountryName}"));
        }

        foreach (var alias in TzdbDateTimeZoneSource.Default.Aliases.SelectMany(group => group.Select(id => (Id: id, Canonical: group.Key))))
        {
            if (alias.Id.Contains('/', StringComparison.Ordinal) && !alias.Id.StartsWith("Etc/", StringComparison.Ordinal))
            {
                yield return (CommandWords.Normalise(City(alias.Id)), "", new ZoneMatch(alias.Canonical, $"{City(alias.Id)} ({alias.Canonical})"));
            }
        }

        yield return ("utc", "", new ZoneMatch("Etc/UTC", "UTC"));
    }

    private static string City(string id) => id[(id.LastIndexOf('/') + 1)..].Replace('_', ' ');
}
