using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>
/// The messages of the local chat. Telegram and Discord keep theirs; here the browser is the platform, so that what was
/// said must survive a reload and a restart. Only the local chat reads it; nothing is ever decided by it.
/// </summary>
/// <remarks>Every method may throw or hang when storage does not answer; callers wait a little, then go on without the log.</remarks>
public interface ILocalChatLog
{
    /// <summary>Adds the line, or does nothing when its id is known. Keeps the newest <see cref="ChatLine.MaxKept"/>.</summary>
    Task AppendAsync(Address address, ChatLine line, CancellationToken cancellationToken);

    /// <summary>Changes lines in place; ids that are gone are passed over.</summary>
    Task ChangeAsync(Address address, IReadOnlyList<string> ids, Func<ChatLine, ChatLine> change, CancellationToken cancellationToken);

    Task RemoveAsync(Address address, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Removes every line of the Address.</summary>
    Task ClearAsync(Address address, CancellationToken cancellationToken);

    /// <summary>The lines of the Address, those changed after <paramref name="afterVersion"/> in full.</summary>
    Task<ChatPage> ReadAsync(Address address, long afterVersion, CancellationToken cancellationToken);

    /// <summary>Null when it is gone.</summary>
    Task<ChatLine?> FindAsync(Address address, string id, CancellationToken cancellationToken);

    /// <summary>Every Address with lines.</summary>
    Task<IReadOnlyList<Address>> AddressesAsync(CancellationToken cancellationToken);
}
