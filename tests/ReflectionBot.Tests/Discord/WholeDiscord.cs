using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Tests.Turns;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Discord;

/// <summary>Everything from the loopback Discord to the database and back, with the real content and the real screen. The date is the test's.</summary>
internal sealed class WholeDiscord : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly IHost _host;
    private readonly LogMemory _logs;

    private WholeDiscord(LoopbackDiscord discord, IHost host, TempFolder folder, TestDate date, LogMemory logs)
    {
        _logs = logs;
        Discord = discord;
        _host = host;
        _folder = folder;
        Date = date;
    }

    public LoopbackDiscord Discord { get; }

    public TestDate Date { get; }

    public string Database => _folder.File("bot.db");

    /// <summary>Kinds of the replies handed to Discord, by person.</summary>
    public ConcurrentQueue<(Address Address, ReplyKind Kind)> Said => _host.Services.GetRequiredService<SpyingDiscordSender>().Said;

    public static async Task<WholeDiscord> StartAsync(Func<ITurnStore, ITurnStore>? turns = null)
    {
        var discord = await LoopbackDiscord.StartAsync();
        discord.Rates.Generosity = 1000;
        var folder = new TempFolder();
        var date = new TestDate { Now = Instant.FromUtc(2026, 3, 2, 18, 0) };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var logs = new LogMemory();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        var services = builder.Services;
        services.AddSingleton<IClock>(date);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Func<Pack>>(static () => TelegramBed.Content.Value);
        services.AddStorage(new StorageOptions { ConnectionString = $"Data Source={folder.File("bot.db")}" });
        services.AddStorageKeeper();
        if (turns is not null)
        {
            var stored = services.Last(service => service.ServiceType == typeof(ITurnStore));
            services.Remove(stored);
            services.AddSingleton(provider => turns((ITurnStore)(stored.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, stored.ImplementationType!))));
        }

        services.AddOutbox();
        if (turns is null)
        {
            // Nobody is late on a machine with much to do.
            discord.Time = new ManualTime();
            services.AddPatientTurns();
        }
        else
        {
            services.AddTurns();
        }

        services.AddSingleton<Sweep>();
        services.AddDiscord(new DiscordOptions { Token = LoopbackDiscord.Token, ApiBaseUrl = discord.Address });
        services.AddSingleton<GatewayRun>(discord.Gateway.RunAsync);
        services.AddSingleton<SpyingDiscordSender>();
        services.Remove(services.Last(service => service.ServiceType == typeof(ISender)));
        services.AddSingleton<ISender>(provider => provider.GetRequiredService<SpyingDiscordSender>());
        var host = builder.Build();
        await host.StartAsync();
        return new WholeDiscord(discord, host, folder, date, logs);
    }

    public async Task PutAsync(Conversation conversation)
    {
        var store = _host.Services.GetRequiredService<ITurnStore>();
        var basis = await store.LoadAsync(conversation.Address, "setup", CancellationToken.None);
        await store.CommitAsync(new TurnCommit(basis, $"setup/{conversation.Address}", Date.GetCurrentInstant()) { State = ConversationJson.Write(conversation), WakesAt = conversation.WakesAt }, CancellationToken.None);
    }

    public async Task<Conversation> ReadAsync(Address address)
    {
        var stored = await _host.Services.GetRequiredService<ITurnStore>().LoadAsync(address, "look", CancellationToken.None);
        return stored.Exists ? ConversationJson.Read(stored.State.Span) : new Conversation(address);
    }

    /// <summary>Every file that the bot keeps, byte for byte, and every line it logged.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Kept() =>
        KeptFiles.In(_folder.Path).Concat(_logs.Kept());

    public Task SweepAsync() => _host.Services.GetRequiredService<Sweep>().RunAsync(CancellationToken.None);

    /// <summary>Every event is taken, and all that was to be said has been said.</summary>
    public Task QuietAsync() => LoopbackDiscord.UntilAsync(() => Discord.Gateway is { Waiting: 0, Open: 0 } && Idle.Of(_host.Services, OutboxRows), "quiet", Date.GoOn);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Discord.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private long OutboxRows()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("bot.db")};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from outbox";
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>Knows what a reply is, which Discord does not.</summary>
internal sealed class SpyingDiscordSender(DiscordSender real) : ISender
{
    public ConcurrentQueue<(Address Address, ReplyKind Kind)> Said { get; } = new();

    public string Platform => real.Platform;

    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Outgoing is Reply reply)
        {
            Said.Enqueue((delivery.Address, reply.Kind));
        }

        return real.SendAsync(delivery, cancellationToken);
    }

    public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) => real.ShowTypingAsync(address, cancellationToken);
}
