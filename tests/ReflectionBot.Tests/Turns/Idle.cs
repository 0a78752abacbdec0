using Microsoft.Extensions.DependencyInjection;
using ReflectionBot.Outbox;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Turns;

/// <summary>Whether a whole bot has anything left to do about what it was given.</summary>
internal static class Idle
{
    /// <summary>
    /// Nothing waits to be sent, nothing is on its way, and no turn is under way: what a platform answers to a message may lead to another turn, and that one to messages. Looked at twice,
    /// because one may hand over to the other between two looks.
    /// </summary>
    public static bool Of(IServiceProvider services, Func<long> outboxRows)
    {
        var outbox = services.GetRequiredService<OutboxSender>();
        var turns = services.GetRequiredService<TurnDispatcher>();
        return Now() && Now();

        bool Now() => outboxRows() == 0 && outbox.UnderWay == 0 && turns.Lanes == 0;
    }
}
