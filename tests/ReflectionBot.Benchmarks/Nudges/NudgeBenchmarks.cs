using System.Diagnostics;
using System.Globalization;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Benchmarks.Nudges;

/// <summary>
/// What a popular minute costs: the sweep with ever more plans registered and the same number due, and a reply during the burst beside the same
/// reply on a quiet evening. All on the real storage flushed to disk: <c>dotnet run -c Release --project tests/ReflectionBot.Benchmarks -- nudges</c>.
/// </summary>
internal static class NudgeBenchmarks
{
    private const int Due = 3_000;
    private const int RegisteredForReplies = 100_000;
    private const int Replies = 1_500;

    private static readonly TimeSpan BetweenReplies = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TextWriter output)
    {
        await SweepsAsync(TextWriter.Null, 1_000); // Warms up.
        await output.WriteLineAsync($"| registered beside them | due | one sweep of 50, p50 ms | all {Due:N0}, s | a sweep with nobody due, p50 ms |\n|---|---|---|---|---|");
        foreach (var registered in (int[])[1_000, 100_000, 1_000_000])
        {
            await SweepsAsync(output, registered);
        }

        await RepliesAsync(output);
    }

    private static async Task SweepsAsync(TextWriter output, int registered)
    {
        await using var bot = await BurstBot.StartAsync(registered, Due);
        var sweeps = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        var woken = 0;
        while (woken < Due)
        {
            var sweep = Stopwatch.GetTimestamp();
            woken += await bot.SweepAsync();
            sweeps.Add(Stopwatch.GetElapsedTime(sweep).TotalMilliseconds);
            await bot.SentAsync(woken);
        }

        var all = Stopwatch.GetElapsedTime(begun);
        var idle = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var sweep = Stopwatch.GetTimestamp();
            await bot.SweepAsync();
            idle.Add(Stopwatch.GetElapsedTime(sweep).TotalMilliseconds);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"| {registered:N0} | {Due:N0} | {Percentile(sweeps, 50):N1} | {all.TotalSeconds:N2} | {Percentile(idle, 50):N2} |"));
    }

    private static async Task RepliesAsync(TextWriter output)
    {
        await using var bot = await BurstBot.StartAsync(RegisteredForReplies, Due);
        await TalkAsync(bot, "warm", 200);
        var idle = await TalkAsync(bot, "idle", Replies);
        using var over = new CancellationTokenSource();
        var woken = 0;
        var burst = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var next = Task.Delay(BetweenSweeps);
                woken += await bot.SweepAsync();
                await next;
            }
        });
        var during = await TalkAsync(bot, "during", Replies);
        await over.CancelAsync();
        await burst;
        await output.WriteLineAsync($"\n{RegisteredForReplies:N0} registered, {Due:N0} due, {woken:N0} of them woken while {Replies:N0} people wrote something; from their input to the platform:\n");
        await output.WriteLineAsync("| | p50 ms | p95 ms | p99 ms | max ms |\n|---|---|---|---|---|");
        await output.WriteLineAsync(Row("quiet", idle));
        await output.WriteLineAsync(Row("burst", during));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"| burst / quiet | {Ratio(50)} | {Ratio(95)} | {Ratio(99)} | {during.Max() / idle.Max():N2} |"));

        string Ratio(int percent) => (Percentile(during, percent) / Percentile(idle, percent)).ToString("N2", CultureInfo.InvariantCulture);
    }

    /// <summary>One input at a time, at an even pace, each by somebody else.</summary>
    private static async Task<List<double>> TalkAsync(BurstBot bot, string run, int count)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var next = Task.Delay(BetweenReplies);
            times.Add((await bot.ReplyAsync(new CommandInput($"{run}/{i}", Address.Of("local", $"{run}-{i % 100}"), "about"))).TotalMilliseconds);
            await next;
        }

        return times;
    }

    private static string Row(string name, List<double> times) => string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {Percentile(times, 50):N2} | {Percentile(times, 95):N2} | {Percentile(times, 99):N2} | {times.Max():N1} |");

    private static double Percentile(List<double> times, int percent)
    {
        var sorted = times.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }
}
