using ReflectionBot.Tests.Storage;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>Several people and their group in one browser, the real bot behind it.</summary>
[Collection(BrowserTests.Name)]
public sealed class GroupViewTests(Browser browser) : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RealBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await RealBot.StartAsync(_folder.Path, schedule: true);

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_round_goes_from_opening_to_release()
    {
        await using var window = await browser.OpenAsync(_bot.Url, new() { ViewportSize = new() { Width = 1900, Height = 900 } });
        var tab = await window.TabAsync("/?as=ann&as=bob&as=cho&in=circle");
        var room = tab.Of("~circle");
        await Expect(room.Log.GetByText("Nothing has been posted yet.")).ToBeVisibleAsync();
        foreach (var name in (string[])["ann", "bob", "cho"])
        {
            await new Visitor(tab.Of(name)).BeginAsync();
        }

        await OpenAsync(tab);
        await room.SeesAsync("What made you laugh?");
        await AnswerAsync(tab, "ann", "a goose on the stairs");
        await AnswerAsync(tab, "bob", "i want to kill myself");
        await Expect(tab.Of("bob").Bubble("What you wrote was not passed on.")).ToBeVisibleAsync();
        await tab.Of("bob").Answer("Write something else for the group").ClickAsync();
        await tab.Of("bob").SeesAsync("Write your answer as one message");
        await tab.Of("bob").SayAsync("my own cooking");
        await tab.Of("bob").SeesAsync("It is in.");
        await AnswerAsync(tab, "cho", "rain on my exam day");
        await tab.Of("cho").SeesAsync("It is in.");
        await tab.Of("cho").SeesNotAsync("rain on my exam day");
        await room.CountsAsync(1);

        await PressAsAsync(tab, "ann", "Rounds");
        await tab.Of("ann").Answer("Round 1").Last.ClickAsync();
        await tab.Of("ann").Answer("Close it now").ClickAsync();

        await room.SeesAsync("• my own cooking");
        await room.SeesAsync("• rain on my exam day");
        await room.SeesAsync("• a goose on the stairs");
        await room.CountsAsync(2);
        await Expect(room.Answers).ToHaveCountAsync(1);
        foreach (var name in (string[])["ann", "bob", "cho"])
        {
            await tab.Of(name).SeesNotAsync("• my own cooking");
        }

        // One of them is reported, read again and taken out of the post.
        await PressAsAsync(tab, "bob", "Report an answer");
        await tab.Of("bob").Answer("a goose on the stairs").ClickAsync();
        await tab.Of("bob").SeesAsync("They do not know who asked");
        await PressAsAsync(tab, "ann", "Rounds");
        await tab.Of("ann").Answer("Released answers").Last.ClickAsync();
        await tab.Of("ann").Answer("Round 1: reported").ClickAsync();
        await tab.Of("ann").Answer("a goose on the stairs").ClickAsync();
        await tab.Of("ann").SeesAsync("When an answer worries you");
        await tab.Of("ann").Answer("Hide it").ClickAsync();
        await room.SeesAsync("• (taken out by the moderators)");
        await room.SeesNotAsync("a goose on the stairs");
        await room.SeesAsync("• my own cooking");
    }

    /// <summary>Three must answer; a question of Ann's own; for an hour.</summary>
    private static async Task OpenAsync(Tab tab)
    {
        var ann = tab.Of("ann");
        await PressAsAsync(tab, "ann", "Rounds");
        await ann.Answer("How many must answer").Last.ClickAsync();
        await ann.Answer("3").Last.ClickAsync();
        await ann.SeesAsync("From now on 3 must have answered.");
        await ann.Answer("New, in own words").Last.ClickAsync();
        await ann.Answer("In my own words").Last.ClickAsync();
        await ann.SeesAsync("Write the question");
        await ann.SayAsync("What made you laugh?");
        await ann.Answer("One hour").ClickAsync();
        await ann.SeesAsync("This is what the group will see");
        await ann.Answer("Open it").ClickAsync();
    }

    private static async Task AnswerAsync(Tab tab, string name, string words)
    {
        await PressAsAsync(tab, name, "Answer privately");
        await tab.Of(name).SeesAsync("Write your answer as one message");
        await tab.Of(name).SayAsync(words);
    }

    private static async Task PressAsAsync(Tab tab, string name, string label)
    {
        var room = tab.Page.Locator(".chat.room");
        await room.Locator("select").SelectOptionAsync(name);
        await room.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();
    }
}
