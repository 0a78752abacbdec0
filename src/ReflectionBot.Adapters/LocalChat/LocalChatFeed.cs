using System.Collections.Concurrent;
using System.Collections.Immutable;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>Tells the open pages that something happened. Holds no words, but for lines that the log could not or must not take.</summary>
public sealed class LocalChatFeed
{
    private readonly ConcurrentDictionary<Address, ImmutableList<LocalChatSubscription>> _watching = [];

    /// <summary>Addresses that a page shows right now.</summary>
    public IEnumerable<Address> Watched => _watching.Where(pair => !pair.Value.IsEmpty).Select(pair => pair.Key);

    public LocalChatSubscription Subscribe(ImmutableArray<Address> addresses)
    {
        var subscription = new LocalChatSubscription(addresses, Unsubscribe);
        foreach (var address in addresses)
        {
            _watching.AddOrUpdate(address, [subscription], (_, others) => others.Add(subscription));
        }

        return subscription;
    }

    /// <summary>The log of the Address has changed.</summary>
    public void Changed(Address address) => Tell(address, news => news.Changed.Add(address));

    /// <summary>An answer is on its way.</summary>
    public void Typing(Address address) => Tell(address, news => news.Typing.Add(address));

    /// <summary>Shows a line that the log could not or must not take, once. True when a page was there to show it.</summary>
    public bool Show(Address address, ChatLine line) => Tell(address, news => news.Unlogged.Add((address, line)));

    private bool Tell(Address address, Action<ChatNews> add)
    {
        var watching = _watching.GetValueOrDefault(address, []);
        foreach (var subscription in watching)
        {
            subscription.Tell(add);
        }

        return !watching.IsEmpty;
    }

    private void Unsubscribe(LocalChatSubscription subscription)
    {
        foreach (var address in subscription.Addresses)
        {
            _watching.AddOrUpdate(address, [], (_, others) => others.Remove(subscription));
        }
    }
}
