using NodaTime;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Directory;

namespace ReflectionBot.Core.Tests.Crisis;

public class DirectoryTests(ITestOutputHelper output)
{
    private static readonly HelpDirectory Directory = HelpDirectory.BuiltIn;

    private static string BuiltIn => CrisisContentText.Of("crisis/directory.yaml");

    private static IReadOnlyList<string> FaultsOf(string yaml) =>
        Assert.Throws<CrisisContentException>(() => DirectoryLoader.Load("crisis/directory.yaml", yaml)).Faults;

    [Fact]
    public void Only_verified_services_are_there()
    {
        Assert.All(Directory.Services, service => Assert.NotEqual(Evidence.List, service.Provenance.Evidence));
        Assert.All(Directory.Services, service => Assert.NotEqual(RowStatus.Listed, service.Provenance.Status));
        output.WriteLine($"{Directory.Services.Length} services and {Directory.EmergencyNumbers.Length} emergency numbers in {Directory.Countries.Length} countries; complete: {string.Join(' ', Directory.Countries.Where(Directory.IsComplete))}");
    }

    [Fact]
    public void Every_row_keeps_where_it_was_seen_and_when() =>
        Assert.All(
            Directory.Services.Select(s => s.Provenance).Concat(Directory.EmergencyNumbers.Select(e => e.Provenance)),
            row =>
            {
                Assert.NotEmpty(row.Source);
                Assert.NotEmpty(row.Page);
                Assert.True(row.Reviewed >= row.Seen);
            });

    [Fact]
    public void Numbers_that_were_replaced_are_not_there()
    {
        string[] replaced = ["1-800-273-8255", "08457 90 90 90", "1850 60 90 90", "\"1393\"", "199 284 284", "0900-0113", "1-833-456-4566", "01 45 39 40 00", "03-7956 8145", "08000 116 016"];
        Assert.All(replaced, number => Assert.DoesNotContain(number, BuiltIn, StringComparison.Ordinal));
    }

    [Fact]
    public void Love_better_is_there_for_break_ups()
    {
        var service = Assert.Single(Directory.ServicesIn("NZ"), s => s.Takes(ServiceKind.BreakUp));
        Assert.Equal(new TextLine("234", "lovebetter"), service.Sms);
    }

    [Fact]
    public void Every_listed_country_has_an_emergency_number() =>
        Assert.All(Directory.Countries, country => Assert.NotNull(Directory.EmergencyIn(country)));

    [Fact]
    public void At_most_three_services_and_no_half_pair_for_any_need()
    {
        var kinds = Enum.GetValues<ServiceKind>();
        foreach (var country in Directory.Countries)
        {
            foreach (var bits in Enumerable.Range(0, 1 << kinds.Length))
            {
                var needs = kinds.Where((_, i) => (bits & (1 << i)) != 0).ToList();
                foreach (var young in new[] { true, false })
                {
                    var found = Directory.Find(country, needs, young, ownBehaviour: !young);
                    Assert.InRange(found.Length, 0, HelpDirectory.MaxAtOnce);
                    Assert.All(found.Where(s => s.Pair is not null), s => Assert.Contains(found, o => o.Id == s.Pair));
                    Assert.Equal(found.Length, found.Distinct().Count());
                }
            }
        }
    }

    [Fact]
    public void Nobody_is_told_a_country_they_did_not_choose()
    {
        Assert.Empty(Directory.Find(null, Enum.GetValues<ServiceKind>()));
        Assert.Empty(Directory.Find("XX", Enum.GetValues<ServiceKind>()));
        Assert.Null(Directory.EmergencyIn(null));
    }

    [Fact]
    public void A_row_is_stale_after_a_hundred_and_eighty_days_and_not_before()
    {
        var reviewed = Directory.Services.Min(s => s.Provenance.Reviewed);
        var newest = Directory.Services.Select(s => s.Provenance.Reviewed).Concat(Directory.EmergencyNumbers.Select(e => e.Provenance.Reviewed)).Append(Directory.Finder.Provenance.Reviewed).Max();
        Assert.Empty(Directory.StaleOn(reviewed.PlusDays(180)));
        Assert.Equal(Directory.Services.Length + Directory.EmergencyNumbers.Length + 1, Directory.StaleOn(newest.PlusDays(181)).Count());
        Assert.Equal("nz-x: last reviewed on 2026-01-02, 200 days ago", new StaleRow("nz-x", new LocalDate(2026, 1, 2), 200).ToString());
    }

