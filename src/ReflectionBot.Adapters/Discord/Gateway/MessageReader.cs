using System.Buffers;
using System.Net.WebSockets;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What came next.</summary>
internal enum MessageKind
{
    /// <summary><see cref="MessageReader.Message"/> holds it.</summary>
    Whole,

    /// <summary>It was larger than is kept and is lost; the connection is in order.</summary>
    TooLarge,

    /// <summary>The server closes.</summary>
    Close,
}

/// <summary>Puts messages together: plain ones (text frames) and zlib-stream (binary frames), over as many frames as they take.</summary>
internal sealed class MessageReader(WebSocket socket, int limit = GatewayLimits.MaxMessageBytes) : IDisposable
{
    private const int FrameSize = 16 * 1024;

    /// <summary>How zlib ends a flush, and Discord a message.</summary>
    private const uint FlushMark = 0x0000FFFF;

    private readonly byte[] _frame = ArrayPool<byte>.Shared.Rent(FrameSize);
    private Inflater? _inflater;
    private uint _tail;

    /// <summary>Valid until the next <see cref="ReadAsync"/>.</summary>
    public MessageBuffer Message { get; private set; } = new(limit);

    /// <summary>The message's buffer, now the caller's to dispose.</summary>
    public MessageBuffer Detach()
    {
        var message = Message;
        Message = new MessageBuffer(limit);
        return message;
    }

    /// <exception cref="WebSocketException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">The compressed stream is broken.</exception>
    public async ValueTask<MessageKind> ReadAsync(CancellationToken cancellationToken)
    {
        Message.Clear();
        while (true)
        {
            var part = await socket.ReceiveAsync(_frame.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return MessageKind.Close;
            }

            var bytes = _frame.AsMemory(0, part.Count);
            var whole = part.EndOfMessage;
            if (part.MessageType == WebSocketMessageType.Text)
            {
                Message.Append(bytes.Span);
            }
            else
            {
                (_inflater ??= new Inflater()).Inflate(bytes, Message);
                whole &= EndsInFlush(bytes.Span);
            }

            if (whole)
            {
                return Message.Overflowed ? MessageKind.TooLarge : MessageKind.Whole;
            }
        }
    }

    public void Dispose()
    {
        _inflater?.Dispose();
        Message.Dispose();
        ArrayPool<byte>.Shared.Return(_frame, clearArray: true);
    }

    /// <summary>The mark itself may be parted between two frames.</summary>
    private bool EndsInFlush(ReadOnlySpan<byte> bytes)
    {
        foreach (var last in bytes[^Math.Min(4, bytes.Length)..])
        {
            _tail = (_tail << 8) | last;
        }

        return _tail == FlushMark;
    }
}
