namespace ReflectionBot.Tests.WholeBot;

public sealed class KillTests(ITestOutputHelper log)
{
    private const int Bots = 4;
    private const int KillsEach = 25;
    private const int PeopleEach = 3;

    [Fact]
    public async Task A_hundred_kills_lose_no_answer_double_none_and_leave_no_reply_out()
    {
        var inputs = await Task.WhenAll(Enumerable.Range(0, Bots).Select(bot => LiveThroughKillsAsync(bot)));

        log.WriteLine($"{Bots * KillsEach} kills over {inputs.Sum()} inputs of {Bots * PeopleEach} people");
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_of_a_reflection_and_a_new_start_go_on_at_the_same_question()
    {
        await using var bot = await LivingBot.StartAsync();
        await using var page = new ChatPage(bot, "ann");
        await Reflections.BeginAsync(page, "c3-start-small");
        var question = page.Said.Last();

        Assert.Equal(0, await bot.InterruptAsync());
        await bot.RiseAsync();
        var answer = await page.TalkAsync("Something I have carried for a while.");

        Assert.NotEqual(question.Text, answer.Text);
        Assert.Equal(1, page.Said.Count(line => line.Text == question.Text));
        Assert.DoesNotContain(page.Said, line => line.Text == "Sorry");
    }

    private static async Task<int> LiveThroughKillsAsync(int number)
    {
        await using var bot = await LivingBot.StartAsync();
        using var killed = new CancellationTokenSource();
        var dice = new Random(number);
        var people = Enumerable.Range(0, PeopleEach).Select(i => WalkAsync(bot, $"p{number}-{i}", (number * 100) + i, killed.Token)).ToArray();
        for (var kill = 0; kill < KillsEach; kill++)
        {
            // At any instant, also right after the start: how far the people get in between is left to chance.
            await Task.Delay(dice.Next(5, 250), TestContext.Current.CancellationToken);
            await bot.KillAsync();
            await bot.RiseAsync();
        }

        await killed.CancelAsync();
        return (await Task.WhenAll(people)).Sum();
    }

    /// <summary>Talks until the killing is over; then everything that was said must be there, once and in order.</summary>
    private static async Task<int> WalkAsync(LivingBot bot, string person, int seed, CancellationToken killed)
    {
        var oracle = new Oracle(person, seed);
        await using var page = new ChatPage(bot, person);
        var dice = new Random(seed);
        var inputs = 0;
        while (!killed.IsCancellationRequested)
        {
            await page.PostUntilTakenAsync(oracle.Next());
            inputs++;
            if (dice.Next(3) > 0)
            {
                await SettleAsync(page, oracle);
            }
        }

        await SettleAsync(page, oracle);
        Assert.Equal(oracle.Written, page.Lines.Where(line => line.Mine).Select(line => line.Text));
        Assert.Equal(oracle.Said, page.Said.Select(line => line.Text));
        return inputs;
    }

    private static async Task SettleAsync(ChatPage page, Oracle oracle)
    {
        var said = oracle.Said.ToList();
        await page.WaitAsync(lines => lines.Where(line => line.IsSaid).Select(line => line.Text).SequenceEqual(said), $"these messages, the last being: {said[^1]}");
    }
}
