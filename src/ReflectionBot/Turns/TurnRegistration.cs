using Microsoft.Extensions.DependencyInjection.Extensions;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;

namespace ReflectionBot.Turns;

public static class TurnRegistration
{
    /// <summary>
    /// The way in. Needs the storage, the Outbox, the senders, a function that gives the present Pack, an <see cref="NodaTime.IClock"/> and a <see cref="TimeProvider"/>.
    /// The crisis screen and the Cards are the compiled-in ones unless others were registered before.
    /// </summary>
    public static IServiceCollection AddTurns(this IServiceCollection services)
    {
        services.TryAddSingleton<CrisisReading>(static _ => CrisisScreen.BuiltIn.Read);
        services.TryAddSingleton<EmergencyCard>(static _ => StandbyCard.Write);
        services.AddSingleton<TurnMetrics>();
        services.AddSingleton<SeenAddresses>();
        services.AddSingleton<FlowArchive>();
        services.AddSingleton<GroupScout>();
        services.AddSingleton<HelpLine>();
        services.AddSingleton<TypingSign>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton<TurnDispatcher>();
        services.AddSingleton<IInputSink>(provider => provider.GetRequiredService<TurnDispatcher>());
        services.AddHostedService<TurnService>();
        services.AddHostedService<FlowKeeper>();
        return services;
    }
}

/// <summary>Hands on what the Outbox learns of groups and of closed chats, and lets turns under way end before the process does.</summary>
internal sealed class TurnService(TurnDispatcher dispatcher, OutboxSender outbox) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        outbox.ThreadGone = HandOn;
        outbox.NudgeRefused = HandOn;
        outbox.PostLost = async lost => await dispatcher.AcceptAsync(lost, CancellationToken.None) is Acceptance.Taken or Acceptance.Duplicate;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        outbox.ThreadGone = null;
        outbox.NudgeRefused = null;
        outbox.PostLost = null;
        return dispatcher.StopAsync(cancellationToken);
    }

    private void HandOn(Input learnt) => _ = dispatcher.AcceptAsync(learnt, CancellationToken.None).AsTask();
}
