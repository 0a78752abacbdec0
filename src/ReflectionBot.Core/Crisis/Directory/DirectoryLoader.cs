using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Directory;

/// <summary>Reads the directory and refuses it with every fault listed.</summary>
public static class DirectoryLoader
{
    /// <param name="file">Name for the faults.</param>
    /// <param name="yaml">Its text.</param>
    /// <exception cref="CrisisContentException">With every fault.</exception>
    public static HelpDirectory Load(string file, string yaml)
    {
        var content = new CrisisContent(file);
        var root = new RowReader(content, content.Root(yaml), "the directory");
        var finder = Finder(content, root.Map("finder"));
        var regions = root.Map("regions") is { } map
            ? map.Node.Children.Select(pair => new Region(pair.Key.ToString(), Codes(content, pair.Value))).ToImmutableArray()
            : [];
        var emergency = root.Rows("emergency").Select(row => Emergency(content, row)).ToImmutableArray();
        var services = root.Rows("services").Select(row => Service(content, row)).ToImmutableArray();
        root.RefuseOthers();
        Check(content, regions, emergency, services);
        content.ThrowIfAny();
        return new HelpDirectory(finder!, regions, emergency, services);
    }

    private static Finder? Finder(CrisisContent content, RowReader? row)
    {
        if (row is null)
        {
            return null;
        }

        var finder = new Finder(row.Required("id"), row.Required("name"), row.Site("web") ?? "", row.Provenance(listAllowed: false));
        if (finder.Web.Length == 0)
        {
            content.Add(row.Node, "finder: no web address");
        }

        row.RefuseOthers();
        return finder;
    }

    private static EmergencyNumber Emergency(CrisisContent content, RowReader row)
    {
        var number = new EmergencyNumber(row.Required("id"), row.Country(), row.Provenance(listAllowed: true))
        {
            All = row.Phone("all"),
            Police = row.Phone("police"),
            Ambulance = row.Phone("ambulance"),
            Text = row.Phone("text"),
            Silent = row.OneOf("silent", "press-55-stay-silent", "press-55-when-asked"),
        };
        if ((number.All ?? number.Police ?? number.Ambulance) is null)
        {
            content.Add(row.Node, $"{number.Id}: no number");
        }

        row.RefuseOthers();
        return number;
    }

    private static HelpService Service(CrisisContent content, RowReader row)
    {
        var service = new HelpService(row.Required("id"), row.Country(), row.Kind("kind"), row.Required("name"), row.Provenance(listAllowed: false))
        {
            Also = row.Kinds("also"),
            Phone = row.Phone("phone"),
            Sms = row.Sms(),
            WhatsApp = row.Phone("whatsapp"),
            Chat = row.Site("chat"),
            Web = row.Site("web"),
            Hours = row.Hours(),
            Languages = row.Languages(),
            LanguageCount = row.Number("language_count"),
            For = row.OneOf("for", "women", "men", "women-and-children", "everyone", "young-people", "lgbtq"),
            Ages = row.Ages(),
            OwnBehaviour = row.OneOf("own_behaviour", "true") is not null,
            Pair = row.Optional("pair"),
            Trace = row.OneOf("trace", "not-on-bill", "call-list"),
        };
        _ = row.Optional("note");
        if (service is { Phone: null, Sms: null, WhatsApp: null, Chat: null })
        {
            content.Add(row.Node, $"{service.Id}: no phone, sms, whatsapp or chat");
        }

        row.RefuseOthers();
        return service;
    }

    private static ImmutableArray<string> Codes(CrisisContent content, YamlNode node)
    {
        if (node is YamlSequenceNode list)
        {
            return [.. list.Children.Select(child => child.ToString())];
        }

        content.Add(node, "a region is a list of country codes");
        return [];
    }

    private static void Check(
        CrisisContent content, ImmutableArray<Region> regions, ImmutableArray<EmergencyNumber> emergency, ImmutableArray<HelpService> services)
    {
        var countries = regions.SelectMany(region => region.Countries).ToList();
        if (countries.Count == 0 || services.IsEmpty)
        {
            content.Add("no regions or no services: help would be empty");
        }

        foreach (var twice in countries.Concat(emergency.Select(e => $"emergency in {e.Country}")).Concat(emergency.Select(e => e.Id)).Concat(services.Select(s => s.Id)).GroupBy(x => x).Where(g => g.Count() > 1))
        {
            content.Add($"{twice.Key}: there twice");
        }

        foreach (var country in countries.Except(emergency.Select(e => e.Country)))
        {
            content.Add($"{country}: no emergency number");
        }

        foreach (var (id, country) in emergency.Select(e => (e.Id, e.Country)).Concat(services.Select(s => (s.Id, s.Country))).Where(row => !countries.Contains(row.Country)))
        {
            content.Add($"{id}: country {country} is in no region");
        }

        foreach (var service in services.Where(s => s.Pair is not null))
        {
            var other = services.FirstOrDefault(s => s.Id == service.Pair);
            if (other is null || other.Pair != service.Id || other.Country != service.Country || other.Id == service.Id)
            {
                content.Add($"{service.Id}: half a pair: {service.Pair} is not there, in another country, or does not name it back");
            }
        }
    }
}
