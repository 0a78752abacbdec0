using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>One life of a connection, from the handshake to its end. Never throws for what a server or a network does.</summary>
internal sealed partial class GatewayConnection(
    int shardId, int shardCount, GatewayOptions options, ShardSession session, EventQueue queue, EventNames names, TimeProvider clock, Func<double> roll, ILogger logger) : IDisposable
{
    public static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan HelloPatience = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _life = new();
    private readonly TaskCompletionSource<ConnectionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _beating = Task.CompletedTask;
    private GatewayWriter? _writer;
    private Heart? _heart;
    private IdentifyGate.Permit? _permit;
    private Uri? _gateway;
    private Action<GatewayPhase> _onPhase = _ => { };
    private volatile bool _greeted;
    private bool _identified;
    private bool _replaying;
    private long? _inServiceSince;

    /// <summary>Until it ends, or until told to stop.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="gateway">Where one identifies; a session's own address must not be less safe.</param>
    /// <param name="permit">To identify; null to resume.</param>
    /// <param name="onPhase">Told of READY and RESUMED.</param>
    /// <param name="stop">Closes it politely.</param>
    public async Task<ConnectionEnd> RunAsync(Uri url, Uri gateway, IdentifyGate.Permit? permit, Action<GatewayPhase> onPhase, CancellationToken stop)
    {
        (_gateway, _permit, _onPhase) = (gateway, permit, onPhase);
        if (await ConnectAsync(url, stop) is { } failed)
        {
            return failed;
        }

        _writer = new GatewayWriter(_socket, clock);
        _heart = new Heart(_writer, session, queue.Budget, clock);
        await using var stopping = stop.UnsafeRegister(static self => ((GatewayConnection)self!).End(new ConnectionEnd(EndKind.Stopped, "stopping")), this);
        await using var silence = clock.CreateTimer(static self => ((GatewayConnection)self!).HelloIsLate(), this, HelloPatience, Timeout.InfiniteTimeSpan);
        var reading = Task.Run(ReadAsync, CancellationToken.None);
        var end = await _ended.Task;
        await CloseAsync(end, reading);
        await _life.CancelAsync();
        await Task.WhenAll(reading, _beating);
        await _heart.Beat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return end with { Identified = _identified, InService = _inServiceSince is { } since ? clock.GetElapsedTime(since) : null };
    }

    public void Dispose()
    {
        _socket.Dispose();
        _writer?.Dispose();
        _life.Dispose();
    }

    private async Task<ConnectionEnd?> ConnectAsync(Uri url, CancellationToken stop)
    {
        // Our own heartbeats do what pings would.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var limit = new CancellationTokenSource(ConnectPatience, clock);
        await using var stopping = stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            await _socket.ConnectAsync(GatewayAddress.Full(url, options.Compress), limit.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return stop.IsCancellationRequested ? new ConnectionEnd(EndKind.Stopped, "stopping") : new ConnectionEnd(EndKind.Unreachable, "no connection in time");
        }
        catch (ArgumentException)
        {
            return new ConnectionEnd(EndKind.Unreachable, "no address of a gateway");
        }
        catch (WebSocketException fault)
        {
            return new ConnectionEnd(EndKind.Unreachable, fault.InnerException is HttpRequestException inner ? $"{inner.HttpRequestError}" : $"{fault.WebSocketErrorCode}");
        }
    }

    private async Task ReadAsync()
    {
        using var reader = new MessageReader(_socket);
        try
        {
            MessageKind kind;
            while ((kind = await reader.ReadAsync(_life.Token)) != MessageKind.Close)
            {
                // Once it has ended only the server's close is still waited for. What is not taken comes again.
                if (!_ended.Task.IsCompleted)
                {
                    await TakeAsync(reader, kind);
                }
            }

            End(ConnectionEnd.OfClose((int?)_socket.CloseStatus, text: null));
        }
        catch (WebSocketException fault)
        {
            End(ConnectionEnd.OfClose((int?)_socket.CloseStatus, $"{fault.WebSocketErrorCode}"));
        }
        catch (InvalidDataException)
        {
            End(new ConnectionEnd(EndKind.Dropped, "the compressed stream is broken"));
        }
        catch (OperationCanceledException)
        {
            End(new ConnectionEnd(EndKind.Dropped, "a payload could not be sent in time"));
        }
        catch (Exception fault)
        {
            // A bug of ours. Its message might hold what somebody wrote.
            LogFault(logger, shardId, fault.GetType().Name, fault.StackTrace);
            End(new ConnectionEnd(EndKind.Dropped, "a fault of the bot"));
        }
    }

    private async ValueTask TakeAsync(MessageReader reader, MessageKind kind)
    {
        if (kind == MessageKind.TooLarge)
        {
            LogTooLarge(logger, shardId, GatewayLimits.MaxMessageBytes);
            return;
        }

        var message = reader.Message.Written;
        if (!Payload.TryRead(message.Span, names, out var payload))
        {
            LogMalformed(logger, shardId, message.Length);
            return;
        }

        switch (payload.Op)
        {
            case Op.Dispatch:
                await DispatchAsync(reader, payload);
                break;
            case Op.Heartbeat:
                await _writer!.HeartbeatAsync(session.Settled, due: false, _life.Token);
                break;
            case Op.Reconnect:
                End(new ConnectionEnd(EndKind.ReconnectAsked, "Discord asks to reconnect"));
                break;
            case Op.InvalidSession:
                End(message.Span[payload.Data].SequenceEqual("true"u8)
                    ? new ConnectionEnd(EndKind.ResumeAsked, "Discord asks to resume")
                    : new ConnectionEnd(EndKind.SessionInvalid, "Discord ended the session"));
                break;
            case Op.Hello:
                await GreetAsync(message[payload.Data]);
                break;
            case Op.HeartbeatAck:
                if (_heart!.Answered() is { } took)
                {
                    GatewayMeter.Answered(took);
                }

                break;
            default:
                // New kinds will come.
                break;
        }
    }

    private async Task GreetAsync(ReadOnlyMemory<byte> data)
    {
        if (_greeted)
        {
            return;
        }

        if (Parse(data, GatewayWire.Default.Hello) is not { HeartbeatInterval: > 0 and < int.MaxValue } hello)
        {
            LogMalformed(logger, shardId, data.Length);
            return;
        }

        var interval = TimeSpan.FromMilliseconds(hello.HeartbeatInterval);
        _greeted = true;
        _beating = BeatAsync(interval > Heart.Shortest ? interval : Heart.Shortest);
        if (_permit is null && session.Resumable is { } resumable)
        {
            _replaying = true;
            await _writer!.ResumeAsync(new Resume(options.Token, resumable.Id, resumable.Sequence), _life.Token);
        }
        else if (_permit is not null)
        {
            _identified = true;
            GatewayMeter.Identified();
            await _writer!.IdentifyAsync(new Identify(options.Token, (int)options.Intents, [shardId, shardCount], IdentifyProperties.Own), _life.Token);
            _permit.Use();
        }
    }

    private async ValueTask DispatchAsync(MessageReader reader, Payload payload)
    {
        if (payload.Name == EventNames.Ready)
        {
            Begin(reader.Message.Written[payload.Data], payload.Sequence);
        }
        else if (payload.Name == EventNames.Resumed)
        {
            // Whatever its number: it speaks of this connection and not of the session.
            _replaying = false;
            InService(GatewayPhase.Resumed);
        }

        if (payload.Name != EventNames.Ready && payload.Sequence is { } came && session.HasSeen(came))
        {
            return;
        }

        if (payload is not { Name: { } name, Sequence: { } sequence })
        {
            if (payload.Sequence is { } unwanted)
            {
                session.Pass(unwanted);
            }

            return;
        }

        // Received only when there was room for it: a connection that breaks while it waits is resumed before it.
        await queue.Budget.EnterAsync(reader.Message.Written.Length, _life.Token);
        var mark = session.Receive(sequence);
        var message = reader.Detach();
        queue.Add(new GatewayEvent(shardId, sequence, name, message.Written[payload.Data]) { Replayed = _replaying }, message, mark);
        GatewayMeter.HandedOver(name);
    }

    private void Begin(ReadOnlyMemory<byte> data, long? sequence)
    {
        var ready = Parse(data, GatewayWire.Default.ReadyData);
        session.Begin(ready?.SessionId, GatewayAddress.OfResume(ready?.ResumeGatewayUrl, _gateway!), sequence);
        InService(GatewayPhase.Ready);
    }

    private void InService(GatewayPhase phase)
    {
        _inServiceSince = clock.GetTimestamp();
        _onPhase(phase);
    }

    private async Task BeatAsync(TimeSpan interval)
    {
        try
        {
            await _heart!.BeatAsync(interval, roll(), _life.Token);
            End(new ConnectionEnd(EndKind.Silent, "a heartbeat was not answered"));
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            End(new ConnectionEnd(EndKind.Dropped, "a heartbeat could not be sent"));
        }
    }

    /// <summary>1000 tells Discord that the session is over; any other code leaves it to be resumed.</summary>
    private async Task CloseAsync(ConnectionEnd end, Task reading)
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        var forGood = end.Kind == EndKind.Stopped && options.SessionFile is null;
        using var limit = new CancellationTokenSource(ClosePatience, clock);
        try
        {
            await _socket.CloseOutputAsync((WebSocketCloseStatus)(forGood ? CloseCode.EndSession : CloseCode.KeepSession), "", limit.Token);
            if (end.Kind == EndKind.Stopped)
            {
                // Unread bytes would turn our close into a reset that the server sees first.
                await reading.WaitAsync(limit.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // It is gone already.
        }
    }

    private void HelloIsLate()
    {
        if (!_greeted)
        {
            End(new ConnectionEnd(EndKind.Unreachable, "no Hello in time"));
        }
    }

    private void End(ConnectionEnd end) => _ended.TrySetResult(end);

    private static T? Parse<T>(ReadOnlyMemory<byte> data, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(data.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord, shard {Shard}: a payload of {Length} bytes could not be read and is passed over")]
    private static partial void LogMalformed(ILogger logger, int shard, int length);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord, shard {Shard}: a payload of more than {Limit} bytes is passed over")]
    private static partial void LogTooLarge(ILogger logger, int shard, int limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord, shard {Shard}: the bot failed while reading: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, int shard, string fault, string? stack);
}
