using Microsoft.Extensions.DependencyInjection;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Turns;

/// <summary>
/// The turns of a whole bot in a test whose matter is not how long they wait for the storage: that is tested with a clock that the test turns. On a machine with much
/// to do a disk may take longer than a person in danger should wait, and then a Card comes twice, rightly.
/// </summary>
internal static class PatientTurns
{
    /// <summary>As <see cref="TurnRegistration.AddTurns"/>, with a patience that does not end.</summary>
    public static IServiceCollection AddPatientTurns(this IServiceCollection services)
    {
        var standing = new ManualTime();
        services.AddTurns();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TurnRunner>(provider, standing));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TurnDispatcher>(provider, standing));
        return services;
    }
}
