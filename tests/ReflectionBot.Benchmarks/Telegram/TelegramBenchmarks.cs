using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Benchmarks.Telegram;

/// <summary>
/// The bot in its own process against the loopback Bot API in this one: /start, yes, a flow. Three updates, seven calls, three turns
/// that are screened, encrypted and durable before Telegram may forget the update.
/// </summary>
internal static class TelegramBenchmarks
{
    public const string Verb = "telegram";

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan _measured = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(IReadOnlyList<string> modes)
    {
        Console.WriteLine("| mode | most updates/s | bot CPU ms per update | first request at 200/s p50 / p99 ms | first message p50 / p99 ms | RSS after load MB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var mode in modes.Count > 0 ? modes : ["polling", "webhook", "polling-adapter", "webhook-adapter"])
        {
            await MeasureAsync(Enum.Parse<TelegramReceive>(mode.Split('-')[0], ignoreCase: true), adapterAlone: mode.EndsWith("-adapter", StringComparison.Ordinal));
        }
    }

    private static async Task MeasureAsync(TelegramReceive receive, bool adapterAlone)
    {
        var folder = Directory.CreateTempSubdirectory("reflectionbot-bench-");
        await using var api = await LoopbackBotApi.StartAsync(watchful: false);
        var port = FreePort();
        api.WebhookTarget = new Uri($"http://127.0.0.1:{port}/telegram");
        using var bot = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [MeasuredBot.Verb, api.Address.ToString(), Path.Combine(folder.FullName, "bot.db"), receive.ToString(), port.ToString(CultureInfo.InvariantCulture), adapterAlone.ToString()]))!;
        try
        {
            var crowd = new Crowd(api);
            await crowd.SaturateAsync(_warmUp, atOnce: 64);
            var cpu = CpuOf(bot);
            var (updates, seconds) = await crowd.SaturateAsync(_measured, atOnce: 64);
            cpu = CpuOf(bot) - cpu;
            var resident = ResidentMb(bot);
            crowd.Waits.Clear();
            crowd.WaitsForWords.Clear();
            await crowd.PaceAsync(_measured, updatesPerSecond: 200);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {receive}{(adapterAlone ? ", adapter alone" : "")} | {updates / seconds:0} | {cpu.TotalMilliseconds / updates:0.00} | {At(crowd.Waits, 0.5):0.00} / {At(crowd.Waits, 0.99):0.0} | {At(crowd.WaitsForWords, 0.5):0.00} / {At(crowd.WaitsForWords, 0.99):0.0} | {resident:0} |"));
            if (!api.Breaches.IsEmpty)
            {
                Console.WriteLine("Rules broken: " + string.Join("; ", api.Breaches.Distinct().Take(5)));
            }
        }
        finally
        {
            bot.Kill(entireProcessTree: true);
            await bot.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static TimeSpan CpuOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static double ResidentMb(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }

    private static double At(ConcurrentBag<double> waits, double share)
    {
        var sorted = waits.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * share)];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Many people, each once through the conversation.</summary>
    private sealed class Crowd
    {
        private readonly LoopbackBotApi _api;
        private readonly ConcurrentDictionary<long, Walk> _walks = new();
        private long _lastPerson = 10_000;
        private long _steps;

        public Crowd(LoopbackBotApi api)
        {
            _api = api;
            api.OnCall = OnCall;
            api.OnSent = OnSent;
        }

        /// <summary>Milliseconds from an update to the first request about its chat.</summary>
        public ConcurrentBag<double> Waits { get; } = [];

        /// <summary>Milliseconds from an update to the message that answers it.</summary>
        public ConcurrentBag<double> WaitsForWords { get; } = [];

        public async Task<(long Updates, double Seconds)> SaturateAsync(TimeSpan duration, int atOnce)
        {
            var steps = Interlocked.Read(ref _steps);
            var begun = Stopwatch.GetTimestamp();
            var end = Task.Delay(duration);
            await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
            {
                while (!end.IsCompleted)
                {
                    await WalkAsync(null);
                }
            }));
            return (Interlocked.Read(ref _steps) - steps, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        public async Task PaceAsync(TimeSpan duration, int updatesPerSecond)
        {
            var begun = Stopwatch.GetTimestamp();
            var walks = new List<Task>();
            var gap = TimeSpan.FromSeconds(3.0 / updatesPerSecond);
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                var wait = (gap * walks.Count) - Stopwatch.GetElapsedTime(begun);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait);
                }

                walks.Add(WalkAsync(TimeSpan.FromMilliseconds(300)));
            }

            await Task.WhenAll(walks);
        }

        private async Task WalkAsync(TimeSpan? pause)
        {
            var id = Interlocked.Increment(ref _lastPerson);
            var walk = new Walk();
            _walks[id] = walk;
            var person = _api.Person(id);
            var message = await StepAsync(walk, () => person.Writes("/start"));
            for (var press = 0; press < 2; press++)
            {
                if (pause is { } think)
                {
                    await Task.Delay(think);
                }

                message = await StepAsync(walk, () => person.Press(message, message.Buttons.First(button => button.Data![0] != '!')));
            }

            _walks.TryRemove(id, out _);
        }

        private async Task<LoopbackMessage> StepAsync(Walk walk, Action act)
        {
            walk.Begin();
            act();
            var message = await walk.Answer.Task;
            Interlocked.Increment(ref _steps);
            return message;
        }

        private void OnCall(string method, long chat)
        {
            if (_walks.TryGetValue(chat, out var walk) && walk.FirstRequest() is { } wait)
            {
                Waits.Add(wait);
            }
        }

        private void OnSent(long chat, LoopbackMessage message)
        {
            if (_walks.TryGetValue(chat, out var walk) && message.Rows.Count > 0)
            {
                WaitsForWords.Add(walk.Elapsed);
                walk.Answer.TrySetResult(message);
            }
        }
    }

    private sealed class Walk
    {
        private long _at;
        private int _requested;

        public TaskCompletionSource<LoopbackMessage> Answer { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public double Elapsed => Stopwatch.GetElapsedTime(Volatile.Read(ref _at)).TotalMilliseconds;

        public void Begin()
        {
            Answer = new TaskCompletionSource<LoopbackMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _at, Stopwatch.GetTimestamp());
            Volatile.Write(ref _requested, 0);
        }

        public double? FirstRequest() => Interlocked.Exchange(ref _requested, 1) == 0 ? Elapsed : null;
    }
}
