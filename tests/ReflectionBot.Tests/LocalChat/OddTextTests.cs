using System.Globalization;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

[Collection(BrowserTests.Name)]
public sealed class OddTextTests(Browser browser) : IAsyncLifetime
{
    private ChatHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>")]
    [InlineData("javascript:alert(1) https://example.org/\"onmouseover=alert(1)")]
    [InlineData("שלום, אני כאן")]
    [InlineData("💛🕊️👩‍👩‍👧")]
    [InlineData("zero\u200bwidth\u200d and \u202e turned")]
    [InlineData("nul\u0000 and bell\u0007")]
    [InlineData("lone \ud83d surrogate")]
    public async Task It_is_only_text_both_ways(string text)
    {
        _host.Bot.Answer = input => [new Reply(input.Words)];
        await using var window = await browser.OpenAsync(_host, new() { ViewportSize = new() { Width = 360, Height = 640 } });
        var tab = await window.TabAsync();
        await tab.Field.EvaluateAsync("(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", text);
        await tab.Field.PressAsync("Enter");
        await tab.CountsAsync(2);
        await Expect(tab.Page).ToHaveTitleAsync("Chat");
        Assert.Equal(0, await tab.Log.Locator("img, script, a[href^='javascript']").CountAsync());
        Assert.Single(_host.Bot.Inputs);
    }

    [Fact]
    public async Task A_hundred_thousand_characters_without_a_space_do_not_break_the_page()
    {
        _host.Bot.Answer = input => [new Reply($"{input.Words.Length.ToString(CultureInfo.InvariantCulture)} is a lot.")];
        await using var window = await browser.OpenAsync(_host, new() { ViewportSize = new() { Width = 360, Height = 640 } });
        var tab = await window.TabAsync();
        await tab.Field.EvaluateAsync("field => { field.value = 'x'.repeat(100_000); }");
        await tab.Field.PressAsync("Enter");
        await tab.SeesAsync("100000 is a lot.");
        Assert.Equal(360, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Two_hundred_messages_at_once_all_arrive_in_order()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.Field.EvaluateAsync(
            """
            field => {
              for (let i = 0; i < 200; i++) {
                field.value = `message ${i}`;
                field.form.requestSubmit();
              }
            }
            """);
        await tab.CountsAsync(200);
        await Expect(tab.Last).ToContainTextAsync("message 199");
        await Expect(tab.Page.Locator("[data-state='sending']")).ToHaveCountAsync(0);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"message {i}"), _host.Bot.Inputs.Select(input => input.Words));
    }

    [Fact]
    public async Task More_than_a_megabyte_can_be_taken_back()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.Field.EvaluateAsync("field => { field.value = 'x'.repeat(1_200_000); }");
        await tab.Field.PressAsync("Enter");
        await Expect(tab.Last).ToContainTextAsync("Could you send it in smaller pieces?");
        await tab.Last.GetByText("Take back").ClickAsync();
        await tab.CountsAsync(0);
        Assert.Equal(1_200_000, await tab.Field.EvaluateAsync<int>("field => field.value.length"));
    }

    [Fact]
    public async Task Nothing_but_spaces_is_not_sent()
    {
        await using var window = await browser.OpenAsync(_host);
        var tab = await window.TabAsync();
        await tab.SayAsync("  \n ");
        await tab.SayAsync("ok");
        await tab.CountsAsync(1);
        await Eventually.Equal(1, () => _host.Bot.Inputs.Count);
        Assert.Equal("ok", Assert.Single(_host.Bot.Inputs).Words);
    }
}
