using System.Collections.Immutable;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>What happened since a page last looked. However much it is, a slow page finds one heap, not a queue.</summary>
public sealed class ChatNews
{
    public HashSet<Address> Changed { get; } = [];

    public HashSet<Address> Typing { get; } = [];

    public List<(Address Address, ChatLine Line)> Unlogged { get; } = [];
}

/// <summary>One open page.</summary>
public sealed class LocalChatSubscription(ImmutableArray<Address> addresses, Action<LocalChatSubscription> leave) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _bell = new(0, 1);
    private ChatNews _news = new();

    public ImmutableArray<Address> Addresses => addresses;

    public void Tell(Action<ChatNews> add)
    {
        lock (_gate)
        {
            add(_news);
            if (_bell.CurrentCount == 0)
            {
                _bell.Release();
            }
        }
    }

    /// <summary>The news, or nothing at all when none came in time.</summary>
    public async Task<ChatNews> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await _bell.WaitAsync(atMost, cancellationToken);
        lock (_gate)
        {
            (var news, _news) = (_news, new ChatNews());
            return news;
        }
    }

    /// <summary>The bell is left to the collector: somebody may be about to ring it.</summary>
    public void Dispose() => leave(this);
}
