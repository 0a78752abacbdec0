using System.Collections.Immutable;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>
/// What one open page hears. Its memory is the log and the last event's id, <c>ann=12,bob=9</c>: the version up to which
/// the page has seen each person's lines. Coming back with that id, it gets what it missed and learns what is gone.
/// </summary>
public sealed partial class LocalChatStream(ILocalChatLog log, LocalChatFeed feed, ILogger<LocalChatStream> logger)
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _afterFault = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _reconnect = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<SseItem<string>> OpenAsync(
        ImmutableArray<Address> addresses, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = feed.Subscribe(addresses);
        var seen = SeenBefore(addresses, lastEventId);
        var unread = new HashSet<Address>(addresses);
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var address in unread.ToArray())
            {
                var page = await ReadAsync(address, seen[address], cancellationToken);
                if (page is null)
                {
                    yield return Item("trouble", new WireEvent(address.Local), seen);
                    continue;
                }

                unread.Remove(address);
                seen[address] = page.Version;
                var lines = page.Changed.Select(line => WireLine.Of(line.Line)).ToImmutableArray();
                yield return Item("lines", new WireEvent(address.Local) { Present = page.Present, Lines = lines }, seen);
            }

            var news = await WaitAsync(subscription, unread.Count > 0 ? _afterFault : _heartbeat, cancellationToken);
            if (news is null)
            {
                yield break;
            }

            foreach (var (address, line) in news.Unlogged)
            {
                yield return Item("unlogged", new WireEvent(address.Local) { Lines = [WireLine.Of(line)] }, seen);
            }

            foreach (var address in news.Typing)
            {
                yield return Item("typing", new WireEvent(address.Local), seen);
            }

            unread.UnionWith(news.Changed);
            if (unread.Count == 0 && news.Typing.Count == 0)
            {
                yield return new SseItem<string>("", "heartbeat");
            }
        }
    }

    private async Task<ChatPage?> ReadAsync(Address address, long after, CancellationToken cancellationToken)
    {
        try
        {
            return await log.ReadAsync(address, after, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnavailable(logger, e.GetType().Name);
            return null;
        }
    }

    /// <summary>Null when the page or the program leaves: the ordinary end of a stream.</summary>
    private static async Task<ChatNews?> WaitAsync(LocalChatSubscription subscription, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            return await subscription.WaitAsync(atMost, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static SseItem<string> Item(string type, WireEvent data, Dictionary<Address, long> seen) =>
        new(JsonSerializer.Serialize(data, LocalChatJson.Default.WireEvent), type)
        {
            EventId = string.Join(',', seen.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key.Local}={pair.Value}"))),
            ReconnectionInterval = _reconnect,
        };

    private static Dictionary<Address, long> SeenBefore(ImmutableArray<Address> addresses, string? lastEventId)
    {
        var seen = addresses.ToDictionary(address => address, _ => 0L);
        foreach (var part in (lastEventId ?? "").Split(','))
        {
            if (part.Split('=') is [var person, var version]
                && LocalGroup.TryPlace(person, out var address)
                && seen.ContainsKey(address)
                && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                seen[address] = number;
            }
        }

        return seen;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The local chat's log cannot be read ({Fault})")]
    private static partial void LogUnavailable(ILogger logger, string fault);
}
