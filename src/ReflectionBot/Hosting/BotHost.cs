using NodaTime;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Content;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Turns;

namespace ReflectionBot.Hosting;

/// <summary>Puts the rooms together: one process that receives, decides, stores, sends and shows.</summary>
public static class BotHost
{
    /// <summary>How long a stop may take before the process ends all the same; nothing durable is lost by that.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The whole bot with its pages.</summary>
    public static WebApplication Build(BotSettings settings, Pack pack, string environment)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.AddBotConsole(builder.Environment);
        builder.WebHost.UseKestrelCore().UseUrls(settings.HttpUrl.ToString());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting();
        builder.Services.AddOperatorPages();
        builder.Services.AddBot(settings, pack);
        if (settings.LocalChat)
        {
            builder.Services.AddLocalChat(chat =>
            {
                chat.AllowRemote = settings.LocalChatAllowRemote;
                foreach (var host in settings.LocalChatHosts)
                {
                    chat.Hosts.Add(host);
                }

                foreach (var name in settings.LocalChatModerators)
                {
                    chat.Moderators.Add(name);
                }
            });
        }

        if (settings.Telegram is { } telegram)
        {
            builder.Services.AddTelegram(telegram);
        }

        if (settings.Discord is { } discord)
        {
            builder.Services.AddDiscord(discord);
        }

        var app = builder.Build();
        app.UseRouting();
        app.MapOperatorPages();
        if (settings.LocalChat)
        {
            app.MapLocalChat();
        }

        app.MapTelegramWebhook();
        app.MapDiscordInteractions();

        return app;
    }

    /// <summary>Everything between a receiver and a sender. What is registered first starts first and stops last.</summary>
    public static IServiceCollection AddBot(this IServiceCollection services, BotSettings settings, Pack pack)
    {
        // The storage ends last, after the host's own time.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout - settings.Storage.EndLimit);
        services.AddSingleton(settings);
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(settings.Storage);
        services.AddStorageKeeper();
        services.AddContent(pack, settings.ContentPath);
        services.AddOutbox();
        services.AddTurns();
        services.AddSchedule();
        services.AddServiceWatch();
        return services;
    }

    private static void AddContent(this IServiceCollection services, Pack pack, string folder)
    {
        services.AddSingleton(provider => new PackLibrary(pack, folder, provider.GetRequiredService<ILogger<PackLibrary>>()));
        services.AddHostedService(provider => provider.GetRequiredService<PackLibrary>());
        services.AddSingleton<Func<Pack>>(provider =>
        {
            var library = provider.GetRequiredService<PackLibrary>();
            return () => library.Current;
        });
        services.AddHealthChecks().AddCheck<PackLibrary>("content", tags: [OperatorPages.Ready]);
    }
}
