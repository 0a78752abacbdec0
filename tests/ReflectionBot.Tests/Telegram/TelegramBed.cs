using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>The adapter alone in a host, between the loopback Bot API and a sink.</summary>
internal sealed class TelegramBed : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TelegramBed(LoopbackBotApi api, WebApplication app, LogMemory logs)
    {
        Api = api;
        _app = app;
        Logs = logs;
    }

    public static readonly Lazy<Pack> Content = new(() => ShippedContent.Pack);

    public LoopbackBotApi Api { get; }

    public LogMemory Logs { get; }

    public ISender Sender => _app.Services.GetRequiredService<ISender>();

    public IServiceProvider Services => _app.Services;

    public static async Task<TelegramBed> StartAsync(
        LoopbackBotApi api, IInputSink sink, TelegramReceive receive = TelegramReceive.Polling, TimeProvider? time = null, TelegramRates? rates = null, string? token = null, Func<Pack>? pack = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var logs = new LogMemory();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(sink);
        builder.Services.AddSingleton(pack ?? (() => Content.Value));
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddTelegram(new TelegramOptions
        {
            Token = token ?? LoopbackBotApi.Token,
            ApiBaseUrl = api.Address,
            Receive = receive,
            WebhookUrl = receive == TelegramReceive.Webhook ? new Uri("https://bot.example/telegram") : null,
            WebhookSecret = receive == TelegramReceive.Webhook ? "loopback-Secret_1" : null,
            Rates = rates ?? new TelegramRates(),
        });
        var app = builder.Build();
        app.MapTelegramWebhook();
        await app.StartAsync();
        api.WebhookTarget = new Uri(new Uri(app.Urls.First()), TelegramOptions.WebhookPath);
        if (receive == TelegramReceive.Webhook)
        {
            await LoopbackBotApi.UntilAsync(() => api.WebhookUrl is not null, "the webhook to be registered");
        }

        return new TelegramBed(api, app, logs);
    }

    public static Address AddressOf(long chat) => Address.Of(TelegramOptions.Platform, $"{chat}");

    public Task<SendOutcome> SendAsync(long chat, Outgoing outgoing, params string[] target) =>
        Sender.SendAsync(new Delivery($"d{Guid.NewGuid():n}"[..24], AddressOf(chat), outgoing, target), TestContext.Current.CancellationToken);

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Everything logged, at any level, with exceptions.</summary>
internal sealed class LogMemory : ILoggerProvider
{
    /// <summary>Of every level, with the values of their fields, also those that no template shows.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>As something the bot keeps.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Kept() => Lines.Select(line => ("the log", System.Text.Encoding.UTF8.GetBytes(line)));

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Category(LogMemory memory, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            memory.Lines.Enqueue($"scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            memory.Lines.Enqueue($"{logLevel} {name}: {formatter(state, exception)} {exception} {Fields(state)}");

        private static string Fields<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> fields ? string.Join(' ', fields.Where(field => field.Key != "{OriginalFormat}").Select(field => $"{field.Key}={field.Value}")) : "";
    }
}
