using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Benchmarks.Telegram;

/// <summary>
/// The bot's own executable against the loopback Bot API in this process, on a database with full durability. The walk of five: /start,
/// what the bot is, what it keeps; three updates, five calls, three turns that are screened, encrypted and durable before
/// Telegram may forget the update, and three marks of what was sent. The walk of seven begins a reflection, so that two keyboards are changed as well.
/// </summary>
internal static class TelegramBenchmarks
{
    public const string Verb = "telegram";

    private const string Adapter = "adapter";
    private const string Seven = "seven";

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _measured = TimeSpan.FromSeconds(12);

    /// <summary>An answer that does not come ends the measurement, instead of being waited for for ever.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <param name="modes">What is measured; everything when empty.</param>
    /// <param name="peer">The command of another bot that is to be measured instead, with the token and the root address in PEER_TOKEN and PEER_API, and in PEER_WEBHOOK_PORT where it is to listen, if it is; or nothing.</param>
    public static async Task RunAsync(IReadOnlyList<string> modes, string[] peer)
    {
        Console.WriteLine("| mode | most updates/s | bot CPU ms per update | first request at 200/s p50 / p99 ms | first message p50 / p99 ms | RSS MB after load / idle | load of the machine |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var mode in modes.Count > 0 ? modes : ["polling", "webhook", "polling-seven", "webhook-seven", "polling-adapter", "webhook-adapter"])
        {
            var receive = Enum.Parse<TelegramReceive>(mode.Split('-')[0], ignoreCase: true);
            await MeasureAsync(mode, receive, mode.Split('-') is [_, var what] ? what : "", peer);
        }
    }

    private static async Task MeasureAsync(string mode, TelegramReceive receive, string what, string[] peer)
    {
        var folder = Directory.CreateTempSubdirectory("reflectionbot-bench-");
        await using var api = await LoopbackBotApi.StartAsync(watchful: false);
        var port = FreePort();
        api.WebhookTarget = new Uri($"http://127.0.0.1:{port}/telegram");
        var greeted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        api.OnCall = (method, _) =>
        {
            if (method is "getUpdates" or "setWebhook")
            {
                greeted.TrySetResult();
            }
        };
        using var bot = Process.Start(what == Adapter
            ? new ProcessStartInfo(Environment.ProcessPath!, [MeasuredBot.Verb, api.Address.ToString(), receive.ToString(), port.ToString(CultureInfo.InvariantCulture)])
            : peer is [var program, .. var words] ? APeer(program, words, folder.FullName, api.Address, receive == TelegramReceive.Webhook ? port : null)
            : TheBot(folder.FullName, api.Address, receive, port))!;
        if (bot.StartInfo.RedirectStandardOutput)
        {
            bot.BeginOutputReadLine();
        }

        try
        {
            await greeted.Task;

            // By then whoever gives back memory has done so.
            await Task.Delay(TimeSpan.FromSeconds(7));
            var idle = ResidentMb(bot);
            var crowd = new Crowd(api, what == Seven ? ["", ""] : what == Adapter ? ["!help", "!help"] : ["!about", "!privacy"]);
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
                $"| {mode} | {updates / seconds:0} | {cpu.TotalMilliseconds / updates:0.00} | {At(crowd.Waits, 0.5):0.00} / {At(crowd.Waits, 0.99):0.0} | {At(crowd.WaitsForWords, 0.5):0.00} / {At(crowd.WaitsForWords, 0.99):0.0} | {resident:0} / {idle:0} | {Load()} |"));
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

    private static ProcessStartInfo APeer(string program, string[] words, string folder, Uri api, int? webhookPort) => new(program, words)
    {
        WorkingDirectory = folder,
        Environment =
        {
            ["PEER_TOKEN"] = LoopbackBotApi.Token,
            ["PEER_API"] = api.ToString(),
            ["PEER_WEBHOOK_PORT"] = webhookPort?.ToString(CultureInfo.InvariantCulture) ?? "",
        },
        RedirectStandardOutput = true,
        UseShellExecute = false,
    };

    private static ProcessStartInfo TheBot(string folder, Uri api, TelegramReceive receive, int port) =>
        new(MeasuredProgram.File,
        [
            "run", $"--Http:Url=http://127.0.0.1:{port}", $"--Storage:ConnectionString=Data Source={Path.Combine(folder, "bot.db")}",
            $"--Telegram:Token={LoopbackBotApi.Token}", $"--Telegram:ApiBaseUrl={api}", $"--Telegram:Receive={receive}",
            .. receive == TelegramReceive.Webhook ? (string[])["--Telegram:WebhookUrl=https://bot.example/telegram", "--Telegram:WebhookSecret=secret"] : [],
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

    /// <summary>Of the last minute; empty where the system does not say.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "";

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
        private readonly IReadOnlyList<string> _presses;
        private long _lastPerson = 10_000;
        private long _steps;

        /// <param name="api">Where they are.</param>
        /// <param name="presses">What each presses after /start; empty for an answer to the open question.</param>
        public Crowd(LoopbackBotApi api, IReadOnlyList<string> presses)
        {
            _api = api;
            _presses = presses;
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

            // One update more than so many whole gaps: each update comes by itself, instead of three at once.
            var think = (gap * 20) + (gap / 3);
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                var wait = (gap * walks.Count) - Stopwatch.GetElapsedTime(begun);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait);
                }

                walks.Add(WalkAsync(think));
            }

            await Task.WhenAll(walks);
        }

        private async Task WalkAsync(TimeSpan? pause)
        {
            var id = Interlocked.Increment(ref _lastPerson);
            var walk = new Walk();
            _walks[id] = walk;
            var person = _api.Person(id);
            var first = await StepAsync(walk, () => person.Writes("/start"));
            var message = first;
            foreach (var press in _presses)
            {
                if (pause is { } think)
                {
                    await Task.Delay(think);
                }

                message = await StepAsync(walk, () => press.Length == 0
                    ? person.Press(message, message.Buttons.First(button => button.Data![0] != '!'))
                    : person.Press(first, first.Buttons.First(button => button.Data == press)));
            }

            _walks.TryRemove(id, out _);
        }

        private async Task<LoopbackMessage> StepAsync(Walk walk, Func<long> act)
        {
            walk.Begin();
            act();
            var message = await walk.Answer.Task.WaitAsync(_patience);
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
