using System.Buffers;
using System.IO.Pipelines;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>The response's bytes, written through a pipe or a stream into one buffer.</summary>
internal sealed class GatewayResponseBody : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public GatewayResponseBody() => Stream = new BodyStream(this);

    public Stream Stream { get; }

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public override bool CanGetUnflushedBytes => true;

    // Nothing is ever held back from the buffer.
    public override long UnflushedBytes => 0;

    public override void Advance(int bytes) => _buffer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);

    public override void CancelPendingFlush()
    {
        // A flush never waits.
    }

    public override void Complete(Exception? exception = null)
    {
        // The application's end ends the body.
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    public void Clear() => _buffer.ResetWrittenCount();

    private sealed class BodyStream(GatewayResponseBody body) : Stream
    {
        public override bool CanRead => false;

        // Lets HttpResponse.Clear take back what was written.
        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => body._buffer.WrittenCount;

        public override long Position
        {
            get => Length;
            set => throw new NotSupportedException();
        }

        public override void SetLength(long value)
        {
            if (value != 0)
            {
                throw new NotSupportedException("The body can be cleared, not cut.");
            }

            body.Clear();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => body._buffer.Write(buffer);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return default;
        }

        public override void Flush()
        {
            // Nothing is held back.
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    }
}
