using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Content;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>The real bot with the shipped content behind the real page, on a database in a folder.</summary>
internal sealed class RealBot : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RealBot(WebApplication app)
    {
        _app = app;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Url { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="folder">Holds the database: a second bot on it goes on where the first one ended.</param>
    /// <param name="port">0: any free one.</param>
    /// <param name="schedule">Time moves the bot too; otherwise the sweep comes round only when the test says so.</param>
    /// <param name="clock">By which the bot decides.</param>
    /// <param name="logs">Gets what it logs, of every level.</param>
    public static async Task<RealBot> StartAsync(string folder, int port = 0, bool schedule = false, IClock? clock = null, ILoggerProvider? logs = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        }

        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var services = builder.Services;
        services.AddSingleton(clock ?? SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Func<Pack>>(() => ShippedContent.Pack);
        services.AddStorage(new StorageOptions { ConnectionString = $"Data Source={Path.Combine(folder, "bot.db")}" });
        services.AddStorageKeeper();
        services.AddOutbox();
        services.AddPatientTurns();
        services.AddLocalChat();
        if (schedule)
        {
            services.AddSchedule();
        }
        else
        {
            services.AddSingleton<Sweep>();
        }

        var app = builder.Build();
        app.MapLocalChat();
        await app.StartAsync();
        return new RealBot(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
