using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

[Collection(BrowserTests.Name)]
public sealed class ConnectionTests(Browser browser)
{
    private static readonly Address _me = Address.Parse("local:me");

    [Fact]
    public async Task A_restart_in_the_middle_loses_nothing_and_doubles_nothing()
    {
        var log = new FailingLog(new ReflectionBot.Adapters.LocalChat.MemoryLocalChatLog());
        var first = await ChatHost.StartAsync(log: log, port: OwnPort.Next());
        await first.Bot.SayAsync(_me, new Reply("Before"));
        await using var window = await browser.OpenAsync(first);
        var tab = await window.TabAsync();
        await tab.SeesAsync("Before");

        await first.DisposeAsync();
        await Expect(tab.Page.GetByText("Reconnecting…")).ToBeVisibleAsync();
        await tab.SayAsync("written while away");
        await Expect(tab.Last).ToContainTextAsync("Not sent yet");

        await using var second = await ChatHost.StartAsync(log: log, port: first.Url.Port);
        await second.Bot.SayAsync(_me, new Reply("After"), "after");
        await tab.SeesAsync("After");
        await Expect(tab.Page.GetByText("Not sent yet")).ToHaveCountAsync(0);
        await tab.CountsAsync(3);
        await Eventually.Equal(1, () => second.Bot.Inputs.Count);
        Assert.Equal("written while away", Assert.Single(second.Bot.Inputs).Words);
    }

    [Fact]
    public async Task With_storage_gone_from_the_start_help_is_shown_and_stays()
    {
        var log = new FailingLog(new ReflectionBot.Adapters.LocalChat.MemoryLocalChatLog()) { Down = true };
        await using var host = await ChatHost.StartAsync(log: log);
        host.Bot.Answer = _ => [new Reply("Help is near") { Kind = ReplyKind.Card, Urgency = Urgency.Help }];
        await using var window = await browser.OpenAsync(host);
        var tab = await window.TabAsync();
        await Expect(tab.Page.GetByText("Earlier messages cannot be read right now")).ToBeVisibleAsync();
        await tab.SayAsync("please");
        await tab.SeesAsync("Help is near");
        await Expect(tab.Page.Locator("#alert")).ToHaveTextAsync("Help is here, in the chat.");
        log.Down = false;
        await host.Bot.SayAsync(_me, new Reply("Back again"));
        await tab.SeesAsync("Back again");
        await tab.SeesAsync("Help is near");
        await Expect(tab.Page.GetByText("Earlier messages cannot be read right now")).ToBeHiddenAsync();
    }
}
