using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Benchmarks;

/// <summary>
/// How long somebody in danger waits: from the acceptance of what they wrote to the Card in the platform's hands, while others
/// keep the bot busy, with the database running, locked by another program, and gone.
/// <c>dotnet run -c Release --project tests/ReflectionBot.Benchmarks -- help</c>.
/// </summary>
internal static class HelpBenchmarks
{
    private const int Cries = 200;
    private const int AtOnce = 20;
    private const int Busy = 64;
    private const int PeopleEach = 150;

    public static async Task RunAsync(TextWriter output)
    {
        var pack = DurableBot.ReadPack();
        await output.WriteLineAsync("| database | Cards | p50 ms | p95 ms | max ms | other inputs meanwhile |\n|---|---|---|---|---|---|");
        foreach (var state in Enum.GetValues<DatabaseState>())
        {
            var platform = new CardClock();
            await using var bot = new DurableBot(pack, platform);
            await bot.StartAsync();
            await CryAsync(bot, platform, "warm", 20);
            using var trouble = await BringAboutAsync(bot, state);

            using var end = new CancellationTokenSource();
            var others = Task.WhenAll(Enumerable.Range(0, Busy).Select(i => Task.Run(() => TalkAsync(bot, i, end.Token))));
            var times = await CryAsync(bot, platform, "run", Cries);
            await end.CancelAsync();
            Array.Sort(times);
            await output.WriteLineAsync(
                $"| {state} | {times.Length} | {times[times.Length / 2]:N2} | {times[times.Length * 95 / 100]:N2} | {times[^1]:N1} | {(await others).Sum():N0} |");
        }
    }

    /// <summary>A few at a time, each a person who never wrote before.</summary>
    private static async Task<double[]> CryAsync(DurableBot bot, CardClock platform, string run, int cries)
    {
        var times = new double[cries];
        await Parallel.ForAsync(0, cries, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var address = Address.Of("local", $"{run}{i}");
            var card = platform.Expect(address);
            var begun = Stopwatch.GetTimestamp();
            var taken = bot.Dispatcher.AcceptAsync(new TextInput($"{run}/{i}", address, "i want to kill myself"), CancellationToken.None).AsTask();
            times[i] = Stopwatch.GetElapsedTime(begun, await card).TotalMilliseconds;
            await taken;
        });
        return times;
    }

    private static async Task<long> TalkAsync(DurableBot bot, int person, CancellationToken end)
    {
        var count = 0L;
        while (!end.IsCancellationRequested)
        {
            var address = Address.Of("local", $"busy{person}-{count % PeopleEach}");
            await bot.Dispatcher.AcceptAsync(new TextInput($"busy/{person}/{count++}", address, "about"), CancellationToken.None);
            await Task.Yield();
        }

        return count;
    }

    private static async Task<IDisposable> BringAboutAsync(DurableBot bot, DatabaseState state)
    {
        switch (state)
        {
            case DatabaseState.Locked:
                var other = new SqliteConnection($"Data Source={bot.File};Pooling=False");
                await other.OpenAsync();
                await using (var command = other.CreateCommand())
                {
                    command.CommandText = "BEGIN IMMEDIATE";
                    await command.ExecuteNonQueryAsync();
                }

                return other;
            case DatabaseState.Gone:
                bot.Database.Dispose();
                return bot.Database;
            default:
                return new MemoryStream();
        }
    }

    private enum DatabaseState
    {
        Running,
        Locked,
        Gone,
    }

    /// <summary>A platform that notes the moment at which a Card reaches it.</summary>
    private sealed class CardClock : ISender
    {
        private static readonly Task<SendOutcome> Taken = Task.FromResult<SendOutcome>(new SendOutcome.Sent(["1"]));

        private readonly ConcurrentDictionary<Address, TaskCompletionSource<long>> _expected = [];

        public string Platform => "local";

        public Task<long> Expect(Address address) =>
            _expected.GetOrAdd(address, static _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
        {
            if (delivery.Outgoing is Reply { Kind: ReplyKind.Card } && _expected.TryGetValue(delivery.Address, out var card))
            {
                card.TrySetResult(Stopwatch.GetTimestamp());
            }

            return Taken;
        }

        public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
