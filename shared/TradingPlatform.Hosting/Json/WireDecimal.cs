namespace TradingPlatform.Hosting.Json;

/// <summary>Reads a decimal exactly, or not at all: never through a binary double, never rounded.</summary>
/// <remarks>
/// The grammar is JSON's own for numbers, exponents included, in a string as in a number. 28 significant digits and
/// 28 decimal places are the most that every engine below stores exactly.
/// </remarks>
public static class WireDecimal
{
    /// <summary>The longest text that is looked at.</summary>
    public const int MaxLength = 64;

    /// <summary>The most significant digits, and the most decimal places.</summary>
    public const int MaxDigits = 28;

    /// <summary>Reads the text. False where it is no number, is too long, or cannot be held exactly.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out decimal value)
    {
        value = 0;
        if (utf8.IsEmpty || utf8.Length > MaxLength)
        {
            return false;
        }

        var negative = utf8[0] == (byte)'-';
        var rest = negative ? utf8[1..] : utf8;
        var whole = Digits(rest);
        if (whole == 0 || (whole > 1 && rest[0] == (byte)'0'))
        {
            return false;
        }

        var number = new Number();
        number.Add(rest[..whole], isFraction: false);
        rest = rest[whole..];
        if (!rest.IsEmpty && rest[0] == (byte)'.')
        {
            var fraction = Digits(rest[1..]);
            if (fraction == 0)
            {
                return false;
            }

            number.Add(rest.Slice(1, fraction), isFraction: true);
            rest = rest[(1 + fraction)..];
        }

        return TryExponent(rest, out var exponent) && number.TryMake(exponent, negative, out value);
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        text = text[1..];
        var negative = !text.IsEmpty && text[0] == (byte)'-';
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
        {
            text = text[1..];
        }

        // Three digits reach far beyond what can be held; more are refused, which also keeps the sum from overflowing.
        if (text.Length is 0 or > 3 || Digits(text) != text.Length)
        {
            return false;
        }

        foreach (var digit in text)
        {
            exponent = (exponent * 10) + (digit - (byte)'0');
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    /// <summary>Significant digits gathered so far, and how many of them stand behind the point.</summary>
    private ref struct Number
    {
        private UInt128 _mantissa;
        private int _significant;
        private int _scale;

        public void Add(ReadOnlySpan<byte> digits, bool isFraction)
        {
            foreach (var digit in digits)
            {
                // Leading zeros do not count. Beyond the limit only the count matters: trailing zeros may yet save it.
                if (_significant > 0 || digit != (byte)'0')
                {
                    _significant++;
                    if (_significant <= MaxDigits + 8)
                    {
                        _mantissa = (_mantissa * 10) + (uint)(digit - (byte)'0');
                    }
                }
            }

            _scale += isFraction ? digits.Length : 0;
        }

        public bool TryMake(int exponent, bool negative, out decimal value)
        {
            value = 0;
            var scale = _scale - exponent;
            if (_mantissa == 0)
            {
                value = new decimal(0, 0, 0, isNegative: false, (byte)Math.Clamp(scale, 0, MaxDigits));
                return true;
            }

            if (_significant > MaxDigits + 8)
            {
                return false;
            }

            while ((_significant > MaxDigits || scale > MaxDigits) && scale > 0 && _mantissa % 10 == 0)
            {
                (_mantissa, _significant, scale) = (_mantissa / 10, _significant - 1, scale - 1);
            }

            if (_significant > MaxDigits || scale > MaxDigits || _significant - Math.Min(scale, 0) > MaxDigits)
            {
                return false;
            }

            for (; scale < 0; scale++)
            {
                _mantissa *= 10;
            }

            var low = (ulong)(_mantissa & ulong.MaxValue);
            var high = (uint)(_mantissa >> 64);
            value = new decimal(
                unchecked((int)(uint)low), unchecked((int)(uint)(low >> 32)), unchecked((int)high), negative, (byte)scale);
            return true;
        }
    }
}
