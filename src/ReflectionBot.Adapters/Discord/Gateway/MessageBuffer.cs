using System.Buffers;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>One message while it comes in and until it has been taken. Pooled, and wiped when it goes back.</summary>
/// <param name="limit">Bytes that are kept; a message beyond it is counted as <see cref="Overflowed"/> and nothing of it is kept.</param>
internal sealed class MessageBuffer(int limit) : IDisposable
{
    private const int FirstSize = 4096;

    private byte[] _bytes = [];
    private int _length;

    public bool Overflowed { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Room to write into, never empty. After an overflow what is written there is forgotten.</summary>
    public Span<byte> Room()
    {
        if (_length == _bytes.Length)
        {
            Grow(_length + 1);
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>So much of <see cref="Room"/> was written.</summary>
    public void Wrote(int count)
    {
        if (Overflowed)
        {
            return;
        }

        _length += count;
        if (_length > limit)
        {
            Overflowed = true;
            _length = 0;
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !Overflowed)
        {
            var room = Room();
            var part = bytes[..Math.Min(bytes.Length, room.Length)];
            part.CopyTo(room);
            Wrote(part.Length);
            bytes = bytes[part.Length..];
        }
    }

    public void Clear()
    {
        _length = 0;
        Overflowed = false;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        }

        _bytes = [];
        _length = 0;
    }

    private void Grow(int atLeast)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(atLeast, _bytes.Length * 2)));
        Written.Span.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        }

        _bytes = larger;
    }
}
