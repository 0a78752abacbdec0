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
    private const int MostActsALife = 24;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>More by hand: <c>DISCORD_KILLS=100</c>.</summary>
    private static readonly int _kills = int.TryParse(Environment.GetEnvironmentVariable("DISCORD_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 8;

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
            await bot.RiseAsync();
        }

        await over.CancelAsync();
        var walks = Task.WhenAll(people);
        await walks.ContinueWith(static _ => { }, TaskScheduler.Default);
        log.WriteLine($"{bot.Output.Count(line => line.Contains("not taken", StringComparison.Ordinal))} inputs were not taken in time");
        var did = (await walks).Sum();
        log.WriteLine($"{_kills} kills, {did} inputs of {People} people in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s; {discord.Socket.Resumes} resumes");
        Assert.Equal(1, discord.Socket.Identifies);
        Assert.DoesNotContain(bot.Output, line => line.Contains(LoopbackDiscord.Token, StringComparison.Ordinal) || line.Contains(LoopbackDiscord.InteractionSecret, StringComparison.Ordinal));
        await discord.AssertKeptAsync();
    }

    /// <summary>From here on a new process resumes the session.</summary>
    private static Task SavedAsync(LoopbackDiscord discord, LivingBot bot) => LoopbackDiscord.UntilAsync(
        () => discord.Socket.IsLive && File.Exists(Path.Combine(bot.Folder.FullName, "data", "discord-sessions.json")), "the session to be kept", seconds: 30);

    /// <summary>Talks until the killing is over; then everything must have been said, once.</summary>
    private static async Task<int> WalkAsync(LoopbackDiscord discord, long id, SemaphoreSlim acted, CancellationToken over)
    {
        var oracle = new Oracle($"{id}", (int)id, "discord");
        var person = discord.Person(id);
        var did = 0;
        while (!over.IsCancellationRequested)
        {
            var act = JsonSerializer.SerializeToElement(oracle.Next());
            Do(person, act);
            acted.Release();
            did++;
            await SettleAsync(person, oracle, () => Do(person, act));
        }

        Assert.Equal(InAnyOrder(oracle.Said), InAnyOrder(Heard(person)));
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

    /// <summary>On a busy machine an input may not be taken in time, and the person is told to try again; then they do, once.</summary>
    private static async Task SettleAsync(LoopbackPerson person, Oracle oracle, Action again)
    {
        var said = InAnyOrder(oracle.Said);
        var told = Troubles(person);
        var repeated = false;
        await LoopbackDiscord.UntilAsync(
            () =>
            {
                if (!repeated && Troubles(person) > told)
                {
                    repeated = true;
                    again();
                }

                return InAnyOrder(Heard(person)).SequenceEqual(said);
            },
            $"{said.Length} messages, the last being: {oracle.Said.Last()}",
            seconds: 60);
    }

    private static int Troubles(LoopbackPerson person) => person.Sees.Count(message => ShippedContent.IsTrouble(message.Text));

    private static IEnumerable<string> Heard(LoopbackPerson person) => person.Sees.Select(message => message.Text).Where(text => !ShippedContent.IsTrouble(text));

    /// <summary>Help overtakes what waits: here it counts that all is there, once.</summary>
    private static string[] InAnyOrder(IEnumerable<string> texts) => [.. texts.Select(text => text.Trim()).Order(StringComparer.Ordinal)];
}
