using Microsoft.Playwright;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>What the page looks like, in scenes with a scripted bot.</summary>
[Collection(BrowserTests.Name)]
public sealed class PictureTests(Browser browser) : IAsyncLifetime
{
    private ChatHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("desktop-light", 1200, 800, ColorScheme.Light)]
    [InlineData("desktop-dark", 1200, 800, ColorScheme.Dark)]
    [InlineData("phone-light", 390, 780, ColorScheme.Light)]
    [InlineData("phone-dark", 390, 780, ColorScheme.Dark)]
    [InlineData("phone-narrow", 320, 600, ColorScheme.Light)]
    public async Task A_reflection_in_progress(string name, int width, int height, ColorScheme look)
    {
        await ReflectAsync("me");
        await using var window = await browser.OpenAsync(_host, Size(width, height, look));
        var tab = await window.TabAsync();
        await tab.SayAsync("We used to talk in the kitchen every night. Now we mostly pass each other.");
        await Expect(tab.Lines).ToHaveCountAsync(7);
        await Picture.SaveAsync(tab, name);
    }

    [Theory]
    [InlineData("card-light", 1200, 800, ColorScheme.Light)]
    [InlineData("card-phone-dark", 390, 780, ColorScheme.Dark)]
    public async Task A_card_of_help(string name, int width, int height, ColorScheme look)
    {
        await ReflectAsync("me");
        await _host.Bot.SayAsync(Address.Parse("local:me"), Card());
        await using var window = await browser.OpenAsync(_host, Size(width, height, look));
        var tab = await window.TabAsync();
        await Expect(tab.Page.Locator(".card")).ToBeVisibleAsync();
        await Picture.SaveAsync(tab, name);
    }

    [Theory]
    [InlineData("ticks-light", 900, 800, ColorScheme.Light)]
    [InlineData("ticks-phone-dark", 390, 780, ColorScheme.Dark)]
    public async Task A_list_to_tick(string name, int width, int height, ColorScheme look)
    {
        await _host.Bot.SayAsync(Address.Parse("local:me"), new Reply("People go away in many ways. Which of these do you know from them?")
        {
            PickSeveral = true,
            Options =
            [
                new("1", "They go silent", OptionLook.Picked), new("2", "They walk off", OptionLook.Unpicked),
                new("3", "They need nobody", OptionLook.Picked), new("4", "They have no words for it", OptionLook.Unpicked),
                new("5", "They get upset themselves", OptionLook.Unpicked),
                new("d", "Done", OptionLook.Primary), new("s", "Skip", OptionLook.Quiet), new("b", "Back", OptionLook.Quiet), new("x", "Stop", OptionLook.Quiet),
            ],
        });
        await using var window = await browser.OpenAsync(_host, Size(width, height, look));
        var tab = await window.TabAsync();
        await Expect(tab.Answers).ToBeVisibleAsync();
        await _host.Bot.Sender.ShowTypingAsync(Address.Parse("local:me"), CancellationToken.None);
        await Expect(tab.Page.Locator(".dots")).ToBeVisibleAsync();
        await Picture.SaveAsync(tab, name);
    }

    [Fact]
    public async Task Side_by_side()
    {
        await ReflectAsync("ann");
        await _host.Bot.SayAsync(Address.Parse("local:bob"), Card());
        await using var window = await browser.OpenAsync(_host, Size(1300, 800, ColorScheme.Light));
        var tab = await window.TabAsync("/?as=ann&as=bob&as=carmen");
        await Expect(tab.Of("bob").Lines).ToHaveCountAsync(1);
        await tab.Of("carmen").SayAsync("Hola 👋");
        await Expect(tab.Of("carmen").Lines).ToHaveCountAsync(3);
        await Picture.SaveAsync(tab, "side-by-side");
    }

    [Fact]
    public async Task A_chat_that_has_not_begun()
    {
        await using var window = await browser.OpenAsync(_host, Size(390, 780, ColorScheme.Light));
        var tab = await window.TabAsync();
        _host.Bot.Answer = _ => [new Reply("Welcome.")];
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true })).ToBeVisibleAsync();
        await Picture.SaveAsync(tab, "start");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await tab.SeesAsync("Welcome.");
        await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true })).ToBeHiddenAsync();
        Assert.Equal("start", Assert.IsType<CommandInput>(Assert.Single(_host.Bot.Inputs)).Command);
    }

    [Fact]
    public async Task The_menu_and_the_tabs_of_a_phone()
    {
        await ReflectAsync("ann");
        await using var window = await browser.OpenAsync(_host, Size(390, 780, ColorScheme.Light));
        var tab = await window.TabAsync("/?as=ann&as=bob");
        await Expect(tab.Page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(2);
        await Picture.SaveAsync(tab, "tabs");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Picture.SaveAsync(tab, "menu");
    }

    private static BrowserNewContextOptions Size(int width, int height, ColorScheme look) => new()
    {
        ViewportSize = new() { Width = width, Height = height },
        ColorScheme = look,
        ReducedMotion = ReducedMotion.Reduce,
    };

    private static Reply Card() => CardWriter.BuiltIn.For(new Screening(Tier.Card, CrisisKinds.Suicide, ["test"]), "GB", "en", number: 1);

    private async Task ReflectAsync(string person)
    {
        var address = Address.Parse($"local:{person}");
        await _host.Bot.SayAsync(address, new Reply("Good to see you. What would you like to look at today?")
        {
            Key = "theme",
            Options = [new("a", "The quiet between us"), new("b", "When they shut down"), new("c", "Start small")],
        });
        await _host.Bot.SayAsync(address, new ReplyRetirement("theme", "The quiet between us"));
        await _host.Bot.SayAsync(address, new Reply("Some things stay unsaid for weeks. Not because they don't matter, often because they do."));
        await _host.Bot.SayAsync(address, new Reply("How has it felt, not saying it?") { Key = "felt", Options = [new("h", "Heavy")] });
        await _host.Bot.SayAsync(address, new ReplyRetirement("felt", "Heavy, and safer that way"));
        await _host.Bot.SayAsync(address, new Reply("Both can be true.\n\nWhat is one thing you have not said?")
        {
            Kind = ReplyKind.Question,
            Options = [new("sk", "Skip", OptionLook.Quiet), new("ba", "Back", OptionLook.Quiet), new("st", "Stop", OptionLook.Quiet)],
        });
        _host.Bot.Answer = _ =>
        [
            new Reply("Thank you for putting that into words."),
            new Reply("If you said it to them, where would the evening be calm enough for it?")
            {
                Options =
                [
                    new("k", "In the kitchen, after dinner"), new("w", "On a walk"), new("c", "In the car"), new("o", "In my own words"),
                    new("sk2", "Skip", OptionLook.Quiet), new("ba2", "Back", OptionLook.Quiet), new("st2", "Stop", OptionLook.Quiet),
                ],
            },
        ];
    }
}
