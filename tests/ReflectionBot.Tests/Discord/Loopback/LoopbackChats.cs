using System.Collections.Concurrent;
using System.Globalization;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>What stands in the channels, and which interactions there are.</summary>
internal sealed class LoopbackChats
{
    private readonly ConcurrentDictionary<string, List<LoopbackMessage>> _messages = new();
    private long _last = 1_100_000_000_000_000_000;

    public ConcurrentDictionary<string, LoopbackInteraction> ByToken { get; } = new();

    /// <summary>People whose private chat is closed to the bot.</summary>
    public ConcurrentDictionary<long, bool> Closed { get; } = new();

    /// <summary>How often the bot was turned away since the person last did something.</summary>
    public ConcurrentDictionary<long, int> TurnedAway { get; } = new();

    /// <summary>Sees every message of the bot once it stands in its chat, with whom it is for.</summary>
    public Action<long, LoopbackMessage>? OnAdded { get; set; }

    public string NextId() => Interlocked.Add(ref _last, 4096).ToString(CultureInfo.InvariantCulture);

    /// <summary>The channel of a person's private chat with the bot.</summary>
    public static string PrivateOf(long person) => (7_000_000_000_000 + person).ToString(CultureInfo.InvariantCulture);

    public static long PersonOf(string channel) => long.Parse(channel, CultureInfo.InvariantCulture) - 7_000_000_000_000;

    public void Add(LoopbackMessage message, long reader)
    {
        var messages = _messages.GetOrAdd(KeyOf(message, reader), _ => []);
        lock (messages)
        {
            messages.Add(message);
        }

        OnAdded?.Invoke(reader, message);
    }

    /// <summary>All that the bot said to a person, private or for their eyes alone, in the order it came; deleted ones included.</summary>
    public IReadOnlyList<LoopbackMessage> To(long person)
    {
        var messages = _messages.GetOrAdd(KeyOf(person), _ => []);
        lock (messages)
        {
            return [.. messages];
        }
    }

    /// <summary>A message in a channel, as its routes see it.</summary>
    public LoopbackMessage? Find(string channel, string id) =>
        _messages.Values.SelectMany(Copied).FirstOrDefault(message => message.Id == id && message.Channel == channel && message is { Deleted: false, Ephemeral: false });

    public LoopbackMessage? FindAny(string id) => _messages.Values.SelectMany(Copied).FirstOrDefault(message => message.Id == id && !message.Deleted);

    /// <param name="channel">A private chat.</param>
    /// <param name="most">How many.</param>
    /// <param name="before">Those that are older than this one; null for the newest of all.</param>
    public IReadOnlyList<LoopbackMessage> Newest(string channel, int most, string? before = null) =>
        [.. To(PersonOf(channel)).Where(message => message is { Deleted: false, Ephemeral: false } && message.Channel == channel && (before is null || NumberOf(message.Id) < NumberOf(before))).Reverse().Take(most)];

    private static ulong NumberOf(string id) => ulong.Parse(id, CultureInfo.InvariantCulture);

    private static string KeyOf(LoopbackMessage message, long reader) => message.Ephemeral ? KeyOf(reader) : KeyOf(PersonOf(message.Channel));

    private static string KeyOf(long person) => person.ToString(CultureInfo.InvariantCulture);

    private static List<LoopbackMessage> Copied(List<LoopbackMessage> messages)
    {
        lock (messages)
        {
            return [.. messages];
        }
    }
}
