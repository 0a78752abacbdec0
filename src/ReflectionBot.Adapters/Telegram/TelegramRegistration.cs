using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

[assembly: InternalsVisibleTo("ReflectionBot.Tests")]
[assembly: InternalsVisibleTo("ReflectionBot.Benchmarks")]

namespace ReflectionBot.Adapters.Telegram;

/// <summary>Puts Telegram into a host.</summary>
public static class TelegramRegistration
{
    /// <summary>Needs an <see cref="IInputSink"/> and a <c>Func&lt;Pack&gt;</c> in the container.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Without faults.</param>
    public static IServiceCollection AddTelegram(this IServiceCollection services, TelegramOptions options)
    {
        if (!options.Faults().IsEmpty)
        {
            throw new ArgumentException(string.Join("; ", options.Faults().Select(fault => $"{fault.Setting} {fault.Rule}")), nameof(options));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => new BotTransport(options.ApiBaseUrl, options.Token, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BotApi>();
        services.AddSingleton(provider => new RateBudget(options.Rates, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TelegramState>();
        services.AddSingleton<TelegramOutcomes>();
        services.AddSingleton<TelegramSender>();
        services.AddSingleton<ISender>(provider => provider.GetRequiredService<TelegramSender>());
        services.AddSingleton<CallbackAnswers>();
        services.AddSingleton<EphemeralMessages>();
        services.AddSingleton<GroupLine>();
        services.AddSingleton<GroupCalls>();
        services.AddSingleton<GroupTaps>();
        services.AddSingleton<TelegramThreads>();
        services.AddSingleton<IModerators, TelegramModerators>();
        services.AddSingleton<UpdateIntake>();
        services.AddSingleton<TelegramPoller>();
        services.AddSingleton<TelegramWebhook>();
        services.AddSingleton<TelegramProfile>();
        services.AddHostedService<TelegramReceiver>();
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            TelegramOptions.Platform, provider => provider.GetRequiredService<TelegramState>(), failureStatus: null, tags: ["ready"]));
        return services;
    }

    /// <summary>Serves <see cref="TelegramOptions.WebhookPath"/>; does nothing unless updates come by webhook.</summary>
    public static IEndpointRouteBuilder MapTelegramWebhook(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<TelegramOptions>() is { Receive: TelegramReceive.Webhook })
        {
            var webhook = endpoints.ServiceProvider.GetRequiredService<TelegramWebhook>();
            endpoints.MapPost(TelegramOptions.WebhookPath, (RequestDelegate)webhook.ReceiveAsync);
        }

        return endpoints;
    }
}
