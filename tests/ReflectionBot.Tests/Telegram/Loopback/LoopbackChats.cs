using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>What stands in the chats, and which buttons spin.</summary>
internal sealed class LoopbackChats
{
    private readonly ConcurrentDictionary<long, List<LoopbackMessage>> _messages = new();
    private int _lastMessage = 1000;
    private long _lastCallback = 5_000_000;

    /// <summary>Pressed, not answered yet.</summary>
    public ConcurrentDictionary<string, long> UnansweredCallbacks { get; } = new();

    public ConcurrentDictionary<string, long> AnsweredCallbacks { get; } = new();

    /// <summary>Groups that became supergroups.</summary>
    public ConcurrentDictionary<long, long> MovedTo { get; } = new();

    /// <summary>Chats to which the bot may write.</summary>
    public ConcurrentDictionary<long, bool> Open { get; } = new();

    /// <summary>Who administrates a group.</summary>
    public ConcurrentDictionary<long, ImmutableHashSet<long>> Administrators { get; } = new();

    /// <summary>Groups of which the bot was told that it is there.</summary>
    public ConcurrentDictionary<long, bool> Joined { get; } = new();

    /// <summary>Groups the bot was taken out of.</summary>
    public ConcurrentDictionary<long, bool> Kicked { get; } = new();

    /// <summary>What became of messages for one member of a group alone: refused, taken, or passed over and shown to all, as by a server that does not know them.</summary>
    public EphemeralKind Ephemerals { get; set; }

    /// <summary>Such messages, by group and receiver.</summary>
    public ConcurrentDictionary<(long Group, long Person), ImmutableList<LoopbackMessage>> Alone { get; } = new();

    /// <summary>Groups in which the bot may not write.</summary>
    public ConcurrentDictionary<long, bool> Muted { get; } = new();

    /// <summary>Forums in which the bot may not open topics.</summary>
    public ConcurrentDictionary<long, bool> WithoutTopics { get; } = new();

    /// <summary>Topics of groups that have some; true while it is open.</summary>
    public ConcurrentDictionary<(long Group, int Topic), bool> Topics { get; } = new();

    /// <summary>People who were seen in groups alone: the bot may not write to them.</summary>
    public ConcurrentDictionary<long, bool> Strangers { get; } = new();

    /// <summary>Ids of what people wrote, and where.</summary>
    public ConcurrentDictionary<int, long> Wrote { get; } = new();

    /// <summary>Messages of people that the bot deleted, as chat and id.</summary>
    public ConcurrentDictionary<(long Chat, int Id), bool> DeletedOfPeople { get; } = new();

    /// <summary>What stood in the answer to a pressed button: words or a link.</summary>
    public ConcurrentDictionary<string, (string? Text, string? Url)> CallbackWords { get; } = new();

    public int NextMessageId() => Interlocked.Increment(ref _lastMessage);

    public string NextCallbackId(long chat)
    {
        var id = $"{Interlocked.Increment(ref _lastCallback)}";
        UnansweredCallbacks[id] = chat;
        return id;
    }

    public void Add(long chat, LoopbackMessage message)
    {
        var messages = _messages.GetOrAdd(chat, _ => []);
        lock (messages)
        {
            messages.Add(message);
        }
    }

    /// <summary>The bot's messages in a chat, deleted ones included, oldest first.</summary>
    public IReadOnlyList<LoopbackMessage> In(long chat)
    {
        if (!_messages.TryGetValue(chat, out var messages))
        {
            return [];
        }

        lock (messages)
        {
            return [.. messages];
        }
    }

    public LoopbackMessage? Find(long chat, int id)
    {
        if (!_messages.TryGetValue(chat, out var messages))
        {
            return null;
        }

        lock (messages)
        {
            return messages.Find(message => message.Id == id && !message.Deleted);
        }
    }
}

/// <summary>How a server takes messages for one member of a group alone.</summary>
public enum EphemeralKind
{
    Refused,
    Taken,
    Unknown,
}
