using Microsoft.Playwright;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

[Collection(BrowserTests.Name)]
public sealed class PageTests(Browser browser) : IAsyncLifetime
{
    private static readonly Address _me = Address.Parse("local:me");
    private ChatHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_one_writes_and_what_comes_back_stays_after_a_reload()
    {
        _host.Bot.Answer = input => [new Reply($"You wrote: {input.Words}")];
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.SayAsync("Hello there");
        await tab.SeesAsync("You wrote: Hello there");
        await tab.CountsAsync(2);
        await tab.Page.ReloadAsync();
        await tab.SeesAsync("You wrote: Hello there");
        await tab.CountsAsync(2);
        await Expect(tab.Page).ToHaveTitleAsync("Chat");
    }

    [Fact]
    public async Task A_pressed_answer_is_shown_and_its_buttons_go()
    {
        _host.Bot.Answer = input => input is OptionInput { OptionIds: ["yes"] } ? [new ReplyRetirement("q", "Yes, gladly"), new Reply("Good.")] : [];
        await _host.Bot.SayAsync(_me, new Reply("Shall we?") { Key = "q", Options = [new("yes", "Yes, gladly"), new("no", "No", OptionLook.Quiet)] });
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.Answer("Yes, gladly").ClickAsync();
        await tab.SeesAsync("Good.");
        await Expect(tab.Answers).ToHaveCountAsync(0);
        await Expect(tab.Lines.First.Locator(".chosen")).ToHaveTextAsync("You chose: Yes, gladly");
    }

    [Fact]
    public async Task Several_ticks_go_out_with_done_and_a_quiet_answer_goes_alone()
    {
        await _host.Bot.SayAsync(_me, Pick("q1"));
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.Tick("Silence").CheckAsync();
        await tab.Tick("Walking off").CheckAsync();
        await tab.Answer("Done").ClickAsync();
        await Expect(tab.Answers).Not.ToHaveAttributeAsync("aria-busy", "true");
        await tab.Answer("Skip").ClickAsync();
        await Expect(tab.Answers).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Eventually.Equal(2, () => _host.Bot.Inputs.Count);
        Assert.Equal(["q1-silence q1-walking q1-done", "q1-skip"], _host.Bot.Inputs.Cast<OptionInput>().Select(input => string.Join(' ', input.OptionIds)));
    }

