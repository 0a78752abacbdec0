using System.Diagnostics.CodeAnalysis;

namespace ReflectionBot.Turns;

/// <summary>The latest so many things by key; the one not set for longest goes first. Safe for several threads.</summary>
internal sealed class RecentMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byAge = new();

    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                node.ValueRef.Value = value;
                _byAge.Remove(node);
                _byAge.AddLast(node);
                return;
            }

            _nodes.Add(key, _byAge.AddLast((key, value)));
            if (_nodes.Count > capacity)
            {
                Remove(_byAge.First!.Value.Key);
            }
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            var known = _nodes.TryGetValue(key, out var node);
            value = known ? node!.Value.Value : default;
            return known;
        }
    }

    /// <summary>Sets it unless what is there says no; returns whether it was set.</summary>
    public bool TrySet(TKey key, TValue value, Func<TValue, bool> mayReplace)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node) && !mayReplace(node.Value.Value))
            {
                return false;
            }

            Set(key, value);
            return true;
        }
    }

    public void Remove(TKey key)
    {
        lock (_lock)
        {
            if (_nodes.Remove(key, out var node))
            {
                _byAge.Remove(node);
            }
        }
    }
}
