using System.Text.Json;
using ReflectionBot.Tests.Telegram.Loopback;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Telegram;

/// <summary>The real process, killed again and again while people write and press.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private const int Bots = 4;
    private const int KillsEach = 25;
    private const int PeopleEach = 25;
    private static readonly TimeSpan _betweenInputs = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_hundred_kills_under_fifty_updates_a_second_leave_no_update_unanswered_and_no_state_lost()
    {
        var lives = await Task.WhenAll(Enumerable.Range(0, Bots).Select(LiveThroughKillsAsync));

        log.WriteLine($"{Bots * KillsEach} kills over {lives.Sum(life => life.Inputs)} updates of {Bots * PeopleEach} people; {lives.Sum(life => life.Twice)} messages came twice");
        Assert.True(lives.Sum(life => life.Twice) <= Bots * KillsEach * PeopleEach / 4, "only what was on its way at a kill may come twice");
    }

    private static async Task<(int Inputs, int Twice)> LiveThroughKillsAsync(int number)
    {
        await using var api = await LoopbackBotApi.StartAsync();
        api.ForgivesSecondAnswers = true;
        await using var bot = await LivingBot.StartAsync("--LocalChat:Enabled=true", $"--Telegram:Token={LoopbackBotApi.Token}", $"--Telegram:ApiBaseUrl={api.Address}");
        using var killed = new CancellationTokenSource();
        var dice = new Random(number);
        var people = Enumerable.Range(0, PeopleEach).Select(i => WalkAsync(api, (number * 100) + i + 1, killed.Token)).ToArray();
        for (var kill = 0; kill < KillsEach; kill++)
        {
            await Task.Delay(dice.Next(5, 1500), TestContext.Current.CancellationToken);
            await bot.KillAsync();
            await bot.RiseAsync();
        }

        await killed.CancelAsync();
        var walks = await Task.WhenAll(people);
        Assert.DoesNotContain(bot.Output, line => line.Contains(LoopbackBotApi.Token.Split(':')[1], StringComparison.Ordinal));
        return (walks.Sum(walk => walk.Inputs), walks.Sum(walk => walk.Twice));
    }

    /// <summary>Talks until the killing is over; then everything must have been answered as an undisturbed bot would have done it.</summary>
    private static async Task<(int Inputs, int Twice)> WalkAsync(LoopbackBotApi api, int id, CancellationToken killed)
    {
        var oracle = new Oracle($"p{id}", id);
        var person = api.Person(id);
        var inputs = 0;
        var dice = new Random(id);
        while (!killed.IsCancellationRequested)
        {
            var next = JsonSerializer.SerializeToElement(oracle.Next());
            if (next.TryGetProperty("text", out var text))
            {
                person.Writes(text.GetString()!);
            }
            else
            {
                person.PressRaw(person.Sees.Select(message => message.Id).LastOrDefault(1), next.GetProperty("options")[0].GetString()!);
            }

            inputs++;
            await Task.Delay(_betweenInputs * (0.5 + dice.NextDouble()), CancellationToken.None);
        }

        var expected = OnceEach(oracle.Said).ToList();
        await LoopbackBotApi.UntilAsync(() => OnceEach(Texts(api, id)).Count() >= expected.Count, $"{expected.Count} messages to {id}", 120);
        var heard = Texts(api, id).ToList();
        Assert.Equal(expected, OnceEach(heard));
        return (inputs, heard.Count - oracle.Said.Count());
    }

    private static IEnumerable<string> Texts(LoopbackBotApi api, int id) => api.Chats.In(id).Select(message => message.Text);

    /// <summary>A message that was on its way at a kill comes again right behind itself.</summary>
    private static IEnumerable<string> OnceEach(IEnumerable<string> texts)
    {
        string? before = null;
        foreach (var text in texts)
        {
            if (text != before)
            {
                yield return text;
            }

            before = text;
        }
    }
}
