using System.Diagnostics;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Benchmarks;

/// <summary>
/// Turns per second and the time of one turn from its acceptance to its durable end (flushed to disk), the crisis screen and
/// the engine included, beside the same turns in memory only. A load test rather than a microbenchmark, because what matters is how
/// turns share a commit: <c>dotnet run -c Release --project tests/ReflectionBot.Benchmarks -- turns</c>.
/// </summary>
internal static class TurnBenchmarks
{
    private static readonly string[] Words = ["reflect", "I went for a walk and thought about it", "skip", "stop", "about", "journal", "it was quiet", "back"];

    public static async Task RunAsync(TextWriter output)
    {
        var pack = DurableBot.ReadPack();
        await output.WriteLineAsync("| store | conversations | at once | turns/s | p50 ms | p99 ms | max ms |\n|---|---|---|---|---|---|---|");
        foreach (var (conversations, atOnce) in ((int, int)[])[(1, 1), (10_000, 1), (10_000, 8), (10_000, 64)])
        {
            await ReportAsync(output, "memory", conversations, atOnce, Memory(pack));
            await using var bot = new DurableBot(pack, new Nowhere());
            await bot.StartAsync();
            await ReportAsync(output, "SQLite FULL", conversations, atOnce, input => bot.Dispatcher.AcceptAsync(input, CancellationToken.None));
        }
    }

    private static async Task ReportAsync(TextWriter output, string store, int conversations, int atOnce, Func<Input, ValueTask<Acceptance>> take)
    {
        await LoadAsync(conversations, atOnce, 2_000, "warm", take);
        var total = Math.Max(10_000, conversations);
        var begun = Stopwatch.GetTimestamp();
        var times = await LoadAsync(conversations, atOnce, total, "run", take);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        Array.Sort(times);
        await output.WriteLineAsync(
            $"| {store} | {conversations:N0} | {atOnce} | {total / elapsed.TotalSeconds:N0} | {times[total / 2]:N2} | {times[total * 99 / 100]:N2} | {times[^1]:N1} |");
    }

    /// <summary>Each of <paramref name="atOnce"/> callers has its own share of the conversations and sends the next input after the answer.</summary>
    private static async Task<double[]> LoadAsync(int conversations, int atOnce, int total, string run, Func<Input, ValueTask<Acceptance>> take)
    {
        var times = new double[total];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < total; i = Interlocked.Increment(ref next))
            {
                var begun = Stopwatch.GetTimestamp();
                await take(new TextInput($"{run}/{i}", Address.Of("local", $"p{i % conversations}"), Words[i % Words.Length]));
                times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        })));
        return times;
    }

    private static Func<Input, ValueTask<Acceptance>> Memory(Pack pack)
    {
        var conversations = new System.Collections.Concurrent.ConcurrentDictionary<Address, Conversation>();
        var screen = Core.Crisis.Screen.CrisisScreen.BuiltIn;
        return input =>
        {
            var screened = input with { Screening = screen.Read(input.Words) };
            var result = Turn.Take(conversations.GetOrAdd(input.Address, static address => new Conversation(address)), screened, pack, SystemClock.Instance.GetCurrentInstant());
            conversations[input.Address] = result.Conversation;
            return ValueTask.FromResult(Acceptance.Taken);
        };
    }

    /// <summary>A platform that takes everything at once.</summary>
    private sealed class Nowhere : ISender
    {
        private static readonly Task<SendOutcome> Taken = Task.FromResult<SendOutcome>(new SendOutcome.Sent(["1"]));

        public string Platform => "local";

        public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken) => Taken;

        public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
