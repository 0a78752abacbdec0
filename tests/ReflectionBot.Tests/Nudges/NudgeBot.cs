using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Turns;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Nudges;

/// <summary>
/// One life of the bot on a database file, put together as the host does it, with the clock of the test and without Quartz: the test says when the sweep
/// comes round. Several may live on one file: here nothing takes the lock that forbids it.
/// </summary>
internal sealed class NudgeBot : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SqliteConnection _look;

    private NudgeBot(ServiceProvider services, SqliteConnection look, ManualClock clock)
    {
        _services = services;
        _look = look;
        Clock = clock;
    }

    public ManualClock Clock { get; }

    public IHousekeeping Housekeeping => _services.GetRequiredService<IHousekeeping>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<NudgeBot> StartAsync(StorageOptions storage, ManualClock clock, ISender platform)
    {
        var services = new ServiceCollection();
        services.AddLogging(static logs => logs.ClearProviders());
        services.AddSingleton<IClock>(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(platform);
        services.AddSingleton<Func<Pack>>(static () => BotUnderTest.Pack);
        services.AddStorage(storage).AddOutbox().AddTurns();
        services.AddSingleton<Sweep>();
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStorageHealth>().Open();
        await provider.GetRequiredService<OutboxSender>().CatchUpAsync(Token);
        var look = new SqliteConnection($"{storage.ConnectionString};Mode=ReadOnly;Pooling=False");
        await look.OpenAsync(Token);
        return new NudgeBot(provider, look, clock);
    }

    /// <summary>When the next conversation wants to be woken; null when none does.</summary>
    public Instant? NextWake => Scalar("SELECT min(wakes_at) FROM conversation") is long at ? Instant.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Sweeps, and lets everything be sent, until nobody is due any more.</summary>
    public async Task RunAsync()
    {
        while (await SweepAsync() > 0)
        {
            await SettleAsync();
        }
    }

    public Task<int> SweepAsync() => _services.GetRequiredService<Sweep>().RunAsync(Token);

    /// <summary>Waits until nothing is to be sent any more.</summary>
    public async Task SettleAsync()
    {
        while (Scalar("SELECT count(*) FROM outbox") is not 0L)
        {
            await Task.Delay(1, Token);
        }
    }

    public async Task PutAsync(Conversation conversation)
    {
        var turns = _services.GetRequiredService<ITurnStore>();
        var basis = await turns.LoadAsync(conversation.Address, "setup", Token);
        await turns.CommitAsync(
            new TurnCommit(basis, $"setup/{conversation.Address}/{basis.Version}", Clock.Now) { State = ConversationJson.Write(conversation), WakesAt = conversation.WakesAt }, Token);
    }

    public async Task<Conversation> ReadAsync(Address address) =>
        ConversationJson.Read((await _services.GetRequiredService<ITurnStore>().LoadAsync(address, "look", Token)).State.Span);

    public async Task TakeAsync(Input input) =>
        Assert.Equal(Acceptance.Taken, await _services.GetRequiredService<IInputSink>().AcceptAsync(input, Token));

    /// <summary>An orderly end.</summary>
    public async Task StopAsync()
    {
        await _services.GetRequiredService<TurnDispatcher>().StopAsync(Token);
        await _services.GetRequiredService<OutboxSender>().StopAsync(Token);
    }

    /// <summary>Without <see cref="StopAsync"/> before it, as near to a kill as it gets within one process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _look.DisposeAsync();
        await _services.DisposeAsync();
    }

    private object? Scalar(string sql)
    {
        using var command = new SqliteCommand(sql, _look);
        return command.ExecuteScalar();
    }
}
