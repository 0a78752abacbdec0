using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Verbs.Terminal;

/// <summary>The way out to the terminal, which is a platform with one person at a time.</summary>
public sealed class TerminalSender(TerminalScreen screen) : ISender
{
    public const string Name = "terminal";

    public string Platform => Name;

    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        screen.Show(delivery.Outgoing);
        return Task.FromResult<SendOutcome>(new SendOutcome.Sent(delivery.Outgoing is Reply ? [delivery.Id] : []));
    }

    public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) => Task.CompletedTask;
}
