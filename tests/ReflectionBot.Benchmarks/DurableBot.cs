using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Turns;

namespace ReflectionBot.Benchmarks;

/// <summary>The way of an Input from its acceptance to the platform on a real database (flushed to disk), without host and adapter.</summary>
internal sealed class DurableBot : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reflectionbot-benchmark-").FullName;
    private readonly SqliteDatabase _database;
    private readonly OutboxSender _outbox;

    public DurableBot(Pack pack, ISender sender)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var options = new StorageOptions { ConnectionString = $"Data Source={File}" };
        _database = new SqliteDatabase(options, SystemClock.Instance, new StorageMetrics(meters), NullLogger<SqliteDatabase>.Instance);
        ISender[] senders = [sender];
        _outbox = new OutboxSender(new SqliteOutboxStore(_database), senders, SystemClock.Instance, TimeProvider.System, new OutboxMetrics(meters), NullLogger<OutboxSender>.Instance, new OutboxSettings());
        var metrics = new TurnMetrics(meters);
        var seen = new SeenAddresses();
        var help = new HelpLine(StandbyCard.Write, () => pack, seen, senders, _outbox, SystemClock.Instance, metrics, NullLogger<HelpLine>.Instance);
        var runner = new TurnRunner(
            new SqliteTurnStore(_database), new SqliteArchive(_database), new FlowArchive(new SqliteHousekeeping(_database)), new GroupScout(new SqliteTurnStore(_database), new SqliteRounds(_database), []), _outbox, help, seen, () => pack,
            SystemClock.Instance, TimeProvider.System, metrics, NullLogger<TurnRunner>.Instance);
        Dispatcher = new TurnDispatcher(Core.Crisis.Screen.CrisisScreen.BuiltIn.Read, runner, help, new TypingSign(senders, TimeProvider.System), TimeProvider.System, metrics, NullLogger<TurnDispatcher>.Instance);
    }

    public TurnDispatcher Dispatcher { get; }

    public SqliteDatabase Database => _database;

    public string File => Path.Combine(_folder, "bot.db");

    public Task StartAsync()
    {
        _database.Open();
        return _outbox.CatchUpAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.StopAsync(CancellationToken.None);
        await _outbox.StopAsync(CancellationToken.None);
        Dispatcher.Dispose();
        await _outbox.DisposeAsync();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static Pack ReadPack()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "content");
        var compiled = PackCompiler.Compile(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(folder, path), System.IO.File.ReadAllText(path))));
        return compiled.Pack ?? throw new InvalidDataException(string.Join('\n', compiled.Problems));
    }
}
