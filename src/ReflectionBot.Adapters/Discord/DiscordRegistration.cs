using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Adapters.Discord.Http;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Puts Discord into a host.</summary>
public static class DiscordRegistration
{
    /// <summary>Needs an <see cref="IInputSink"/> and a <c>Func&lt;Pack&gt;</c> in the container.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Without faults.</param>
    public static IServiceCollection AddDiscord(this IServiceCollection services, DiscordOptions options)
    {
        if (!options.Faults().IsEmpty)
        {
            throw new ArgumentException(string.Join("; ", options.Faults().Select(fault => $"{fault.Setting} {fault.Rule}")), nameof(options));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<RestLimits>();
        services.AddSingleton(provider => new RestTransport(options.ApiBaseUrl, options.Token, provider.GetRequiredService<RestLimits>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DiscordApi>();
        services.AddSingleton<DiscordState>();
        services.AddSingleton<DiscordOutcomes>();
        services.AddSingleton<OpenInteractions>();
        services.AddSingleton<InteractionAnswers>();
        services.AddSingleton<PrivateChannels>();
        services.AddSingleton<ServerMentions>();
        services.AddSingleton<PrivatePosts>();
        services.AddSingleton<DiscordDressing>();
        services.AddSingleton<MessageChanges>();
        services.AddSingleton<MessageRemovals>();
        services.AddSingleton<ServerPosts>();
        services.AddSingleton<EventReader>();
        services.AddSingleton<ServerEvents>();
        services.AddSingleton<DiscordModerators>();
        services.AddSingleton<IModerators>(provider => provider.GetRequiredService<DiscordModerators>());
        services.AddSingleton<DiscordSender>();
        services.AddSingleton<ISender>(provider => provider.GetRequiredService<DiscordSender>());
        services.AddSingleton<WritingField>();
        services.AddSingleton<PrivateDoor>();
        services.AddSingleton<FirstAnswers>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstAnswers>());
        services.AddSingleton<InputLanes>();
        services.AddSingleton<DiscordIntake>();
        services.AddSingleton<CommandRegistrar>();
        services.AddSingleton<GatewayRun>(provider => (lookup, handler, onStatus, cancellationToken) => new GatewayShards(
            new GatewayOptions
            {
                Token = options.Token,
                Intents = GatewayIntents.Guilds | GatewayIntents.GuildMessages | GatewayIntents.DirectMessages,
                ShardCount = options.ShardCount,
                Events = DiscordIntake.Events,
                SessionFile = options.SessionFile,
            },
            lookup,
            handler,
            onStatus,
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared.NextDouble,
            provider.GetRequiredService<ILogger<GatewayShards>>()).RunAsync(cancellationToken));
        services.AddSingleton<InteractionEndpoint>();
        services.AddHostedService<DiscordReceiver>();
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            DiscordOptions.Platform, provider => provider.GetRequiredService<DiscordState>(), failureStatus: null, tags: ["ready"]));
        return services;
    }

    /// <summary>Serves <see cref="DiscordOptions.InteractionsPath"/>; does nothing unless interactions come by HTTP.</summary>
    public static IEndpointRouteBuilder MapDiscordInteractions(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<DiscordOptions>() is { Receive: DiscordReceive.Http })
        {
            var endpoint = endpoints.ServiceProvider.GetRequiredService<InteractionEndpoint>();
            endpoints.MapPost(DiscordOptions.InteractionsPath, (RequestDelegate)endpoint.ReceiveAsync);
        }

        return endpoints;
    }
}
