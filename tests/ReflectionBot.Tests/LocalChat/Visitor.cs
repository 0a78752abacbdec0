using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>Somebody who answers whatever is asked: ticks the first, presses the first, else writes a sentence.</summary>
internal sealed class Visitor(Tab tab)
{
    private const int MostAnswers = 60;

    /// <summary>Never touches the mouse: arrow up goes to the answers, Enter and the space bar do the rest.</summary>
    public bool KeyboardOnly { get; init; }

    public async Task BeginAsync()
    {
        await PressAsync(tab.Start);
        await PressAsync(tab.Answer("Yes, let us begin"));
        await tab.SeesAsync("Good to have you here.");
    }

    /// <summary>Turns the pages of the list until the reflection is on one, and begins it.</summary>
    public async Task ChooseAsync(string flow)
    {
        var title = ShippedContent.Pack.Flows[flow].Title.In("en");
        await Expect(tab.Last.Locator(".answers")).ToBeVisibleAsync();
        while (await LastAnswer(title).CountAsync() == 0)
        {
            await PressAndWaitAsync(LastAnswer("More"));
        }

        await PressAndWaitAsync(LastAnswer(title));
    }

    public async Task AnswerUntilAsync(Regex end)
    {
        for (var i = 0; i < MostAnswers; i++)
        {
            if (await tab.Bubble(end).CountAsync() > 0)
            {
                return;
            }

            await AnswerOnceAsync(end);
        }

        Assert.Fail($"The end was not reached: {string.Join("\n", await tab.Lines.AllInnerTextsAsync())}");
    }

    /// <summary>Answers the newest question and waits for the next one, or for the last word.</summary>
    public async Task AnswerOnceAsync(Regex? end = null)
    {
        var before = await tab.Lines.CountAsync();
        var answers = tab.Last.Locator(".answers");
        var tick = answers.Locator("input").First;
        var button = answers.Locator("button:not(.quiet)").First;
        if (await tick.CountAsync() > 0)
        {
            await TickAsync(tick);
            await PressAsync(button);
        }
        else if (await button.CountAsync() > 0)
        {
            await PressAsync(await Harmless(answers));
        }
        else
        {
            await tab.SayAsync("We talk less in the evening than we used to.");
        }

        await Expect(tab.Lines.Nth(before)).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".meta[data-state='sending']")).ToHaveCountAsync(0);
        await Expect(tab.Page.Locator(".answers[aria-busy='true']")).ToHaveCountAsync(0);
        var next = tab.Last.Locator(".answers");
        await Expect(end is null ? next : next.Or(tab.Bubble(end)).First).ToBeVisibleAsync();
    }

    /// <summary>Turns further offers down and is not afraid; otherwise the first answer.</summary>
    private static async Task<ILocator> Harmless(ILocator answers)
    {
        foreach (var label in new[] { "Not now", "No" })
        {
            var answer = answers.GetByRole(AriaRole.Button, new() { Name = label, Exact = true });
            if (await answer.CountAsync() > 0)
            {
                return answer;
            }
        }

        return answers.Locator("button:not(.quiet)").First;
    }

    private ILocator LastAnswer(string label) => tab.Last.GetByRole(AriaRole.Button, new() { Name = label, Exact = true });

    private async Task PressAndWaitAsync(ILocator button)
    {
        var lines = await tab.Lines.CountAsync();
        await PressAsync(button);
        await Expect(tab.Lines.Nth(lines)).ToBeVisibleAsync();
        await Expect(tab.Last.Locator(".answers")).ToBeVisibleAsync();
    }

    private async Task TickAsync(ILocator tick)
    {
        if (KeyboardOnly)
        {
            await ReachAsync(tick);
            await tab.Page.Keyboard.PressAsync("Space");
        }
        else
        {
            await tick.CheckAsync();
        }
    }

    private async Task PressAsync(ILocator button)
    {
        await Expect(button).ToBeVisibleAsync();
        if (KeyboardOnly)
        {
            await ReachAsync(button);
            await tab.Page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await button.ClickAsync();
        }
    }

    private async Task ReachAsync(ILocator target)
    {
        if (await tab.Field.EvaluateAsync<bool>("field => field === document.activeElement"))
        {
            await tab.Page.Keyboard.PressAsync("ArrowUp");
        }

        for (var i = 0; i < 30 && !await target.EvaluateAsync<bool>("element => element === document.activeElement"); i++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
        }

        await Expect(target).ToBeFocusedAsync();
    }
}
