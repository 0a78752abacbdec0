using System.Text;

namespace ReflectionBot.Tests.WholeBot;

public sealed class CanaryTests
{
    private const string Canary = "Zinnober-Kanarienvogel im Oktoberkeller";

    private const string Person = "quillon-testperson";

    [Fact]
    public async Task What_a_person_wrote_is_found_in_no_file_and_no_log()
    {
        await using var bot = await LivingBot.StartAsync();
        await using var page = new ChatPage(bot, Person);
        await Reflections.BeginAsync(page, "b2-quiet-between-us");
        await WriteEverywhereAsync(page);

        Assert.Empty(await FoundAsync(bot, Canary));

        // Killed in the middle, too: the write-ahead log of a crash is a file like any other.
        await page.PostUntilTakenAsync(new { id = ChatPage.NewId(), text = $"And once more: {Canary}." });
        await bot.KillAsync();
        Assert.Empty(await FoundAsync(bot, Canary));
        Assert.DoesNotContain("output", await FoundAsync(bot, Person));
    }

    [Fact]
    public async Task Forgetting_leaves_nothing_not_even_the_address()
    {
        await using var bot = await LivingBot.StartAsync();
        await using var page = new ChatPage(bot, Person);
        await Reflections.BeginAsync(page, "b2-quiet-between-us");
        await WriteEverywhereAsync(page);

        await ForgetAsync(page);

        Assert.Empty(await FoundAsync(bot, Canary));
        Assert.Equal(0, await bot.InterruptAsync());
        Assert.Empty(await FoundAsync(bot, Person));
    }

    private static async Task WriteEverywhereAsync(ChatPage page)
    {
        for (var i = 0; i < 12; i++)
        {
            await page.TalkAsync($"{i}: {Canary}");
        }

        await page.TalkAsync($"/reflect {Canary}");
        await page.TalkAsync($"i want to die, {Canary}");
    }

    private static async Task ForgetAsync(ChatPage page)
    {
        await page.TalkAsync("/forget");
        var asked = await page.WaitAsync(lines => lines.Any(Asks), "the question whether to erase everything");
        var unlogged = page.Unlogged.Length;
        await page.PressAsync(asked.Last(Asks).Options.First(IsYes).Id);
        await page.WaitAsync(lines => lines.IsEmpty && page.Unlogged.Length > unlogged, "an empty chat and a last word after forget");
    }

    private static bool Asks(SeenLine line) => line.Options.Any(IsYes);

    private static bool IsYes(SeenOption option) => option.Id.EndsWith(".erase", StringComparison.Ordinal);

    /// <summary>In which files, or in the output, the text stands, as UTF-8 or UTF-16.</summary>
    private static async Task<IEnumerable<string>> FoundAsync(LivingBot bot, string text)
    {
        byte[][] needles = [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text)];
        return from trace in await bot.TracesAsync()
               where needles.Any(needle => trace.Bytes.AsSpan().IndexOf(needle) >= 0)
               select trace.Name;
    }
}
