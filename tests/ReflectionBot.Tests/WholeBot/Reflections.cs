namespace ReflectionBot.Tests.WholeBot;

/// <summary>Brings a person to a place in the bot, as a person would.</summary>
internal static class Reflections
{
    /// <summary>Greets, agrees, and ends at the list of reflections.</summary>
    public static async Task WelcomeAsync(ChatPage page)
    {
        await page.TalkAsync("hello");
        var before = page.Said.Count();
        await page.PressAsync(page.Said.Last().Options[0].Id);
        await page.WaitAsync(lines => lines.Count(line => line.IsSaid) > before, "the list of reflections");
    }

    /// <summary>Greets, agrees, and begins the reflection; ends at its first question.</summary>
    public static async Task BeginAsync(ChatPage page, string flowId)
    {
        await page.TalkAsync($"/start {flowId}");
        var before = page.Said.Count();
        await page.PressAsync(page.Said.Last().Options[0].Id);
        await page.WaitAsync(lines => lines.Count(line => line.IsSaid) > before && lines.Last(line => line.IsSaid).Kind == "Question", $"the first question of {flowId}");
    }
}
