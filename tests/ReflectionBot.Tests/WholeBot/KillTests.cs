namespace ReflectionBot.Tests.WholeBot;

public sealed class KillTests(ITestOutputHelper log)
{
    private const int Bots = 4;
    private const int KillsEach = 25;
    private const int PeopleEach = 3;
    private const int MostInputsALife = 12;
    private static readonly string NotTaken = ShippedContent.Pack.In("en").Text("trouble.not-taken");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

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
        using var said = new SemaphoreSlim(0);
        var people = Enumerable.Range(0, PeopleEach).Select(i => WalkAsync(bot, $"p{number}-{i}", (number * 100) + i, said, killed.Token)).ToArray();
        for (var kill = 0; kill < KillsEach; kill++)
        {
            // After so many inputs were sent, at whatever instant of their turns that is: on a slow machine, too, every life has something to lose.
            for (var inputs = dice.Next(1, MostInputsALife + 1); inputs > 0; inputs--)
            {
                Assert.True(await said.WaitAsync(Patience, TestContext.Current.CancellationToken), "Nobody says anything any more.");
            }

            await bot.KillAsync();
            await bot.RiseAsync();
        }

        await killed.CancelAsync();
        return (await Task.WhenAll(people)).Sum();
    }

    /// <summary>Talks until the killing is over; then everything that was said must be there, once.</summary>
    private static async Task<int> WalkAsync(LivingBot bot, string person, int seed, SemaphoreSlim said, CancellationToken killed)
    {
        var oracle = new Oracle(person, seed);
        await using var page = new ChatPage(bot, person);
        var dice = new Random(seed);
        var inputs = 0;
        while (!killed.IsCancellationRequested)
        {
            var posting = page.PostUntilTakenAsync(oracle.Next());
            inputs++;
            said.Release();
            await posting;
            if (dice.Next(3) > 0)
            {
                await SettleAsync(page, oracle);
            }
        }

        await SettleAsync(page, oracle);
        Assert.Equal(oracle.Written, page.Lines.Where(line => line.Mine).Select(line => line.Text));
        var (_, more) = Compare(page.Lines, oracle);
        Assert.All(more, line => Assert.True(line.Kind == "Card" || line.Text == NotTaken, $"Twice or never due: {line.Text}"));
        return inputs;
    }

    private static async Task SettleAsync(ChatPage page, Oracle oracle) =>
        await page.WaitAsync(lines => Compare(lines, oracle).Missing == 0, $"these messages, the last being: {oracle.Said.Last()}");

    /// <summary>
    /// Help overtakes what waits at its own Address, and a kill leaves much waiting: so the order does not count. Help that a slow disk keeps waiting goes out
    /// past the storage and comes once more from its turn, because twice is better than never: so a Card may be there twice. What else it keeps waiting is answered
    /// with a line that says so, and is sent again.
    /// </summary>
    private static (int Missing, IReadOnlyList<SeenLine> More) Compare(IEnumerable<SeenLine> lines, Oracle oracle)
    {
        var due = oracle.Said.CountBy(text => text).ToDictionary(StringComparer.Ordinal);
        var more = new List<SeenLine>();
        foreach (var line in lines.Where(line => line.IsSaid))
        {
            if (due.GetValueOrDefault(line.Text) > 0)
            {
                due[line.Text]--;
            }
            else
            {
                more.Add(line);
            }
        }

        return (due.Values.Sum(), more);
    }
}
