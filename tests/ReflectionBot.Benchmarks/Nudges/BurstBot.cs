using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Turns;

namespace ReflectionBot.Benchmarks.Nudges;

/// <summary>The bot on a database with many plans, of which some are due now.</summary>
internal sealed class BurstBot : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reflectionbot-benchmark-");
    private readonly Platform _platform = new();
    private readonly ServiceProvider _services;

    private BurstBot()
    {
        var services = new ServiceCollection();
        services.AddLogging(static logs => logs.ClearProviders());
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ISender>(_platform);
        var pack = ReadPack();
        services.AddSingleton<Func<Pack>>(() => pack);
        services.AddStorage(new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder.FullName, "bot.db")}" }).AddOutbox().AddTurns();
        services.AddSingleton<Sweep>();
        _services = services.BuildServiceProvider();
    }

    /// <param name="registered">Plans that are not due.</param>
    /// <param name="due">Plans that are.</param>
    public static async Task<BurstBot> StartAsync(int registered, int due)
    {
        var bot = new BurstBot();
        bot._services.GetRequiredService<IStorageHealth>().Open();
        await bot._services.GetRequiredService<OutboxSender>().CatchUpAsync(CancellationToken.None);
        await bot.RegisterAsync(registered);
        await Parallel.ForEachAsync(Enumerable.Range(0, due), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await bot.PutDueAsync(i));
        return bot;
    }

    public Task<int> SweepAsync() => _services.GetRequiredService<Sweep>().RunAsync(CancellationToken.None);

    /// <summary>Waits until so many nudges have gone.</summary>
    public async Task SentAsync(int nudges)
    {
        while (_platform.Nudges < nudges)
        {
            await Task.Delay(1);
        }
    }

    /// <summary>How long it takes until the answer is at the platform.</summary>
    public async Task<TimeSpan> ReplyAsync(Input input)
    {
        var answered = _platform.NextReplyTo(input.Address);
        var begun = Stopwatch.GetTimestamp();
        await _services.GetRequiredService<IInputSink>().AcceptAsync(input, CancellationToken.None);
        return Stopwatch.GetElapsedTime(begun, await answered);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<TurnDispatcher>().StopAsync(CancellationToken.None);
        await _services.GetRequiredService<OutboxSender>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Conversations that want to be woken at some minute of the coming days. Nobody reads them: what is in them is noise of the usual length.</summary>
    private async Task RegisterAsync(int count)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "bot.db")};Pooling=False");
        await connection.OpenAsync();
        connection.DefaultTimeout = 600;
        connection.Execute(
            """
            BEGIN IMMEDIATE;
            CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count) SELECT i FROM n WHERE @count > 0;
            INSERT INTO data_key (address, id, wrapped) SELECT 'local:r' || i, 1, randomblob(60) FROM n;
            INSERT INTO conversation (address, version, key_id, state, wakes_at, last_active)
            SELECT 'local:r' || i, 1, 1, randomblob(700), @now + 3600000 + (i % 2880) * 60000, @now FROM n;
            COMMIT;
            """,
            ("@count", count),
            ("@now", SystemClock.Instance.GetCurrentInstant().ToUnixTimeMilliseconds()));
    }

    private async Task PutDueAsync(int i)
    {
        // Due at the whole minute before, all at the same.
        var now = SystemClock.Instance.GetCurrentInstant();
        var minute = now - Duration.FromMilliseconds(now.ToUnixTimeMilliseconds() % 60_000);
        var conversation = new Conversation(Address.Of("local", $"d{i}"))
        {
            Consent = new Consent("1", now),
            NudgePreferences = new NudgePreferences { Quiet = new HoursOfDay(LocalTime.Midnight, LocalTime.Midnight) },
            Nudges = [new NudgePlan("n1", NudgeKind.Question, minute.InUtc().TimeOfDay, Weekdays.EveryDay, "Etc/UTC") { Handled = minute.InUtc().Date.PlusDays(-1) }],
        };
        var turns = _services.GetRequiredService<ITurnStore>();
        var basis = await turns.LoadAsync(conversation.Address, "setup", CancellationToken.None);
        await turns.CommitAsync(new TurnCommit(basis, $"setup/{i}", now) { State = ConversationJson.Write(conversation), WakesAt = conversation.WakesAt }, CancellationToken.None);
    }

    private static Pack ReadPack()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "content");
        var compiled = PackCompiler.Compile(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(folder, path), File.ReadAllText(path))));
        return compiled.Pack ?? throw new InvalidDataException(string.Join('\n', compiled.Problems));
    }

    /// <summary>Takes everything at once.</summary>
    private sealed class Platform : ISender
    {
        private readonly ConcurrentDictionary<Address, TaskCompletionSource<long>> _waiting = new();
        private int _nudges;

        string ISender.Platform => "local";

        public int Nudges => Volatile.Read(ref _nudges);

        public Task<long> NextReplyTo(Address address)
        {
            var waiting = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[address] = waiting;
            return waiting.Task;
        }

        public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
        {
            if (delivery.Outgoing is Reply { Urgency: Urgency.Nudge })
            {
                Interlocked.Increment(ref _nudges);
            }
            else if (delivery.Outgoing is Reply && _waiting.TryRemove(delivery.Address, out var waiting))
            {
                waiting.TrySetResult(Stopwatch.GetTimestamp());
            }

            return Task.FromResult<SendOutcome>(new SendOutcome.Sent(["1"]));
        }

        public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
