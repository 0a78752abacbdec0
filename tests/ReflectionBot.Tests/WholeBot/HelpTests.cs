namespace ReflectionBot.Tests.WholeBot;

/// <summary>Somebody is in trouble: the Card comes, wherever they are and whatever is broken.</summary>
public sealed class HelpTests
{
    private static readonly string[] Severe =
    [
        "I have the pills in my hand and I am going to take them all",
        "he has a knife and he is outside my bedroom door",
        "I am standing on the railway bridge and I will jump when the next train comes",
        "she strangled me last night until everything went black",
        "I wrote my goodbye letters, tonight I will end my life",
        "he locked me in and took my phone and keys, I can't get out",
        "my husband said he will kill me if I ever leave him",
        "I already cut my wrists and it won't stop bleeding",
        "my stepfather beats my little sister every night",
        "I loaded the gun and I am going to shoot myself",
    ];

    private static readonly string[] Serious =
    [
        "I want to die",
        "my boyfriend hit me again yesterday",
        "I keep thinking about killing myself",
        "I cut myself when it gets too loud in my head",
        "I am scared of my husband, he hurts me",
        "he forced me to have sex with him",
        "I don't want to be alive anymore",
        "my ex keeps following me and waits outside my work",
        "please somebody help me, I need help right now",
        "my wife throws things at me and punches me",
    ];

    private static readonly (string Name, Func<ChatPage, Task> ComeThere)[] States =
    [
        ("first-words", static _ => Task.CompletedTask),
        ("before-consent", static page => page.TalkAsync("hello")),
        ("list", Reflections.WelcomeAsync),
        ("question", static page => Reflections.BeginAsync(page, "c3-start-small")),
        ("free-text", static page => Reflections.BeginAsync(page, "b2-quiet-between-us")),
        ("settings", static async page =>
        {
            await Reflections.WelcomeAsync(page);
            await page.TalkAsync("/settings");
        }),
        ("language", static async page =>
        {
            await Reflections.WelcomeAsync(page);
            await page.TalkAsync("/language");
        }),
        ("stopped", static async page =>
        {
            await Reflections.BeginAsync(page, "c3-start-small");
            await page.TalkAsync("/stop");
        }),
        ("journal", static async page =>
        {
            await Reflections.WelcomeAsync(page);
            await page.TalkAsync("/journal");
        }),
        ("about-to-forget", static async page =>
        {
            await Reflections.WelcomeAsync(page);
            await page.TalkAsync("/forget");
        }),
    ];

    [Fact]
    public async Task Severe_and_serious_words_get_the_card_in_every_state_also_when_the_database_dies()
    {
        await using var bot = await LivingBot.StartAsync();
        var pages = new List<(ChatPage Page, string Words)>();
        foreach (var (words, i) in Severe.Concat(Serious).Select((words, i) => (words, i)))
        {
            var (state, comeThere) = States[i % States.Length];
            var page = new ChatPage(bot, $"{state}-{i}");
            await comeThere(page);
            pages.Add((page, words));
        }

        foreach (var (page, words) in pages)
        {
            await AssertCardAsync(page, words);
        }

        Break(bot.DatabasePath);
        foreach (var (page, words) in pages)
        {
            await AssertCardAsync(page, words);
            await page.DisposeAsync();
        }
    }

    [Fact]
    public async Task With_a_database_that_cannot_be_read_from_the_start_the_card_comes_all_the_same()
    {
        await using var bot = await LivingBot.StartAsync();
        Assert.Equal(0, await bot.InterruptAsync());
        Break(bot.DatabasePath);
        await bot.RiseAsync();

        foreach (var (words, i) in Severe.Concat(Serious).Select((words, i) => (words, i)))
        {
            await using var page = new ChatPage(bot, $"person-{i}");
            await AssertCardAsync(page, words);
        }
    }

    private static async Task AssertCardAsync(ChatPage page, string words)
    {
        var before = page.CardsSeen;
        await page.WaitUntilOpenAsync();
        await page.WriteAsync(words);
        await page.WaitAsync(_ => page.CardsSeen > before, $"a Card for: {words}");
    }

    /// <summary>The file is there and holds no database any more, and neither does what lies beside it.</summary>
    private static void Break(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var length = stream.Length;
            var rubbish = new byte[Math.Max(4096, length)];
            Array.Fill(rubbish, (byte)0xA5);
            stream.Write(rubbish);
        }
    }
}
