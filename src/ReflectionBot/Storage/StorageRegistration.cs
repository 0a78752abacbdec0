using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Storage.Sqlite;

namespace ReflectionBot.Storage;

public static class StorageRegistration
{
    /// <summary>Tag of health checks that decide whether the process is ready.</summary>
    public const string Ready = "ready";

    /// <summary>The storage, without opening it: for verbs, which call <see cref="IStorageHealth.Open"/> themselves. Needs an <see cref="NodaTime.IClock"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(options);
        services.AddMetrics();
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<IStorageHealth>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<ITurnStore, SqliteTurnStore>();
        services.AddSingleton<IRoundStore, SqliteRounds>();
        services.AddSingleton<IOutboxStore, SqliteOutboxStore>();
        services.AddSingleton<IArchive, SqliteArchive>();
        services.AddSingleton<IZoneRulesStore, SqliteZoneRules>();
        services.AddSingleton<ILocalChatLog, SqliteLocalChatLog>();
        services.AddSingleton<SqliteHousekeeping>();
        services.AddSingleton<IHousekeeping>(provider => provider.GetRequiredService<SqliteHousekeeping>());
        services.AddSingleton<IFlowSourceStore>(provider => provider.GetRequiredService<SqliteHousekeeping>());
        return services;
    }

    /// <summary>Opens the storage with the host, keeps it open, and answers to the readiness check. Register it before everything that uses the storage.</summary>
    public static IServiceCollection AddStorageKeeper(this IServiceCollection services)
    {
        services.AddHostedService<StorageKeeper>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: [Ready]);
        return services;
    }
}
