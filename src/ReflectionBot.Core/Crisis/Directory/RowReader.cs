using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Directory;

/// <summary>Takes the fields of one mapping and reports what is missing, malformed or left over.</summary>
internal sealed partial class RowReader(CrisisContent content, YamlMappingNode node, string name)
{
    private readonly HashSet<string> _taken = [];

    public YamlMappingNode Node => node;

    private string Name => node.Children.TryGetValue(new YamlScalarNode("id"), out var id) ? id.ToString() : name;

    public RowReader? Map(string key)
    {
        if (Take(key) is YamlMappingNode map)
        {
            return new RowReader(content, map, key);
        }

        content.Add(node, $"{Name}: no {key}");
        return null;
    }

    public IEnumerable<RowReader> Rows(string key)
    {
        if (Take(key) is not YamlSequenceNode rows)
        {
            content.Add(node, $"{Name}: no list of {key}");
            yield break;
        }

        foreach (var row in rows)
        {
            if (row is YamlMappingNode map)
            {
                yield return new RowReader(content, map, key);
            }
            else
            {
                content.Add(row, $"{key}: a row is a mapping of keys");
            }
        }
    }

    public string? Optional(string key) => Take(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        var other => Fault<string>(other, $"{key}: not a text"),
    };

    public string Required(string key) => Optional(key) ?? Fault<string>(node, $"no {key}") ?? "";

    public string Country() =>
        Required("country") is var code && CountryCode().IsMatch(code) ? code : Fault<string>(node, $"country '{code}' is not a two-letter code") ?? "";

    public string? OneOf(string key, params ReadOnlySpan<string> allowed) =>
        Optional(key) is not { } value || allowed.Contains(value) ? Optional(key) : Fault<string>(node, $"{key} '{value}' is not known");

    public string? Phone(string key) => Matching(key, PhonePattern(), "not a phone number");

    public string? Site(string key) => Matching(key, SitePattern(), "not an address without scheme, such as example.org/chat");

    public string? Hours() => Matching("hours", HoursPattern(), "neither 24/7 nor such as mon-thu 8-20, fri 8-15");

    public int? Number(string key) =>
        Optional(key) is not { } value ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Fault<int?>(node, $"{key} '{value}' is not a number");

    public AgeRange? Ages() =>
        Matching("ages", AgesPattern(), "not such as 12-24") is { } ages
            ? new AgeRange(int.Parse(ages.Split('-')[0], CultureInfo.InvariantCulture), int.Parse(ages.Split('-')[1], CultureInfo.InvariantCulture))
            : null;

    public TextLine? Sms()
    {
        if (!node.Children.ContainsKey(new YamlScalarNode("sms")) || Map("sms") is not { } sms)
        {
            return null;
        }

        var line = sms.Phone("to") is { } to ? new TextLine(to, sms.Optional("text")) : null;
        sms.RefuseOthers();
        return line ?? Fault<TextLine>(node, "sms: no number to send it to");
    }

    public ImmutableArray<string> Languages() => List("languages", LanguagePattern(), "a language is two letters");

    public ServiceKind Kind(string key) => KindOf(Required(key));

    public ImmutableArray<ServiceKind> Kinds(string key) => [.. List(key, AnyPattern(), "").Select(KindOf)];

    /// <param name="listAllowed">Somebody else's list is enough.</param>
    public Provenance Provenance(bool listAllowed)
    {
        var evidence = OneOf("evidence", "official", "press_or_ngo", "list") switch
        {
            "official" => Evidence.Official,
            "press_or_ngo" => Evidence.PressOrNgo,
            "list" when listAllowed => Evidence.List,
            "list" => Fault(node, "seen in a list only: unverified, must not be shown", Evidence.List),
            _ => Fault(node, "no evidence: unverified, must not be shown", Evidence.List),
        };
        var status = OneOf("status", "seen", "listed", "confirmed") switch
        {
            "seen" when evidence != Evidence.List => RowStatus.Seen,
            "listed" when evidence == Evidence.List => RowStatus.Listed,
            "confirmed" => RowStatus.Confirmed,
            _ => Fault(node, "status does not fit the evidence", RowStatus.Listed),
        };
        var (seen, reviewed) = (Date("seen"), Date("reviewed"));
        if (reviewed < seen)
        {
            content.Add(node, $"{Name}: reviewed before it was seen");
        }

        return new Provenance(Required("source"), Required("page"), evidence, seen, reviewed, status);
    }

    public void RefuseOthers()
    {
        foreach (var key in node.Children.Keys.Where(key => !_taken.Contains(key.ToString())))
        {
            content.Add(key, $"{Name}: unknown key '{key}'");
        }
    }

    private LocalDate Date(string key) =>
        Required(key) is var text && LocalDatePattern.Iso.Parse(text) is { Success: true } parsed
            ? parsed.Value
            : Fault(node, $"{key} '{text}' is not a date such as 2026-11-22", default(LocalDate));

    private ServiceKind KindOf(string kind) => kind switch
    {
        "suicide" => ServiceKind.Suicide,
        "general" => ServiceKind.General,
        "violence" => ServiceKind.Violence,
        "sexual-violence" => ServiceKind.SexualViolence,
        "child" => ServiceKind.Child,
        "lgbtq" => ServiceKind.Lgbtq,
        "break-up" => ServiceKind.BreakUp,
        _ => Fault(node, $"kind '{kind}' is not known", ServiceKind.General),
    };

    private string? Matching(string key, Regex pattern, string otherwise) =>
        Optional(key) is not { } value || pattern.IsMatch(value) ? Optional(key) : Fault<string>(node, $"{key} '{value}' is {otherwise}");

    private ImmutableArray<string> List(string key, Regex pattern, string otherwise)
    {
        switch (Take(key))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                foreach (var wrong in list.Where(item => !pattern.IsMatch(item.ToString())))
                {
                    content.Add(wrong, $"{Name}: {key} '{wrong}': {otherwise}");
                }

                return [.. list.Select(item => item.ToString())];
            case var other:
                content.Add(other, $"{Name}: {key} is not a list");
                return [];
        }
    }

    private YamlNode? Take(string key)
    {
        _taken.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    private T? Fault<T>(YamlNode at, string what, T? instead = default)
    {
        content.Add(at, $"{Name}: {what}");
        return instead;
    }

    [GeneratedRegex("^[A-Z]{2}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CountryCode();

    [GeneratedRegex(@"^[+*(]?\d[\d ()#-]{0,18}\d$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9/_-]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SitePattern();

    [GeneratedRegex(@"^(24/7|((mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))? \d{1,2}-\d{1,2}(, )?)+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HoursPattern();

    [GeneratedRegex(@"^\d{1,2}-\d{1,2}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AgesPattern();

    [GeneratedRegex("^[a-z]{2}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguagePattern();

    [GeneratedRegex(".", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyPattern();
}
