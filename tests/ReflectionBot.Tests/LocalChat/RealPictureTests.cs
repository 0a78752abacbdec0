using Microsoft.Playwright;
using ReflectionBot.Tests.Storage;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>The pictures of the documentation: the real bot with the shipped content.</summary>
[Collection(BrowserTests.Name)]
public sealed class RealPictureTests(Browser browser) : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RealBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await RealBot.StartAsync(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("chat-desktop", 1100, 820, ColorScheme.Light)]
    [InlineData("chat-phone", 390, 800, ColorScheme.Dark)]
    public async Task In_the_middle_of_a_reflection(string name, int width, int height, ColorScheme look)
    {
        await using var window = await browser.OpenAsync(_bot.Url, Size(width, height, look));
        var tab = await window.TabAsync();
        var person = new Visitor(tab);
        await person.BeginAsync();
        await Picture.SaveAsync(tab, $"{name}-list");
        await person.ChooseAsync("b2-quiet-between-us");
        await AnswerAsync(tab, "That I miss how we used to talk in the kitchen");
        await tab.Answer("Lonely").ClickAsync();
        await Expect(tab.Last).ToContainTextAsync("three small parts");
        await AnswerAsync(tab, "When we eat, both of us look at our phones");
        await AnswerAsync(tab, "I feel alone next to you");
        await AnswerAsync(tab, "Could we eat without phones twice a week?");
        await AnswerAsync(tab, "When we eat with our phones I feel alone. Could we leave them in the hall twice a week?");
        await Expect(tab.Answer("Like me")).ToBeVisibleAsync();
        await Picture.SaveAsync(tab, name);
    }

    [Theory]
    [InlineData("help-desktop", 1100, 820, ColorScheme.Light)]
    [InlineData("help-phone", 390, 800, ColorScheme.Light)]
    public async Task Help_pressed(string name, int width, int height, ColorScheme look)
    {
        await using var window = await browser.OpenAsync(_bot.Url, Size(width, height, look));
        var tab = await window.TabAsync();
        await tab.HelpButton.ClickAsync();
        await Expect(tab.Page.Locator(".card")).ToBeVisibleAsync();
        await Picture.SaveAsync(tab, name);
    }

    [Fact]
    public async Task Two_people_side_by_side()
    {
        await using var window = await browser.OpenAsync(_bot.Url, Size(1200, 800, ColorScheme.Light));
        var tab = await window.TabAsync("/?as=ann&as=bob");
        var ann = new Visitor(tab.Of("ann"));
        await ann.BeginAsync();
        await ann.ChooseAsync("c1-house-check");
        await ann.AnswerOnceAsync();
        await new Visitor(tab.Of("bob")).BeginAsync();
        await Picture.SaveAsync(tab, "side-by-side-real");
    }

    private static async Task AnswerAsync(Tab tab, string text)
    {
        var lines = await tab.Lines.CountAsync();
        await tab.SayAsync(text);
        await Expect(tab.Lines.Nth(lines + 1)).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".meta[data-state='sending']")).ToHaveCountAsync(0);
    }

    private static BrowserNewContextOptions Size(int width, int height, ColorScheme look) => new()
    {
        ViewportSize = new() { Width = width, Height = height },
        ColorScheme = look,
        ReducedMotion = ReducedMotion.Reduce,
    };
}
