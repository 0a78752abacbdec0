using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Benchmarks.Telegram;

/// <summary>The adapter alone in a process of its own: what is missing to the whole bot is screen, turn and storage.</summary>
internal static class MeasuredBot
{
    public const string Verb = "telegram-adapter";

    public static async Task RunAsync(Uri api, TelegramReceive receive, int port)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "content");
        var pack = PackCompiler.Compile(Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file => !file.Path.StartsWith("crisis/", StringComparison.Ordinal))).Pack!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton<Func<Pack>>(() => pack);
        builder.Services.AddSingleton<IInputSink, Echo>();
        builder.Services.AddTelegram(new TelegramOptions
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

    /// <summary>Answers at once and keeps nothing.</summary>
    private sealed class Echo(IServiceProvider services) : IInputSink
    {
        private long _deliveries;

        public async ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
        {
            var reply = new Reply("Which one shall it be?") { Options = [new Option("1.yes", "Yes, let us begin", OptionLook.Primary), new Option("!help", "Help")] };
            await services.GetRequiredService<ISender>().SendAsync(new Delivery($"{Interlocked.Increment(ref _deliveries)}", input.Address, reply, []), cancellationToken);
            return Acceptance.Taken;
        }

        public bool CallsForHelp(string words) => false;

        public ValueTask LookAsync(Input input, bool turnedAway) => ValueTask.CompletedTask;
    }
}
