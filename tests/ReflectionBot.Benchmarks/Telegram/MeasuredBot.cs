using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Telegram.Loopback;
using ReflectionBot.Turns;

namespace ReflectionBot.Benchmarks.Telegram;

/// <summary>The whole bot in a process of its own: real content, real screen, real storage.</summary>
internal static class MeasuredBot
{
    public const string Verb = "telegram-bot";

    public static async Task RunAsync(Uri api, string database, TelegramReceive receive, int port, bool adapterAlone)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "content");
        var pack = PackCompiler.Compile(Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file => !file.Path.StartsWith("crisis/", StringComparison.Ordinal))).Pack!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var services = builder.Services;
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Func<Pack>>(() => pack);
        if (adapterAlone)
        {
            services.AddSingleton<IInputSink, Echo>();
        }
        else
        {
            AddRest(services, database);
        }

        services.AddTelegram(new TelegramOptions
        {
            Token = LoopbackBotApi.Token,
            ApiBaseUrl = api,
            Receive = receive,
            WebhookUrl = new UriBuilder("https", "bot.example", 443, TelegramOptions.WebhookPath).Uri,
            WebhookSecret = "secret",
        });
        var app = builder.Build();
        app.MapTelegramWebhook();
        await app.RunAsync();
    }

    private static void AddRest(IServiceCollection services, string database)
    {
        services.AddStorage(new StorageOptions { ConnectionString = $"Data Source={database}" });
        services.AddStorageKeeper();
        services.AddOutbox();
        services.AddTurns();
        services.AddSchedule();
    }

    /// <summary>Answers at once and keeps nothing: what is left is the adapter.</summary>
    private sealed class Echo(IServiceProvider services) : IInputSink
    {
        private long _deliveries;

        public async ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
        {
            var reply = new Reply("Which one shall it be?") { Options = [new Option("1.yes", "Yes, let's begin", OptionLook.Primary), new Option("!help", "Help")] };
            await services.GetRequiredService<ISender>().SendAsync(new Delivery($"{Interlocked.Increment(ref _deliveries)}", input.Address, reply, []), cancellationToken);
            return Acceptance.Taken;
        }
    }
}
