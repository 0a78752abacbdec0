using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ReflectionBot.Outbox;

public static class OutboxRegistration
{
    /// <summary>The way out. Needs the storage, the senders, an <see cref="NodaTime.IClock"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.TryAddSingleton(new OutboxSettings());
        services.AddSingleton<OutboxMetrics>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<OutboxService>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxService>());
        services.AddHealthChecks().AddCheck<OutboxService>("outbox", tags: ["ready"]);
        return services;
    }
}
