using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Discord;

/// <summary>The real executable, killed again and again while people talk to it in Discord.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private const int People = 8;
    private const int MostActsALife = 30;

    /// <summary>Said by a Card that comes past the storage.</summary>
    private const string PastStorage = "I cannot keep anything right now.";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>More by hand: <c>DISCORD_KILLS=100</c>, which takes some minutes.</summary>
    private static readonly int _kills = int.TryParse(Environment.GetEnvironmentVariable("DISCORD_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 12;

    [Fact]
    public async Task Kills_lose_nothing_double_nothing_and_what_expired_meanwhile_is_continued_in_the_chat()
    {
        await using var discord = await LoopbackDiscord.StartAsync(overTheSocket: true);
        discord.Rates.Generosity = 1000;
        discord.ForgivesLateAnswers = true;
        await using var bot = await LivingBot.StartAsync($"--Discord:Token={LoopbackDiscord.Token}", $"--Discord:ApiBaseUrl={discord.Address}");
        await SavedAsync(discord, bot);

        using var over = new CancellationTokenSource();
        using var acted = new SemaphoreSlim(0);
        var begun = Stopwatch.GetTimestamp();
        var people = Enumerable.Range(0, People).Select(i => WalkAsync(discord, 5000 + i, acted, over.Token)).ToArray();
        var dice = new Random(7);
        for (var kill = 0; kill < _kills; kill++)
        {
            for (var acts = dice.Next(1, MostActsALife + 1); acts > 0; acts--)
            {
                Assert.True(await acted.WaitAsync(_patience, TestContext.Current.CancellationToken), "Nobody does anything any more.");
            }

            await bot.KillAsync();
            await discord.DrainedAsync();
            await bot.RiseAsync();
        }

        await over.CancelAsync();
        int did;
        try
        {
            did = (await Task.WhenAll(people)).Sum();
        }
        catch
        {
            log.WriteLine(string.Join('\n', bot.Output.Where(line => !line.Contains("\"LogLevel\":\"Information\"", StringComparison.Ordinal))));
            throw;
        }

        log.WriteLine($"{_kills} kills, {did} inputs of {People} people in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s; {discord.Socket.Resumes} resumes");
        Assert.Equal(1, discord.Socket.Identifies);
        Assert.DoesNotContain(bot.Output, line => line.Contains(LoopbackDiscord.Token, StringComparison.Ordinal) || line.Contains(LoopbackDiscord.InteractionSecret, StringComparison.Ordinal));
        await discord.AssertKeptAsync();
    }

    /// <summary>From here on a new process resumes the session.</summary>
    private static Task SavedAsync(LoopbackDiscord discord, LivingBot bot) => LoopbackDiscord.UntilAsync(
        () => discord.Socket.IsLive && File.Exists(Path.Combine(bot.Folder.FullName, "data", "discord-sessions.json")), "the session to be kept");

    /// <summary>Talks until the killing is over; then everything must have been said, once.</summary>
    private static async Task<int> WalkAsync(LoopbackDiscord discord, long id, SemaphoreSlim acted, CancellationToken over)
    {
        var oracle = new Oracle($"{id}", (int)id, "discord");
        var person = discord.Person(id);
        var did = 0;
        while (!over.IsCancellationRequested)
        {
            Do(person, JsonSerializer.SerializeToElement(oracle.Next()));
            acted.Release();
            did++;
            await SettleAsync(person, oracle);
        }

        var (missing, tooMany, told) = Differences(person, oracle);
        Assert.True((missing, tooMany) == (0, 0), told);
        return did;
    }

    private static void Do(LoopbackPerson person, JsonElement act)
    {
        if (act.TryGetProperty("text", out var text))
        {
            person.Writes(text.GetString()!);
            return;
        }

        var option = act.GetProperty("options")[0].GetString()!;
        var shown = person.Sees.LastOrDefault(message => message.Components.Any(component => component.CustomId.StartsWith($"{option}#", StringComparison.Ordinal) || component.Choices.Any(choice => choice.Value == option)))
            ?? person.Sees.Last();
        person.PressesRaw(shown, $"{option}#0");
    }

    private static async Task SettleAsync(LoopbackPerson person, Oracle oracle)
    {
        try
        {
            await LoopbackDiscord.UntilAsync(() => Differences(person, oracle) is (0, 0, _), "what was to be said", seconds: 60);
        }
        catch (TimeoutException)
        {
            Assert.Fail(Differences(person, oracle).Told);
        }
    }

    /// <summary>Help overtakes what waits, so the order does not count. It may come twice, and once more past a storage that is slow: twice is better than never.</summary>
    private static (int Missing, int TooMany, string Told) Differences(LoopbackPerson person, Oracle oracle)
    {
        var (said, seen) = (Texts(oracle.Said), Texts(person.Sees.Select(message => message.Text)));
        var help = Texts(oracle.Helped);
        var missing = Without(said, seen);
        var tooMany = Without(seen, said).Where(text => !help.Contains(text) && !text.Contains(PastStorage, StringComparison.Ordinal)).ToList();
        return (missing.Count, tooMany.Count, $"{person.Id}: of {said.Count} messages are missing: [{string.Join(" | ", missing)}]; too many are: [{string.Join(" | ", tooMany)}]; the last are: [{string.Join(" | ", said.TakeLast(4))}]");
    }

    private static List<string> Texts(IEnumerable<string> texts) => [.. texts.Select(text => text.Trim())];

    private static List<string> Without(List<string> all, List<string> those)
    {
        List<string> rest = [.. all];
        those.ForEach(one => rest.Remove(one));
        return rest;
    }
}
