using System.Collections.Immutable;
using System.Net;
using Microsoft.Playwright;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Flows;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

[Collection(BrowserTests.Name)]
public sealed class FlowBrowserTests(Browser browser)
{
    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_flow_of_the_pack_is_shown_in_each_of_its_languages_and_every_link_leads_somewhere()
    {
        await using var host = await ChatHost.StartAsync(pack: () => ShippedContent.Pack);
        var list = await host.Http.GetStringAsync(new Uri("/flows", UriKind.Relative), Patience);
        foreach (var flow in ShippedContent.Pack.Flows.Values)
        {
            Assert.Contains($"href=\"/flows/{flow.Id}\"", list, StringComparison.Ordinal);
            foreach (var language in flow.Languages)
            {
                var page = await host.Http.GetStringAsync(new Uri($"/flows/{flow.Id}?lang={language}", UriKind.Relative), Patience);
                Assert.Contains(WebUtility.HtmlEncode(flow.Title.In(language)), page, StringComparison.Ordinal);
                Assert.All(flow.Steps.Keys, step => Assert.Contains($"id=\"{step}\"", page, StringComparison.Ordinal));
                Assert.All(Targets(page), target => Assert.Contains($"id=\"{target}\"", page, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task What_an_author_wrote_is_text_never_markup()
    {
        await using var host = await ChatHost.StartAsync(pack: () => PackOf("<script>alert(1)</script> & \"so on\""));
        var page = await host.Http.GetStringAsync(new Uri("/flows/a1-test", UriKind.Relative), Patience);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so on&quot;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_flow_is_not_there_and_without_content_nothing_is()
    {
        await using var host = await ChatHost.StartAsync(pack: () => ShippedContent.Pack);
        await using var empty = await ChatHost.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync(new Uri("/flows/zz", UriKind.Relative), Patience)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await empty.Http.GetAsync(new Uri("/flows", UriKind.Relative), Patience)).StatusCode);
    }

    [Fact]
    public async Task A_saved_change_shows_by_itself()
    {
        var pack = PackOf("Old words");
        await using var host = await ChatHost.StartAsync(pack: () => pack);
        await using var window = await browser.OpenAsync(host);
        var tab = await window.TabAsync("/flows/a1-test");
        await Expect(tab.Page.GetByText("Old words")).ToBeVisibleAsync();
        pack = PackOf("New words") with { Revision = "second" };
        await Expect(tab.Page.GetByText("New words")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_browser_shows_a_flow_without_scrolling_sideways()
    {
        await using var host = await ChatHost.StartAsync(pack: () => ShippedContent.Pack);
        await using var window = await browser.OpenAsync(host, new() { ViewportSize = new() { Width = 390, Height = 800 } });
        var tab = await window.TabAsync("/flows");
        await tab.Page.Locator(".flows a").First.ClickAsync();
        await Expect(tab.Page.Locator(".steps > li").First).ToBeVisibleAsync();
        await Picture.SaveAsync(tab, "flow-phone");
        await tab.Page.SetViewportSizeAsync(1100, 900);
        await Picture.SaveAsync(tab, "flow");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "All flows" }).ClickAsync();
        await Expect(tab.Page.Locator(".flows a").First).ToBeVisibleAsync();
        await Picture.SaveAsync(tab, "flows");
    }

    private static IEnumerable<string> Targets(string page) =>
        System.Text.RegularExpressions.Regex.Matches(page, "href=\"#([^\"]+)\"").Select(match => match.Groups[1].Value);

    private static Pack PackOf(string text) => new("first")
    {
        Flows = ImmutableDictionary<string, Flow>.Empty.Add("a1-test", new Flow("a1-test", "r", "A1", LocalText.Of("en", "Test"), LocalText.Of("en", "About"))
        {
            Start = "one",
            Order = ["one", "end"],
            Steps = ImmutableDictionary<string, Step>.Empty
                .Add("one", new SayStep("one", LocalText.Of("en", text)) { Next = "end" })
                .Add("end", new EndStep("end", null)),
        }),
        FlowOrder = ["a1-test"],
        Languages = ImmutableDictionary<string, Messages>.Empty,
    };
}
