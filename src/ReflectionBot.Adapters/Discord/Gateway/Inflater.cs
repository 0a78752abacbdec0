using System.IO.Compression;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>zlib-stream: one context for the whole connection, fed as bytes come.</summary>
internal sealed class Inflater : IDisposable
{
    private readonly Feed _feed = new();
    private readonly ZLibStream _stream;

    public Inflater() => _stream = new ZLibStream(_feed, CompressionMode.Decompress);

    /// <summary>Writes what can be read so far.</summary>
    /// <exception cref="InvalidDataException">The context is broken; so is everything behind it.</exception>
    public void Inflate(ReadOnlyMemory<byte> compressed, MessageBuffer into)
    {
        _feed.Rest = compressed;
        int read;
        while ((read = _stream.Read(into.Room())) > 0)
        {
            into.Wrote(read);
        }

        if (!_feed.Rest.IsEmpty)
        {
            // The server ended the stream, and no stream follows it.
            throw new InvalidDataException("The compressed stream ended.");
        }
    }

    public void Dispose() => _stream.Dispose();

    private sealed class Feed : Stream
    {
        public ReadOnlyMemory<byte> Rest { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, Rest.Length);
            Rest.Span[..count].CopyTo(buffer);
            Rest = Rest[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