    [Fact]
    public void An_empty_directory_is_refused() => Assert.NotEmpty(FaultsOf(""));

    [Fact]
    public void A_directory_without_services_is_refused()
    {
        var faults = FaultsOf(BuiltIn[..BuiltIn.IndexOf("\nservices:", StringComparison.Ordinal)]);
        Assert.Contains(faults, fault => fault.Contains("no list of services", StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { "    pair: nz-suicide-006\n", "", "nz-suicide-006: half a pair" },
        { "country: GB\n    kind: suicide", "country: XX\n    kind: suicide", "country XX is in no region" },
        { "country: GB\n    kind: suicide", "country: Britain\n    kind: suicide", "not a two-letter code" },
        { "evidence: official\n    seen: 2026-11-22\n    reviewed: 2026-11-22\n    status: seen\n  - id: gb-domestic_violence-047", "evidence: list\n    seen: 2026-11-22\n    reviewed: 2026-11-22\n    status: seen\n  - id: gb-domestic_violence-047", "unverified" },
        { "    source: \"https://www.samaritans.org/how-we-can-help/contact-samaritan/\"\n", "", "gb-suicide-044: no source" },
        { "phone: \"116 123\"\n    web: samaritans.org\n", "phone: \"116 l23\"\n    web: samaritans.org\n", "not a phone number" },
        { "    name: \"Samaritans\"\n    phone: \"116 123\"\n    web: samaritans.org\n", "    name: \"Samaritans\"\n    web: samaritans.org\n", "no phone, sms, whatsapp or chat" },
        { "web: samaritans.org\n", "web: https://samaritans.org\n", "not an address without scheme" },
        { "kind: suicide\n    name: \"Samaritans\"\n    phone: \"116 123\"\n    web: samaritans.org\n", "kind: sadness\n    name: \"Samaritans\"\n    phone: \"116 123\"\n    web: samaritans.org\n", "kind 'sadness' is not known" },
        { "trace: call-list", "trace: none", "trace 'none' is not known" },
        { "ages: 12-24", "ages: young", "not such as 12-24" },
        { "own_behaviour: true", "own_behavior: true", "unknown key 'own_behavior'" },
        { "silent: press-55-when-asked", "silent: whisper", "silent 'whisper' is not known" },
        { "    all: \"000\"\n", "", "au-emergency-020: no number" },
        { "  - id: ie-emergency-052", "  - id: au-emergency-020", "au-emergency-020: there twice" },
        { "  reviewed: 2026-11-22\n  status: seen\n\n# The order", "  reviewed: soon\n  status: seen\n\n# The order", "reviewed 'soon' is not a date" },
        { "  web: findahelpline.com\n", "", "finder: no web address" },
        { "language_count: 53", "language_count: many", "'many' is not a number" },
        { "languages: [ko]", "languages: [Korean]", "a language is two letters" },
        { "sms: {to: \"234\", text: lovebetter}", "sms: {text: lovebetter}", "no number to send it to" },
        { "mon-thu 8-20, fri 8-15", "weekdays", "neither 24/7 nor" },
        { "services:\n", "services:\n  - none\n", "a row is a mapping" },
        { "[AE, IL, TR, ZA]", "[AE, IL, TR, ZA, KE]", "KE: no emergency number" },
        { "regions:\n", "regions:\n  atlantis: 7\n", "a region is a list" },
        { "services:\n", "services: [\n", "not readable as YAML" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_fault_in_the_directory_stops_the_start_and_is_named(string text, string instead, string fault)
    {
        Assert.Contains(text, BuiltIn, StringComparison.Ordinal);
        var at = BuiltIn.IndexOf(text, StringComparison.Ordinal);
        var faults = FaultsOf(BuiltIn[..at] + instead + BuiltIn[(at + text.Length)..]);
        Assert.Contains(faults, one => one.Contains(fault, StringComparison.Ordinal));
        Assert.All(faults, one => Assert.StartsWith("crisis/directory.yaml:", one, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        var broken = BuiltIn
            .Replace("trace: call-list", "trace: none", StringComparison.Ordinal)
            .Replace("ages: 12-24", "ages: young", StringComparison.Ordinal)
            .Replace("silent: press-55-when-asked", "silent: whisper", StringComparison.Ordinal);
        Assert.Equal(3, FaultsOf(broken).Count);
    }
}

internal static class CrisisContentText
{
    public static string Of(string resource)
    {
        using var stream = typeof(HelpDirectory).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
