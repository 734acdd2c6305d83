using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>A request's parameters, from its query string and its form body, as they were sent.</summary>
/// <remarks>The first thing that is wrong is kept in <see cref="Failure"/>; readers then return nothing, so that an
/// endpoint reads all it needs and looks once.</remarks>
internal sealed class RequestParameters
{
    private const int MostParameters = 32;
    private static readonly SearchValues<char> AmountLetters = SearchValues.Create("0123456789.");
    private readonly byte[] _bytes;
    private readonly int _queryLength;
    private readonly Pair[] _pairs = new Pair[MostParameters];
    private int _count;
    private uint _read;

    /// <param name="bytes">The query string without its question mark, followed by the body.</param>
    /// <param name="queryLength">Where the one ends and the other begins.</param>
    public RequestParameters(byte[] bytes, int queryLength)
    {
        _bytes = bytes;
        _queryLength = queryLength;
        Parse(0, queryLength);
        Parse(queryLength, bytes.Length);
    }

    /// <summary>What was wrong first, or null.</summary>
    public Refusal? Failure { get; private set; }

    public void Fail(Refusal refusal) => Failure ??= refusal;

    public bool Has(ReadOnlySpan<byte> name) => Find(name) >= 0;

    /// <summary>The decoded text, or null where it was not sent.</summary>
    public string? Text(ReadOnlySpan<byte> name)
    {
        var index = Find(name);
        if (index < 0)
        {
            return null;
        }

        var value = Value(index);
        if (value.IsEmpty)
        {
            Fail(new Refusal(-1105, $"Parameter '{Encoding.UTF8.GetString(name)}' was empty."));
            return null;
        }

        var text = Encoding.UTF8.GetString(value);
        return value.IndexOfAny((byte)'%', (byte)'+') < 0 ? text : Uri.UnescapeDataString(text.Replace('+', ' '));
    }

    public string RequiredText(ReadOnlySpan<byte> name)
    {
        var text = Text(name);
        if (text is null)
        {
            FailMandatory(name);
        }

        return text ?? string.Empty;
    }

    /// <summary>An amount of at most eight decimals; 0 where it was not sent.</summary>
    public decimal Amount(ReadOnlySpan<byte> name)
    {
        if (Find(name) < 0)
        {
            return 0;
        }

        var text = Text(name) ?? string.Empty;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (text.Length > 0 && (text.AsSpan().ContainsAnyExcept(AmountLetters)
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)))
        {
            FailCharacters(name, "^([0-9]{1,20})(\\.[0-9]{1,20})?$");
            return 0;
        }

        if (point >= 0 && text.AsSpan(point + 1).TrimEnd('0').Length > 8)
        {
            Fail(new Refusal(-1111, $"Parameter '{Encoding.UTF8.GetString(name)}' has too much precision."));
            return 0;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : 0;
    }

    /// <summary>A whole number, or null where it was not sent.</summary>
    public long? Number(ReadOnlySpan<byte> name)
    {
        var index = Find(name);
        if (index < 0)
        {
            return null;
        }

        var value = Value(index);
        if (Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length && number >= 0)
        {
            return number;
        }

        FailCharacters(name, "^[0-9]{1,20}$");
        return null;
    }

    public int Limit(int standard, int most) =>
        (int)Math.Clamp(Number("limit"u8) ?? standard, 1, most);

    public bool Flag(ReadOnlySpan<byte> name) => Text(name) is "true" or "TRUE";

    /// <summary>A client's own id, or null where it was not sent.</summary>
    public string? ClientId(ReadOnlySpan<byte> name)
    {
        var text = Text(name);
        if (text is not null
            && (text.Length > 36
                || text.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))))
        {
            FailCharacters(name, "^[a-zA-Z0-9-_]{1,36}$");
        }

        return text;
    }

    public void FailMandatory(ReadOnlySpan<byte> name) => Fail(new Refusal(
        -1102, $"Mandatory parameter '{Encoding.UTF8.GetString(name)}' was not sent, was empty/null, or malformed."));

    public void FailCharacters(ReadOnlySpan<byte> name, string range) => Fail(new Refusal(
        -1100,
        $"Illegal characters found in parameter '{Encoding.UTF8.GetString(name)}'; legal range is '{range}'."));

    /// <summary>Refuses what no endpoint asked for, as Binance does.</summary>
    public void FailUnread()
    {
        var read = uint.PopCount(_read);
        if (read < _count)
        {
            Fail(new Refusal(
                -1104, $"Not all sent parameters were read; read '{read}' parameter(s) but was sent '{_count}'."));
        }
    }

    /// <summary>The value as it was sent, still encoded; empty where it was not.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> name)
    {
        var index = Find(name);
        return index < 0 ? [] : Value(index);
    }

    /// <summary>What was signed: query string and body as sent, without the signature.</summary>
    public ReadOnlySpan<byte> SignedPayload()
    {
        var index = Find("signature"u8);
        if (index < 0)
        {
            return _bytes;
        }

        var pair = _pairs[index];
        var isInQuery = pair.NameStart < _queryLength;
        var partStart = isInQuery ? 0 : _queryLength;
        var partEnd = isInQuery ? _queryLength : _bytes.Length;
        var end = pair.ValueStart + pair.ValueLength;
        // With the pair goes the '&' that joined it to its neighbour.
        var start = pair.NameStart > partStart ? pair.NameStart - 1 : pair.NameStart;
        end = start == pair.NameStart && end < partEnd ? end + 1 : end;
        if (end == _bytes.Length)
        {
            return _bytes.AsSpan(0, start);
        }

        var payload = new byte[_bytes.Length - (end - start)];
        _bytes.AsSpan(0, start).CopyTo(payload);
        _bytes.AsSpan(end).CopyTo(payload.AsSpan(start));
        return payload;
    }

    private void Parse(int start, int end)
    {
        while (start < end)
        {
            var part = _bytes.AsSpan(start, end - start);
            var length = part.IndexOf((byte)'&');
            length = length < 0 ? part.Length : length;
            if (length > 0)
            {
                Add(start, part[..length]);
            }

            start += length + 1;
        }
    }

    private void Add(int start, ReadOnlySpan<byte> pair)
    {
        if (_count == MostParameters)
        {
            Fail(new Refusal(-1101, "Too many parameters sent for this endpoint."));
            return;
        }

        var equals = pair.IndexOf((byte)'=');
        var name = equals < 0 ? pair : pair[..equals];
        if (Find(name, remember: false) >= 0)
        {
            Fail(new Refusal(-1101, "Duplicate values for a parameter detected."));
            return;
        }

        var valueStart = equals < 0 ? pair.Length : equals + 1;
        _pairs[_count++] = new Pair(start, name.Length, start + valueStart, pair.Length - valueStart);
    }

    private int Find(ReadOnlySpan<byte> name, bool remember = true)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_bytes.AsSpan(_pairs[i].NameStart, _pairs[i].NameLength).SequenceEqual(name))
            {
                _read |= remember ? 1u << i : 0;
                return i;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> Value(int index) => _bytes.AsSpan(_pairs[index].ValueStart, _pairs[index].ValueLength);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pair(int NameStart, int NameLength, int ValueStart, int ValueLength);
}
