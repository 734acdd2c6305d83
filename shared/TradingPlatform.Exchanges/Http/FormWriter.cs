using System.Globalization;
using System.Text;

namespace TradingPlatform.Exchanges.Http;

/// <summary>
/// Writes <c>name=value&amp;name=value</c>, percent-encoded, into a buffer that its owner holds: exactly the bytes that
/// are signed and sent.
/// </summary>
internal ref struct FormWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void Add(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        Raw(Encoding.ASCII.GetBytes(Uri.EscapeDataString(value)));
    }

    /// <summary>Writes what needs no encoding.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word)
    {
        Name(name);
        Raw(word);
    }

    public void Add(ReadOnlySpan<byte> name, decimal value)
    {
        Name(name);
        if (!value.TryFormat(_buffer[_length..], out var written, default, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("The form is longer than any call's.");
        }

        _length += written;
    }

    public void Add(ReadOnlySpan<byte> name, long value) => Add(name, (decimal)value);

    private void Name(ReadOnlySpan<byte> name)
    {
        if (_length > 0)
        {
            _buffer[_length++] = (byte)'&';
        }

        Raw(name);
        _buffer[_length++] = (byte)'=';
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }
}
