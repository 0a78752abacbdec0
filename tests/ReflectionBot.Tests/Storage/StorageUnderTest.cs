using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Storage;

/// <summary>One storage as the contract sees it, whatever the database behind it.</summary>
public interface IStorageUnderTest : IAsyncDisposable
{
    ITurnStore Turns { get; }
    IRoundStore Rounds { get; }
    IOutboxStore Outbox { get; }
    IArchive Archive { get; }
    IHousekeeping Housekeeping { get; }
    IFlowSourceStore Flows { get; }
    IZoneRulesStore ZoneRules { get; }

    /// <summary>The same database as another process would open it.</summary>
    IStorageUnderTest Another();
}

/// <summary>SQLite in a folder.</summary>
internal sealed class SqliteUnderTest : IStorageUnderTest
{
    private readonly TempFolder? _owned;

    private SqliteUnderTest(StorageOptions options, TempFolder? owned)
    {
        _owned = owned;
        Options = options;
        Database = new SqliteDatabase(options, new ManualClock(), new StorageMetrics(Meters.Factory), NullLogger<SqliteDatabase>.Instance);
        Turns = new SqliteTurnStore(Database);
        Rounds = new SqliteRounds(Database);
        Outbox = new SqliteOutboxStore(Database);
        Archive = new SqliteArchive(Database);
        var housekeeping = new SqliteHousekeeping(Database);
        Housekeeping = housekeeping;
        Flows = housekeeping;
        ZoneRules = new SqliteZoneRules(Database);
    }

    public StorageOptions Options { get; }
    public SqliteDatabase Database { get; }
    public ITurnStore Turns { get; }
    public IRoundStore Rounds { get; }
    public IOutboxStore Outbox { get; }
    public IArchive Archive { get; }
    public IHousekeeping Housekeeping { get; }
    public IFlowSourceStore Flows { get; }
    public IZoneRulesStore ZoneRules { get; }

    /// <summary>A fresh one that removes its folder at the end.</summary>
    public static SqliteUnderTest Fresh()
    {
        var folder = new TempFolder();
        var storage = new SqliteUnderTest(OptionsIn(folder), folder);
        storage.Database.Open();
        return storage;
    }

    public static StorageOptions OptionsIn(TempFolder folder) => new() { ConnectionString = $"Data Source={folder.File("bot.db")}" };

    /// <summary>Not opened yet.</summary>
    public static SqliteUnderTest Closed(StorageOptions options) => new(options, owned: null);

    public IStorageUnderTest Another()
    {
        var another = new SqliteUnderTest(Options, owned: null);
        another.Database.Open();
        return another;
    }

    public ValueTask DisposeAsync()
    {
        Database.Dispose();
        _owned?.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal static class Meters
{
    public static IMeterFactory Factory { get; } = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
