using System.Text.Json;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>Every way to reach somebody that a Card names can be tapped, and nothing else in it is taken for a number.</summary>
[Collection(BrowserTests.Name)]
public sealed class CardLinkTests(Browser browser)
{
    private static readonly CardWriter _writer = CardWriter.BuiltIn;

    [Fact]
    public async Task In_every_country_and_language_what_is_linked_is_what_the_directory_holds()
    {
        var cards = Cards().Distinct().ToList();
        await using var host = await ChatHost.StartAsync();
        await using var window = await browser.OpenAsync(host);
        var tab = await window.TabAsync();
        var found = await tab.Page.EvaluateAsync<JsonElement>(
            """
            async texts => {
              const { linkify } = await import('/assets/linkify.js');
              return texts.map(text => linkify(text, true).filter(node => node.href).map(link => [link.textContent, link.getAttribute('href')]));
            }
            """,
            cards.Select(card => card.Text).ToArray());
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < cards.Count; i++)
        {
            var links = found[i].EnumerateArray().Select(link => (Shown: link[0].GetString()!, Target: link[1].GetString()!)).ToList();
            var known = Known(cards[i].Country).Where(way => cards[i].Text.Contains(way, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
            faults.UnionWith(known.Where(way => !links.Exists(link => link.Shown.Contains(way, StringComparison.Ordinal) || way.Contains(link.Shown, StringComparison.Ordinal))).Select(way => $"{cards[i].Country}: not linked: {way}"));
            faults.UnionWith(links.Where(link => !known.Any(way => Bare(way) == Bare(link.Shown))).Select(link => $"{cards[i].Country}: linked: {link.Shown} → {link.Target}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("call 988", "tel:988")]
    [InlineData("text 988", "sms:988")]
    [InlineData("call or text 988, 24/7", "tel:988")]
    [InlineData("text HOME to 741741", "sms:741741")]
    [InlineData("SMS con HOLA al 741741", "sms:741741")]
    [InlineData("llamada o SMS al 988", "tel:988")]
    [InlineData("WhatsApp 0800 123 456", null)]
    [InlineData("chat at www.rainn.org/chat, or befrienders.org.", "https://www.rainn.org/chat https://befrienders.org")]
    [InlineData("Mon-Fri 8-20 (9-12), 09:00-17:30, ages 11 to 25, 2.5 km, 24/7", null)]
    [InlineData("(see https://example.org/a_(b)).", "https://example.org/a_(b)")]
    public async Task A_number_is_called_or_written_to_as_the_words_before_it_say(string text, string? targets)
    {
        await using var host = await ChatHost.StartAsync();
        await using var window = await browser.OpenAsync(host);
        var tab = await window.TabAsync();
        var found = await tab.Page.EvaluateAsync<string>(
            "async text => (await import('/assets/linkify.js')).linkify(text, true).filter(node => node.href).map(link => link.getAttribute('href')).join(' ')", text);
        Assert.Equal(targets ?? "", found);
    }

    private static IEnumerable<(string? Country, string Text)> Cards() =>
        from country in _writer.Directory.Countries.Select(code => (string?)code).Append(null)
        from language in _writer.Languages.Keys
        from tier in new[] { Tier.Card, Tier.Emergency }
        from kinds in new[] { CrisisKinds.Suicide, CrisisKinds.PartnerViolence, CrisisKinds.SexualViolence, CrisisKinds.Child }
        from discreet in new[] { false, true }
        select (country, _writer.For(new Screening(tier, kinds, ["test"]), country, language, discreet: discreet).Text);

    /// <summary>9-8-8 is 988.</summary>
    private static string Bare(string way) => way.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<string> Known(string? country)
    {
        var emergency = _writer.Directory.EmergencyIn(country);
        return _writer.Directory.ServicesIn(country)
            .SelectMany(service => new[] { service.Phone, service.Sms?.To, service.Chat, service.Web })
            .Concat([emergency?.All, emergency?.Police, emergency?.Ambulance, emergency?.Text, _writer.Directory.Finder.Web, "112"])
            .OfType<string>();
    }
}
