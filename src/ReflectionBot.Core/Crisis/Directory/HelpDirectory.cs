using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ReflectionBot.Core.Crisis.Directory;

/// <summary>
/// The help services the bot knows, compiled in: it answers without disk, network or database. Built by
/// <see cref="DirectoryLoader"/>, which refuses a file with any fault.
/// </summary>
public sealed class HelpDirectory
{
    /// <summary>The most services shown at once: more makes a choice harder, not easier.</summary>
    public const int MaxAtOnce = 3;

    private static readonly Lazy<HelpDirectory> TheBuiltIn =
        new(() => DirectoryLoader.Load("crisis/directory.yaml", CrisisContent.BuiltIn("crisis/directory.yaml")));

    private readonly ImmutableDictionary<string, EmergencyNumber> _emergency;
    private readonly ILookup<string, HelpService> _services;
    private readonly ImmutableDictionary<string, HelpService> _byId;

    internal HelpDirectory(
        Finder finder,
        ImmutableArray<Region> regions,
        ImmutableArray<EmergencyNumber> emergency,
        ImmutableArray<HelpService> services)
    {
        Finder = finder;
        Regions = regions;
        EmergencyNumbers = emergency;
        Services = services;
        _emergency = emergency.ToImmutableDictionary(number => number.Country);
        _services = services.ToLookup(service => service.Country);
        _byId = services.ToImmutableDictionary(service => service.Id);
        Countries = [.. regions.SelectMany(region => region.Countries)];
    }

    /// <exception cref="CrisisContentException">The compiled-in file is missing or wrong: the program must not start.</exception>
    [SuppressMessage("Design", "CA1065:Do not raise exceptions in unexpected locations", Justification = "Without the directory nothing may start.")]
    public static HelpDirectory BuiltIn => TheBuiltIn.Value;

    public Finder Finder { get; }

    /// <summary>In the order of the picker.</summary>
    public ImmutableArray<Region> Regions { get; }

    public ImmutableArray<string> Countries { get; }

    public ImmutableArray<EmergencyNumber> EmergencyNumbers { get; }

    public ImmutableArray<HelpService> Services { get; }

    public bool Knows(string? country) => country is not null && _emergency.ContainsKey(country);

    /// <summary>Null when the country is not known or was not chosen.</summary>
    public EmergencyNumber? EmergencyIn(string? country) => country is not null ? _emergency.GetValueOrDefault(country) : null;

    /// <summary>Everything known in a country, in the order it is offered.</summary>
    public IEnumerable<HelpService> ServicesIn(string? country) => country is null ? [] : _services[country];

    /// <summary>Emergency number, somebody to talk to about suicide and somebody about violence are all known.</summary>
    public bool IsComplete(string? country) =>
        EmergencyIn(country) is not null
        && ServicesIn(country).Any(service => service.Takes(ServiceKind.Suicide))
        && ServicesIn(country).Any(service => service.Takes(ServiceKind.Violence));

    /// <summary>
    /// The services to show at once, at most <see cref="MaxAtOnce"/>: for each need in turn the first, then the second. A pair
    /// is shown whole or left out.
    /// </summary>
    /// <param name="country">The country the person chose, or null.</param>
    /// <param name="needs">What is needed, the most important first.</param>
    /// <param name="young">The writer seems to be under eighteen: services for young people come first, and only then are they shown for other needs than a child's.</param>
    /// <param name="ownBehaviour">The writer tells of harm they do: services that take such calls come first.</param>
    public ImmutableArray<HelpService> Find(string? country, IReadOnlyList<ServiceKind> needs, bool young = false, bool ownBehaviour = false)
    {
        var queues = needs
            .Select(kind => new Queue<HelpService>(ServicesIn(country)
                .Where(service => service.Takes(kind) && (young || kind == ServiceKind.Child || service.Ages is null))
                .OrderBy(service => young && service.Ages is { From: < 18 } ? 0 : 1)))
            .ToList();
        if (ownBehaviour)
        {
            queues.Insert(0, new Queue<HelpService>(ServicesIn(country).Where(service => service.OwnBehaviour)));
        }

        var found = new List<HelpService>(MaxAtOnce);
        while (found.Count < MaxAtOnce && queues.Exists(queue => queue.Count > 0))
        {
            foreach (var queue in queues)
            {
                if (queue.TryDequeue(out var next) && !found.Contains(next))
                {
                    HelpService[] whole = next.Pair is { } pair ? [next, _byId[pair]] : [next];
                    if (found.Count + whole.Length <= MaxAtOnce)
                    {
                        found.AddRange(whole);
                    }
                }
            }
        }

        return [.. found];
    }
}

/// <param name="Countries">ISO 3166 two-letter codes.</param>
public sealed record Region(string Key, ImmutableArray<string> Countries);
