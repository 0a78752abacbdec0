using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ReflectionBot.Adapters.Discord.Gateway;

namespace ReflectionBot.Tests.Discord.Gateway.Script;

/// <summary>The server's end of one connection.</summary>
internal sealed class GatewayLine : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebSocket _socket;
    private readonly HttpContext _context;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _compressed = new();
    private readonly ZLibStream? _zlib;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public GatewayLine(WebSocket socket, HttpContext context, bool compressed)
    {
        _socket = socket;
        _context = context;
        Path = context.Request.Path;
        Query = context.Request.QueryString.Value ?? "";
        _zlib = compressed ? new ZLibStream(_compressed, CompressionLevel.Fastest, leaveOpen: true) : null;
    }

    public string Path { get; }

    public string Query { get; }

    /// <summary>Of the last event sent.</summary>
    public long Sequence { get; set; }

    public Task Over => _over.Task;

    public Task HelloAsync(int intervalMs = 40_000) => SendAsync($$"""{"t":null,"s":null,"op":10,"d":{"_trace":["x"],"heartbeat_interval":{{intervalMs}} } }""");

    public Task AckAsync() => SendAsync("""{"t":null,"s":null,"op":11,"d":null}""");

    public Task ReconnectAsync() => SendAsync("""{"op":7,"d":null,"s":null,"t":null}""");

    public Task InvalidAsync(bool resumable) => SendAsync($$"""{"op":9,"d":{{(resumable ? "true" : "false")}},"s":null,"t":null}""");

    public Task ReadyAsync(string session, Uri resumeUrl) => EventAsync("READY",
        $$$"""{"v":10,"user":{"id":"1000","bot":true},"guilds":[{"id":"5","unavailable":true}],"session_id":"{{{session}}}","resume_gateway_url":"{{{resumeUrl}}}","application":{"id":"1000","flags":0}}""");

    /// <summary>The next event of the session, or one of an earlier number.</summary>
    public Task EventAsync(string name, string data, long? sequence = null) =>
        SendAsync($$"""{"t":"{{name}}","s":{{sequence ?? ++Sequence}},"op":0,"d":{{data}}}""");

    public Task SendAsync(string payload) => SendBytesAsync(Encoding.UTF8.GetBytes(payload));

    /// <summary>Sends one message, in as many WebSocket messages (compressed) or frames (plain) as the sizes say; the last takes the rest.</summary>
    public async Task SendBytesAsync(byte[] payload, params int[] sizes)
    {
        var bytes = Wire(payload);
        var rest = bytes.AsMemory();
        foreach (var size in sizes)
        {
            var part = rest[..Math.Min(size, rest.Length)];
            rest = rest[part.Length..];
            await SendFrameAsync(part, last: _zlib is not null);
        }

        await SendFrameAsync(rest, last: true);
    }

    /// <summary>One message whose last bytes come in a WebSocket message of their own.</summary>
    public async Task SendCutBeforeEndAsync(string payload, int bytes)
    {
        var wire = Wire(Encoding.UTF8.GetBytes(payload));
        await SendFrameAsync(wire.AsMemory(0, wire.Length - bytes), last: true);
        await SendFrameAsync(wire.AsMemory(wire.Length - bytes), last: true);
    }

    /// <summary>The first half of a message; then the connection is gone.</summary>
    public async Task DropInsideAsync(string payload)
    {
        var bytes = Wire(Encoding.UTF8.GetBytes(payload));
        await SendFrameAsync(bytes.AsMemory(0, bytes.Length / 2), last: false);
        Drop();
    }

    /// <summary>What is no part of the compressed stream, in a frame that should be.</summary>
    public Task SendBinaryAsync(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>The next payload of the bot, which must be of this kind.</summary>
    /// <returns>Its <c>d</c>.</returns>
    public async Task<JsonElement> ExpectAsync(int op)
    {
        var payload = await ReadAsync() ?? throw new InvalidOperationException($"The bot closed with {(int?)_socket.CloseStatus} where op {op} was expected.");
        var given = payload.GetProperty("op").GetInt32();
        Assert.True(given == op, $"The bot sent op {given} where op {op} was expected.");
        return payload.GetProperty("d");
    }

    /// <summary>Identify, held to what Discord asks of it.</summary>
    public async Task<JsonElement> IdentifiedAsync()
    {
        var identify = await ExpectAsync(Op.Identify);
        Assert.Equal(ScriptedGateway.Token, identify.GetProperty("token").GetString());
        Assert.Equal(["browser", "device", "os"], identify.GetProperty("properties").EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, identify.GetProperty("shard").GetArrayLength());
        return identify;
    }

    /// <summary>A heartbeat, answered; the bot has read the answer.</summary>
    /// <returns>Its sequence.</returns>
    public async Task<long?> HeartbeatAsync()
    {
        var d = await ExpectAsync(Op.Heartbeat);
        await AckAsync();
        await CaughtUpAsync();
        return d.ValueKind == JsonValueKind.Null ? null : d.GetInt64();
    }

    /// <summary>The bot has read everything up to here: it answers when asked for a heartbeat.</summary>
    public async Task CaughtUpAsync()
    {
        await SendAsync("""{"op":1,"d":null}""");
        await ExpectAsync(Op.Heartbeat);
        await AckAsync();
    }

    /// <returns>The code with which the bot closes; null when it dropped the connection.</returns>
    public async Task<int?> ClosedByBotAsync()
    {
        try
        {
            Assert.Null(await ReadAsync());
        }
        catch (WebSocketException)
        {
            return null;
        }
        finally
        {
            _over.TrySetResult();
        }

        return (int?)_socket.CloseStatus;
    }

    public async Task CloseAsync(int code)
    {
        await _socket.CloseOutputAsync((WebSocketCloseStatus)code, "", CancellationToken.None);
        await ClosedByBotAsync();
    }

    public void Drop()
    {
        if (!_over.Task.IsCompleted)
        {
            _context.Abort();
            _over.TrySetResult();
        }
    }

    public void Dispose()
    {
        _zlib?.Dispose();
        _compressed.Dispose();
    }

    /// <returns>Null when the bot closes.</returns>
    public async Task<JsonElement?> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            try
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), limit.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException("The bot sent nothing.", late);
            }

            length += part.Count;
        }
        while (!part.EndOfMessage);

        if (part.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        Assert.True(length <= 4096, $"A payload of {length} bytes.");
        Assert.Equal(WebSocketMessageType.Text, part.MessageType);
        using var document = JsonDocument.Parse(_buffer.AsMemory(0, length));
        return document.RootElement.Clone();
    }

    private byte[] Wire(byte[] payload)
    {
        if (_zlib is null)
        {
            return payload;
        }

        _compressed.SetLength(0);
        _zlib.Write(payload);
        _zlib.Flush();
        return _compressed.ToArray();
    }

    private Task SendFrameAsync(ReadOnlyMemory<byte> part, bool last) =>
        _socket.SendAsync(part, _zlib is null ? WebSocketMessageType.Text : WebSocketMessageType.Binary, last, CancellationToken.None).AsTask();
}
