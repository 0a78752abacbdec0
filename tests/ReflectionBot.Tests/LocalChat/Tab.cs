using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>The page as a person sees it: what is said, what can be pressed, where the focus is.</summary>
public sealed class Tab(IPage page, string? person = null)
{
    public IPage Page => page;

    /// <summary>The chat of one person where several stand side by side.</summary>
    public Tab Of(string name) => new(page, name);

    private ILocator Root => person is null ? page.Locator(".chat").First : page.Locator($".chat[aria-label='{person}']");

    public ILocator Log => Root.GetByRole(AriaRole.Log);

    public ILocator Lines => Root.Locator(".line");

    public ILocator Field => Root.GetByRole(AriaRole.Textbox);

    public ILocator Last => Lines.Last;

    public ILocator Answers => Root.Locator(".answers");

    public ILocator HelpButton => person is null
        ? page.Locator(".bar-help")
        : Root.Locator(".chat-head").GetByRole(AriaRole.Button, new() { Name = "Help", Exact = true });

    public ILocator Start => Root.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true });

    public ILocator Answer(string label) => Root.Locator(".answers").GetByRole(AriaRole.Button, new() { Name = label, Exact = true });

    public ILocator Tick(string label) => Root.Locator(".answers").GetByRole(AriaRole.Checkbox, new() { Name = label, Exact = true });

    public ILocator Bubble(string text) => Root.Locator(".bubble", new() { HasText = text });

    public ILocator Bubble(Regex text) => Root.Locator(".bubble", new() { HasTextRegex = text });

    public async Task SayAsync(string text)
    {
        await Field.FillAsync(text);
        await Field.PressAsync("Enter");
    }

    public Task SeesAsync(string text) => Assertions.Expect(Bubble(text).Last).ToBeVisibleAsync();

    public Task SeesNotAsync(string text) => Assertions.Expect(Bubble(text)).ToHaveCountAsync(0);

    public Task CountsAsync(int lines) => Assertions.Expect(Lines).ToHaveCountAsync(lines);
}
