using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Telegram.Loopback;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Everything from the loopback Bot API to the database and back, with the real content and the real screen. The date is the test's.</summary>
internal sealed class WholeTelegram : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly WebApplication _app;
    private readonly LogMemory _logs;

    private WholeTelegram(LoopbackBotApi api, WebApplication app, TempFolder folder, TestDate date, LogMemory logs)
    {
        Api = api;
        _app = app;
        _folder = folder;
        _logs = logs;
        Date = date;
    }

    public LoopbackBotApi Api { get; }

    public TestDate Date { get; }

    /// <summary>Kinds of the replies handed to Telegram, by chat.</summary>
    public ConcurrentQueue<(Address Address, ReplyKind Kind)> Said => _app.Services.GetRequiredService<SpyingSender>().Said;

    public static async Task<WholeTelegram> StartAsync(TelegramReceive receive, TelegramRates? rates = null)
    {
        var api = await LoopbackBotApi.StartAsync();
        api.KeepsRates = rates is not null;
        var folder = new TempFolder();
        var date = new TestDate();
        var builder = WebApplication.CreateSlimBuilder();
        var logs = new LogMemory();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton<IClock>(date);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Func<Pack>>(static () => TelegramBed.Content.Value);
        services.AddStorage(new StorageOptions { ConnectionString = $"Data Source={folder.File("bot.db")}" });
        services.AddStorageKeeper();
        services.AddOutbox();
        services.AddPatientTurns();
        services.AddSingleton<Sweep>();
        services.AddTelegram(new TelegramOptions
        {
            Token = LoopbackBotApi.Token,
            ApiBaseUrl = api.Address,
            Receive = receive,
            WebhookUrl = receive == TelegramReceive.Webhook ? new Uri("https://bot.example/telegram") : null,
            WebhookSecret = receive == TelegramReceive.Webhook ? "secret" : null,
            Rates = rates ?? TelegramRates.Unlimited,
        });
        services.AddSingleton<SpyingSender>();
        services.Remove(services.Last(service => service.ServiceType == typeof(ISender)));
        services.AddSingleton<ISender>(provider => provider.GetRequiredService<SpyingSender>());
        var app = builder.Build();
        app.MapTelegramWebhook();
        await app.StartAsync();
        api.WebhookTarget = new Uri(new Uri(app.Urls.First()), TelegramOptions.WebhookPath);
        if (receive == TelegramReceive.Webhook)
        {
            await LoopbackBotApi.UntilAsync(() => api.WebhookUrl is not null, "the webhook to be registered");
        }

        return new WholeTelegram(api, app, folder, date, logs);
    }

    public async Task PutAsync(Conversation conversation)
    {
        var store = _app.Services.GetRequiredService<ITurnStore>();
        var basis = await store.LoadAsync(conversation.Address, "setup", CancellationToken.None);
        await store.CommitAsync(new TurnCommit(basis, $"setup/{conversation.Address}", Date.GetCurrentInstant()) { State = ConversationJson.Write(conversation) }, CancellationToken.None);
    }

    public async Task<Conversation> ReadAsync(Address address)
    {
        var stored = await _app.Services.GetRequiredService<ITurnStore>().LoadAsync(address, "look", CancellationToken.None);
        return stored.Exists ? ConversationJson.Read(stored.State.Span) : new Conversation(address);
    }

    /// <summary>Has the bot say something at an Address, as a turn would.</summary>
    public async Task SayAsync(Conversation conversation, params Outgoing[] outgoing)
    {
        var store = _app.Services.GetRequiredService<ITurnStore>();
        var basis = await store.LoadAsync(conversation.Address, "say", CancellationToken.None);
        var result = await store.CommitAsync(
            new TurnCommit(basis, $"say/{Guid.NewGuid()}", Date.GetCurrentInstant())
            {
                State = ConversationJson.Write(conversation),
                Outbox = [.. outgoing.Select(one => new OutboxDraft(one, Claimed: true))],
            },
            CancellationToken.None);
        _app.Services.GetRequiredService<OutboxSender>().Offer(result.Outbox);
    }

    /// <summary>Every file that the bot keeps, byte for byte, and every line it logged.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Kept() =>
        KeptFiles.In(_folder.Path).Concat(_logs.Kept());

    public Task SweepAsync() => _app.Services.GetRequiredService<Sweep>().RunAsync(CancellationToken.None);

    /// <summary>Every update is taken, and all that was to be said has been said.</summary>
    public Task QuietAsync() => LoopbackBotApi.UntilAsync(
        () => Api.Updates.Pending == 0 && Api.Pump.Undelivered == 0 && Idle.Of(_app.Services, OutboxRows) && Api.Chats.UnansweredCallbacks.IsEmpty, "quiet", Date.GoOn);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Api.DisposeAsync();
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

/// <summary>Stands still, except while a test waits: what was put off comes then.</summary>
internal sealed class TestDate : IClock
{
    private long _ticks;

    public Instant Now
    {
        get => Instant.FromUnixTimeTicks(Volatile.Read(ref _ticks));
        set => Volatile.Write(ref _ticks, value.ToUnixTimeTicks());
    }

    public Instant GetCurrentInstant() => Now;

    /// <summary>So much real time went by, in whole milliseconds: finer than that the database knows no hour, and what is due a fraction earlier would never be swept.</summary>
    public void GoOn(TimeSpan span) => Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond * (long)Math.Ceiling(span.TotalMilliseconds));
}

/// <summary>Knows what a reply is, which Telegram does not.</summary>
internal sealed class SpyingSender(TelegramSender real) : ISender
{
    public ConcurrentQueue<(Address Address, ReplyKind Kind)> Said { get; } = new();

    public string Platform => real.Platform;

    public Duration Pace(Address address, Urgency urgency) => real.Pace(address, urgency);

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
