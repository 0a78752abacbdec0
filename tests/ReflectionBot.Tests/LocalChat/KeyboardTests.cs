using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

[Collection(BrowserTests.Name)]
public sealed class KeyboardTests(Browser browser) : IAsyncLifetime
{
    private static readonly Address _me = Address.Parse("local:me");
    private ChatHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Arrow_up_in_an_empty_field_goes_to_the_answers_and_the_focus_follows_to_the_next_question()
    {
        _host.Bot.Answer = input => input is OptionInput { OptionIds: ["a1"] }
            ? [new ReplyRetirement("a", "One"), Question("b")]
            : [new ReplyRetirement("b", "Two"), new Reply("That is all.")];
        await _host.Bot.SayAsync(_me, Question("a"));
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await Expect(tab.Field).ToBeFocusedAsync();
        await Expect(tab.Answer("One")).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(tab.Answer("One")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.CountsAsync(2);
        await Expect(tab.Answer("One")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.SeesAsync("That is all.");
        await Expect(tab.Field).ToBeFocusedAsync();
        Assert.Equal(["a1", "b2"], _host.Bot.Inputs.Cast<OptionInput>().SelectMany(input => input.OptionIds));
    }

    [Fact]
    public async Task New_answers_never_steal_the_focus_from_somebody_who_writes()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.Field.PressSequentiallyAsync("I am in the mid");
        await _host.Bot.SayAsync(_me, Question("a"));
        await Expect(tab.Answer("One")).ToBeVisibleAsync();
        await tab.Page.Keyboard.TypeAsync("dle");
        await Expect(tab.Field).ToHaveValueAsync("I am in the middle");
    }

    [Fact]
    public async Task Shift_enter_breaks_the_line_and_enter_sends()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.Field.PressSequentiallyAsync("one");
        await tab.Page.Keyboard.PressAsync("Shift+Enter");
        await tab.Page.Keyboard.TypeAsync("two");
        await tab.Page.Keyboard.PressAsync("Enter");
        // The line shows before the bot has heard it.
        await tab.CountsAsync(1);
        await Eventually.Equal(1, () => _host.Bot.Inputs.Count);
        Assert.Equal("one\ntwo", Assert.Single(_host.Bot.Inputs).Words);
    }

    [Fact]
    public async Task Help_and_leaving_are_reached_by_tab_alone()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await Expect(tab.Field).ToBeFocusedAsync();
        var names = new List<string?>();
        for (var i = 0; i < 8; i++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            names.Add(await tab.Page.EvaluateAsync<string?>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"));
        }

        Assert.Contains("Help", names);
        Assert.Contains("Leave quickly", names);
        Assert.Contains("Menu", names);
    }

    [Fact]
    public async Task Ticks_are_set_with_the_space_bar()
    {
        await _host.Bot.SayAsync(_me, new Reply("Which?")
        {
            PickSeveral = true,
            Options = [new("t1", "Silence", OptionLook.Unpicked), new("t2", "Shouting", OptionLook.Unpicked), new("done", "Done", OptionLook.Primary)],
        });
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await Expect(tab.Tick("Silence")).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("ArrowUp");
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Space");
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Answers).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Eventually.Equal(1, () => _host.Bot.Inputs.Count);
        Assert.Equal(["t2", "done"], Assert.IsType<OptionInput>(Assert.Single(_host.Bot.Inputs)).OptionIds);
    }

    private static Reply Question(string key) => new("Which one?") { Key = key, Kind = ReplyKind.Question, Options = [new($"{key}1", "One"), new($"{key}2", "Two")] };
}
