using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>
/// The gateway as a connection: hello, heartbeats, identify, resume with replay. One session, which outlives its connections, as the bot's processes come and
/// go. How the bot behaves when it misbehaves is tested elsewhere.
/// </summary>
internal sealed class LoopbackSocket(LoopbackDiscord discord) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly List<string?> _events = [];
    private WebSocket? _live;
    private int _sent;
    private int _session;

    /// <summary>Where in the events the end of the latest replay stands. Those of earlier ones are not replayed: they would end the replay in its middle.</summary>
    private int? _resumed;

    /// <summary>Sessions begun anew: one, unless what was said meanwhile is lost.</summary>
    public int Identifies { get; private set; }

    public int Resumes { get; private set; }

    /// <summary>In how many servers the bot is.</summary>
    public int Servers { get; set; }

    public bool IsLive
    {
        get
        {
            lock (_gate)
            {
                return _live is { State: WebSocketState.Open };
            }
        }
    }

    public void Publish(string name, JsonObject data)
    {
        lock (_gate)
        {
            _events.Add(Event(_events.Count + 1, name, data));
        }

        _ = FlushAsync();
    }

    public async Task RunAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        await SendAsync(socket, """{"op":10,"d":{"heartbeat_interval":41250},"s":null,"t":null}""");
        var buffer = new byte[8192];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                    length += received.Count;
                }
                while (!received.EndOfMessage);

                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                using var payload = JsonDocument.Parse(buffer.AsMemory(0, length));
                await TakeAsync(socket, payload.RootElement);
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or IOException)
        {
            // Killed, or the end of the test.
        }
        finally
        {
            lock (_gate)
            {
                _live = _live == socket ? null : _live;
            }
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task TakeAsync(WebSocket socket, JsonElement payload)
    {
        var d = payload.GetProperty("d");
        switch (payload.GetProperty("op").GetInt32())
        {
            case 1:
                await SendAsync(socket, """{"op":11,"d":null,"s":null,"t":null}""");
                break;
            case 2 when d.GetProperty("token").GetString() == LoopbackDiscord.Token:
                await BeginAsync(socket);
                break;
            case 6 when d.GetProperty("session_id").GetString() == $"session-{_session}":
                await ResumeAsync(socket, d.GetProperty("seq").GetInt32());
                break;
            case 6:
                await SendAsync(socket, """{"op":9,"d":false,"s":null,"t":null}""");
                break;
            default:
                discord.Breaches.Enqueue("an opcode or a token that is not the bot's");
                break;
        }
    }

    private async Task BeginAsync(WebSocket socket)
    {
        lock (_gate)
        {
            Identifies++;
            _session++;
            _events.Clear();
            _events.Add(Event(1, "READY", new JsonObject
            {
                ["v"] = 10,
                ["user"] = new JsonObject { ["id"] = LoopbackDiscord.Application, ["username"] = "reflection", ["bot"] = true },
                ["session_id"] = $"session-{_session.ToString(CultureInfo.InvariantCulture)}",
                ["resume_gateway_url"] = discord.GatewayAddress.AbsoluteUri,
                ["guilds"] = new JsonArray([.. Enumerable.Range(1, Servers).Select(server => (JsonNode)new JsonObject { ["id"] = $"{5_000_000_000_000 + server}", ["unavailable"] = true })]),
                ["application"] = new JsonObject { ["id"] = LoopbackDiscord.Application, ["flags"] = 0 },
                ["shard"] = new JsonArray(0, 1),
            }));
            _sent = 0;
            _resumed = null;
            _live = socket;
        }

        await FlushAsync();
    }

    private async Task ResumeAsync(WebSocket socket, int sequence)
    {
        lock (_gate)
        {
            Resumes++;
            _sent = sequence;
            _live = socket;
            if (_resumed is { } earlier)
            {
                _events[earlier] = null;
            }

            _resumed = _events.Count;
            _events.Add(Event(_events.Count + 1, "RESUMED", []));
        }

        await FlushAsync();
    }

    private async Task FlushAsync()
    {
        await _sending.WaitAsync();
        try
        {
            while (Next() is var (socket, text))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception ended) when (ended is WebSocketException or IOException or ObjectDisposedException)
        {
            // It comes again after a resume.
        }
        finally
        {
            _sending.Release();
        }
    }

    private (WebSocket Socket, string Text)? Next()
    {
        lock (_gate)
        {
            while (_live is { State: WebSocketState.Open } socket && _sent < _events.Count)
            {
                if (_events[_sent++] is { } text)
                {
                    return (socket, text);
                }
            }

            return null;
        }
    }

    private async Task SendAsync(WebSocket socket, string text)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static string Event(int sequence, string name, JsonObject data) =>
        new JsonObject { ["op"] = 0, ["s"] = sequence, ["t"] = name, ["d"] = data.DeepClone() }.ToJsonString();
}
