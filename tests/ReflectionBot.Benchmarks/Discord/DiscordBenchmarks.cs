using System.Globalization;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Benchmarks.Discord;

/// <summary>
/// The executable as an operator runs it against the loopback Discord in this process: <c>/reflect</c>, a press, a press. Three interactions, each screened,
/// its turn encrypted and durable, before its answer. Gateway and REST are real connections.
/// </summary>
internal static class DiscordBenchmarks
{
    public const string Verb = "discord";

    private const int Starts = 5;
    private const int Servers = 500;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _measured = TimeSpan.FromSeconds(15);

    /// <param name="peer">The command of another bot that is to be measured instead; or nothing.</param>
    public static async Task RunAsync(string[] peer)
    {
        await StartingAsync(servers: 0, peer);
        if (peer.Length == 0)
        {
            // Others wait for the contents of each server, which this one does not send.
            await StartingAsync(Servers, peer);
        }

        await TalkingAsync(peer);
    }

    private static async Task StartingAsync(int servers, string[] peer)
    {
        var sessions = new List<double>();
        var answers = new List<double>();
        var resident = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            await using var discord = await StartDiscordAsync(servers);
            await using var bot = MeasuredProcess.Start(discord, peer);
            await LoopbackDiscord.UntilAsync(() => discord.Socket.IsLive, "the session", seconds: 30);
            sessions.Add(bot.Age.TotalMilliseconds);
            var interaction = discord.Person(1).Uses("reflect");
            await LoopbackDiscord.UntilAsync(() => interaction.Answer is not null, "the first answer", seconds: 30);
            answers.Add(bot.Age.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(7));
            resident.Add(bot.ResidentMb);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"start, {servers} servers: session after {Median(sessions):0} ms, first answer after {Median(answers):0} ms, {Median(resident):0} MB (medians of {Starts})"));
    }

    private static async Task TalkingAsync(string[] peer)
    {
        await using var discord = await StartDiscordAsync(servers: 0);
        await using var bot = MeasuredProcess.Start(discord, peer);
        await LoopbackDiscord.UntilAsync(() => discord.Socket.IsLive, "the session", seconds: 30);
        var crowd = new DiscordCrowd(discord);
        await crowd.SaturateAsync(_warmUp, atOnce: 64);

        Report("most", await bot.MeasureAsync(crowd, () => crowd.SaturateAsync(_measured, atOnce: 64)), bot);
        await crowd.PaceAsync(TimeSpan.FromSeconds(5), interactionsPerSecond: 200);
        Report("at 200/s", await bot.MeasureAsync(crowd, () => crowd.PaceAsync(_measured, interactionsPerSecond: 200)), bot);
        if (!discord.Breaches.IsEmpty)
        {
            Console.WriteLine("Rules broken: " + string.Join("; ", discord.Breaches.Distinct().Take(5)));
        }
    }

    private static void Report(string what, Measured measured, MeasuredProcess bot) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what}: {measured.PerSecond:0} interactions/s, first answer p50 {measured.First(0.5):0.00} p99 {measured.First(0.99):0.0} ms, message p50 {measured.Message(0.5):0.00} p99 {measured.Message(0.99):0.0} ms, bot CPU {measured.CpuMs:0.00} ms per interaction, {bot.ResidentMb:0} MB"));

    private static async Task<LoopbackDiscord> StartDiscordAsync(int servers)
    {
        var discord = await LoopbackDiscord.StartAsync(watchful: false, overTheSocket: true);
        discord.Rates.Generosity = 100_000;
        discord.Socket.Servers = servers;
        return discord;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
