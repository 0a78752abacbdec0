using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>A log that can be switched off, like a disk that went away or does not answer.</summary>
public sealed class FailingLog(ILocalChatLog inner) : ILocalChatLog
{
    public bool Down { get; set; }

    /// <summary>Nothing it is asked ever ends.</summary>
    public bool Hangs { get; set; }

    /// <summary>What is added comes about only when this is set, before anything that is asked after that.</summary>
    public TaskCompletionSource? Gate { get; set; }

    private ILocalChatLog Inner => Down ? throw new IOException("the disk is gone") : inner;

    public async Task AppendAsync(Address address, ChatLine line, CancellationToken cancellationToken)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (Gate is { } gate)
        {
            await gate.Task;
        }

        await Inner.AppendAsync(address, line, cancellationToken);
    }

    public Task ChangeAsync(Address address, IReadOnlyList<string> ids, Func<ChatLine, ChatLine> change, CancellationToken cancellationToken) =>
        Inner.ChangeAsync(address, ids, change, cancellationToken);

    public Task RemoveAsync(Address address, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Inner.RemoveAsync(address, ids, cancellationToken);

    public Task ClearAsync(Address address, CancellationToken cancellationToken) => Inner.ClearAsync(address, cancellationToken);

    public Task<ChatPage> ReadAsync(Address address, long afterVersion, CancellationToken cancellationToken) =>
        Inner.ReadAsync(address, afterVersion, cancellationToken);

    public Task<ChatLine?> FindAsync(Address address, string id, CancellationToken cancellationToken) => Inner.FindAsync(address, id, cancellationToken);

    public Task<IReadOnlyList<Address>> AddressesAsync(CancellationToken cancellationToken) => Inner.AddressesAsync(cancellationToken);
}
