using System.Text;
using System.Text.RegularExpressions;
using ReflectionBot.Core.Flows;
using ReflectionBot.Tests.Storage;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>A person at the page, the real bot behind it, nothing scripted but the person.</summary>
[Collection(BrowserTests.Name)]
public sealed class WholeConversationTests(Browser browser) : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RealBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await RealBot.StartAsync(_folder.Path, OwnPort.Next());

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("c3-start-small", 1000)]
    [InlineData("b2-quiet-between-us", 360)]
    [InlineData("a1-neglect-distance-harm", 360)]
    public async Task A_stranger_is_led_through_a_whole_reflection(string flow, int width)
    {
        await using var window = await browser.OpenAsync(_bot.Url, new() { ViewportSize = new() { Width = width, Height = 760 } });
        var tab = await window.TabAsync();
        var person = new Visitor(tab);
        await person.BeginAsync();
        await person.ChooseAsync(flow);
        await person.AnswerUntilAsync(EndOf(flow));
        Assert.False(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
        await Expect(tab.Page.GetByText("Not sent yet")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough_for_a_whole_reflection()
    {
        await using var window = await browser.OpenAsync(_bot.Url);
        var tab = await window.TabAsync();
        var person = new Visitor(tab) { KeyboardOnly = true };
        await person.BeginAsync();
        await person.ChooseAsync("c3-start-small");
        await person.AnswerUntilAsync(EndOf("c3-start-small"));
    }

    [Fact]
    public async Task A_reload_and_a_restart_in_the_middle_lead_back_to_the_same_question()
    {
        await using var window = await browser.OpenAsync(_bot.Url);
        var tab = await window.TabAsync();
        var person = new Visitor(tab);
        await person.BeginAsync();
        await person.ChooseAsync("c3-start-small");
        await person.AnswerOnceAsync();
        await person.AnswerOnceAsync();
        var said = await tab.Lines.AllInnerTextsAsync();

        await tab.Page.ReloadAsync();
        await tab.CountsAsync(said.Count);
        Assert.Equal(said, await tab.Lines.AllInnerTextsAsync());

        var port = _bot.Url.Port;
        await _bot.DisposeAsync();
        _bot = await RealBot.StartAsync(_folder.Path, port);
        await Expect(tab.Page.Locator(".state")).ToHaveAttributeAsync("data-state", "open");
        await tab.CountsAsync(said.Count);
        await person.AnswerUntilAsync(EndOf("c3-start-small"));
    }

    [Theory]
    [InlineData("Help pressed", null)]
    [InlineData("help written", "help")]
    [InlineData("danger written", "i want to kill myself")]
    public async Task Help_is_there_before_anything_else_was_said(string how, string? written)
    {
        Assert.NotEmpty(how);
        await using var window = await browser.OpenAsync(_bot.Url);
        var tab = await window.TabAsync();
        if (written is null)
        {
            await tab.HelpButton.ClickAsync();
        }
        else
        {
            await tab.SayAsync(written);
        }

        await Expect(tab.Page.Locator(".card")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("#alert")).ToHaveTextAsync("Help is here, in the chat.");
    }

    [Fact]
    public async Task Two_people_and_two_tabs_of_one_of_them_stay_apart_and_agree()
    {
        await using var window = await browser.OpenAsync(_bot.Url, new() { ViewportSize = new() { Width = 1300, Height = 800 } });
        var both = await window.TabAsync("/?as=ann&as=bob");
        var ann = new Visitor(both.Of("ann"));
        await ann.BeginAsync();
        await ann.ChooseAsync("c3-start-small");
        await both.Of("bob").CountsAsync(0);

        var other = await window.TabAsync("/?as=ann");
        var last = await both.Of("ann").Last.InnerTextAsync();
        await Expect(other.Last).ToHaveTextAsync(last, new() { UseInnerText = true });
        await new Visitor(other).AnswerOnceAsync();
        await Expect(both.Of("ann").Last).Not.ToHaveTextAsync(last, new() { UseInnerText = true });
        // The tab that was answered in shows all of it; the other one catches up.
        await both.Of("ann").CountsAsync(await other.Lines.CountAsync());
    }

    [Fact]
    public async Task Forgetting_empties_the_page_and_the_files()
    {
        const string canary = "the heron stands in the cold river";
        await using var window = await browser.OpenAsync(_bot.Url);
        var tab = await window.TabAsync();
        var person = new Visitor(tab);
        await person.BeginAsync();
        await person.ChooseAsync("b2-quiet-between-us");
        await tab.SayAsync(canary);
        await tab.SeesAsync(canary);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path, "bot.db*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)), path => Holds(path, "heron"));

        await tab.SayAsync("/forget");
        await tab.Answer("Erase everything").ClickAsync();
        await tab.SeesAsync("It is gone.");
        await tab.CountsAsync(1);
        await tab.Page.ReloadAsync();
        await Expect(tab.Start).ToBeVisibleAsync();
        await tab.CountsAsync(0);
    }

    /// <summary>A flow may end in several ways.</summary>
    private static Regex EndOf(string flow) => new(string.Join('|', ShippedContent.Pack.Flows[flow].Steps.Values
        .OfType<EndStep>()
        .Select(step => step.Text?.In("en"))
        .OfType<string>()
        .Select(text => Regex.Escape(text.Trim().Split('\n')[0]))));

    private static bool Holds(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
