using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

public static class TurnRegistration
{
    /// <summary>
    /// The way in. Needs the storage, the Outbox, the senders, a <see cref="Func{Pack}"/>, an <see cref="NodaTime.IClock"/>, a <see cref="TimeProvider"/>,
    /// a <see cref="CrisisReading"/> and an <see cref="EmergencyCard"/>.
    /// </summary>
    public static IServiceCollection AddTurns(this IServiceCollection services)
    {
        services.AddSingleton<TurnMetrics>();
        services.AddSingleton<SeenAddresses>();
        services.AddSingleton<FlowArchive>();
        services.AddSingleton<HelpLine>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton<TurnDispatcher>();
        services.AddSingleton<IInputSink>(provider => provider.GetRequiredService<TurnDispatcher>());
        services.AddHostedService<TurnService>();
        services.AddHostedService<FlowKeeper>();
        return services;
    }
}

/// <summary>Lets turns under way end before the process does.</summary>
internal sealed class TurnService(TurnDispatcher dispatcher) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => dispatcher.StopAsync(cancellationToken);
}
