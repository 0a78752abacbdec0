using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>The local chat over real Kestrel, with a scripted bot behind it.</summary>
public sealed class ChatHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ChatHost(WebApplication app, ScriptedBot bot, FailingLog log, CollectedLogs logs)
    {
        (_app, Bot, Log, Logs) = (app, bot, log, logs);
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Url };
    }

    public ScriptedBot Bot { get; }

    public FailingLog Log { get; }

    public CollectedLogs Logs { get; }

    public Uri Url { get; }

    public HttpClient Http { get; }

    /// <param name="port">0: any free one.</param>
    public static async Task<ChatHost> StartAsync(ScriptedBot? bot = null, FailingLog? log = null, int port = 0, Func<Pack>? pack = null)
    {
        bot ??= new ScriptedBot();
        log ??= new FailingLog(new MemoryLocalChatLog());
        var logs = new CollectedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Services.AddSingleton<IInputSink>(bot);
        builder.Services.AddSingleton<ILocalChatLog>(log);
        builder.Services.AddLocalChat();
        if (pack is not null)
        {
            builder.Services.AddSingleton(pack);
        }

        var app = builder.Build();
        app.MapLocalChat();
        bot.Sender = app.Services.GetRequiredService<ISender>();
        await app.StartAsync();
        return new ChatHost(app, bot, log, logs);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