    [Fact]
    public async Task Edits_and_removals_are_seen_as_they_happen()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await _host.Bot.SayAsync(_me, new Reply("First words") { Key = "a" });
        await _host.Bot.SayAsync(_me, new Reply("Other words") { Key = "b" });
        await tab.SeesAsync("First words");
        await _host.Bot.SayAsync(_me, new ReplyEdit("a", "Better words", []));
        await tab.SeesAsync("Better words");
        await Expect(tab.Lines.First).ToContainTextAsync("edited");
        await _host.Bot.SayAsync(_me, new ReplyRemoval(["a"]));
        await tab.CountsAsync(1);
        await _host.Bot.SayAsync(_me, new ReplyRemoval([]));
        await tab.CountsAsync(0);
    }

    [Fact]
    public async Task Two_tabs_show_the_same()
    {
        _host.Bot.Answer = _ => [new Reply("Heard.")];
        await using var window = await browser.OpenAsync(_host);
        var one = await window.TabAsync();
        var two = await window.TabAsync();
        await one.SayAsync("from one");
        await two.SeesAsync("Heard.");
        await two.SayAsync("from two");
        await one.CountsAsync(4);
        await two.CountsAsync(4);
        await Eventually.TrueAsync(async () => (await one.Lines.AllInnerTextsAsync()).SequenceEqual(await two.Lines.AllInnerTextsAsync()), "both show the same");
    }

    [Fact]
    public async Task Help_goes_ahead_of_everything_that_waits()
    {
        _host.Bot.Accept = input => input is CommandInput ? Acceptance.Taken : Acceptance.TooMany;
        _host.Bot.Answer = _ => [new Reply("You can reach someone now: 116 123, https://findahelpline.com.") { Kind = ReplyKind.Card, Urgency = Urgency.Help }];
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.SayAsync("one");
        await tab.SayAsync("two");
        await tab.HelpButton.ClickAsync();
        await Expect(tab.Page.Locator(".card")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("#alert")).ToHaveTextAsync("Help is here, in the chat.");
        Assert.Equal(["tel:116123", "https://findahelpline.com"], await tab.Page.Locator(".card a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"));
    }

    [Fact]
    public async Task What_was_not_taken_stays_and_goes_out_when_it_can()
    {
        var closed = true;
        _host.Bot.Accept = _ => closed ? Acceptance.Unavailable : Acceptance.Taken;
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.SayAsync("first");
        await tab.SayAsync("second");
        await Expect(tab.Lines.First).ToContainTextAsync("It cannot be saved right now");
        closed = false;
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Try now" }).First.ClickAsync();
        await Expect(tab.Page.GetByText("It cannot be saved right now")).ToHaveCountAsync(0);
        await Expect(tab.Lines).ToHaveCountAsync(2);
        await Eventually.Equal(2, () => _host.Bot.Inputs.Count);
        Assert.Equal(["first", "second"], _host.Bot.Inputs.Select(input => input.Words));
    }

    [Fact]
    public async Task Two_people_side_by_side_do_not_mix()
    {
        _host.Bot.Answer = input => [new Reply($"Hello {input.Address.Local}")];
        await using var window = await browser.OpenAsync(_host, new() { ViewportSize = new() { Width = 1300, Height = 760 } });
        var tab = await window.TabAsync("/?as=ann&as=bob");
        await tab.Of("ann").SayAsync("a");
        await tab.Of("bob").SayAsync("b");
        await tab.Of("ann").SeesAsync("Hello ann");
        await tab.Of("bob").SeesAsync("Hello bob");
        await tab.Of("ann").CountsAsync(2);
        await tab.Of("bob").HelpButton.ClickAsync();
        await tab.Of("bob").CountsAsync(3);
        Assert.Equal("local:bob", Assert.Single(_host.Bot.Inputs.OfType<CommandInput>()).Address.Value);
    }

    [Fact]
    public async Task Another_person_is_added_in_the_menu_and_named_in_the_address()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name of a new person" }).FillAsync("bob");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(tab.Page.Locator(".chat")).ToHaveCountAsync(2);
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?as=me&as=bob$"));
    }

    [Fact]
    public async Task Leaving_quickly_shows_an_empty_page_and_back_does_not_return()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync("/blank");
        await tab.Page.GotoAsync("/");
        await tab.SayAsync("private");
        await tab.SeesAsync("private");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Leave quickly" }).ClickAsync();
        await Expect(tab.Page).ToHaveTitleAsync("New page");
        Assert.Equal("", (await tab.Page.Locator("body").InnerTextAsync()).Trim());
        await tab.Page.GoBackAsync();
        await Expect(tab.Page).ToHaveTitleAsync("New page");
    }

    [Fact]
    public async Task Where_the_browser_speaks_Spanish_the_page_does()
    {
        await using var window = await browser.OpenAsync(_host, new() { Locale = "es-MX" });
        var tab = await window.TabAsync();
        await Expect(tab.Page.Locator(".bar-help")).ToHaveTextAsync("Ayuda");
        await Expect(tab.Field).ToHaveAttributeAsync("placeholder", "Escribe un mensaje");
        await tab.SayAsync("Hola");
        await tab.CountsAsync(1);
        await Eventually.Equal(1, () => _host.Bot.Inputs.Count);
        Assert.Equal("es-MX", Assert.Single(_host.Bot.Inputs).ClientLanguage);
    }

    [Fact]
    public async Task Long_talk_stays_at_the_end_unless_somebody_reads_further_up()
    {
        for (var i = 0; i < 60; i++)
        {
            await _host.Bot.SayAsync(_me, new Reply($"Line {i.ToString(System.Globalization.CultureInfo.InvariantCulture)}"));
        }

        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await Expect(tab.Bubble("Line 59")).ToBeInViewportAsync();
        await tab.Log.EvaluateAsync("log => { log.scrollTop = 0; }");
        var latest = tab.Page.GetByRole(AriaRole.Button, new() { Name = "To the latest message" });
        await Expect(latest).ToBeVisibleAsync();
        await _host.Bot.SayAsync(_me, new Reply("Something new"));
        await Expect(latest).ToHaveTextAsync("1");
        await Expect(tab.Bubble("Something new")).Not.ToBeInViewportAsync();
        await latest.ClickAsync();
        await Expect(tab.Bubble("Something new")).ToBeInViewportAsync();
        await Expect(latest).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_page_keeps_only_the_newest_lines()
    {
        for (var i = 0; i < ReflectionBot.Adapters.LocalChat.ChatLine.MaxKept + 20; i++)
        {
            await _host.Bot.SayAsync(_me, new Reply($"Line {i.ToString(System.Globalization.CultureInfo.InvariantCulture)}"));
        }

        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.CountsAsync(ReflectionBot.Adapters.LocalChat.ChatLine.MaxKept);
        await _host.Bot.SayAsync(_me, new Reply("One more"));
        await tab.SeesAsync("One more");
        await tab.CountsAsync(ReflectionBot.Adapters.LocalChat.ChatLine.MaxKept);
    }

    private static Reply Pick(string key) => new("Which of these do you know?")
    {
        Key = key,
        PickSeveral = true,
        Options =
        [
            new($"{key}-silence", "Silence", OptionLook.Unpicked), new($"{key}-walking", "Walking off", OptionLook.Unpicked),
            new($"{key}-done", "Done", OptionLook.Primary), new($"{key}-skip", "Skip", OptionLook.Quiet),
        ],
    };
}
