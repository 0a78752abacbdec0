using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

/// <summary>Shows that an answer is on its way when it takes longer than people expect. Best effort: nothing waits for it, and what fails is not said.</summary>
public sealed class TypingSign(IEnumerable<ISender> senders, TimeProvider time)
{
    /// <summary>A turn takes a millisecond; only a storage that is slow gets here. The sign stays for 5 s on Telegram and 10 s on Discord, longer than a turn may take.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ISender> _senders = senders.ToDictionary(sender => sender.Platform, StringComparer.Ordinal);

    /// <summary>Watches one turn of somebody who wrote. Never throws: the turn's own fault is heard by whoever waits for it.</summary>
    public async Task WatchAsync(Address address, Task turn)
    {
        await turn.WaitAsync(After, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!turn.IsCompleted)
        {
            await ShowAsync(address).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShowAsync(Address address)
    {
        if (_senders.TryGetValue(address.Platform, out var sender))
        {
            await sender.ShowTypingAsync(address, CancellationToken.None);
        }
    }
}
