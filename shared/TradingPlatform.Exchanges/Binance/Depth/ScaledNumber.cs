namespace TradingPlatform.Exchanges.Binance.Depth;

/// <summary>
/// Prices and quantities as whole hundred-millionths: eight decimals are the most that Binance has, and whole numbers
/// compare and store in one step.
/// </summary>
internal static class ScaledNumber
{
    private const long One = 100_000_000;
    private const int Decimals = 8;

    private static readonly long[] Scale =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Reads <c>123.45000000</c>.</summary>
    /// <exception cref="FormatException">It is no such number, or has a ninth decimal.</exception>
    /// <exception cref="OverflowException">It is larger than the exchange's own numbers can be.</exception>
    public static long Read(ReadOnlySpan<byte> text)
    {
        var value = 0L;
        var at = 0;
        for (; at < text.Length && text[at] != '.'; at++)
        {
            value = (value * 10) + Digit(text[at]);
        }

        if (at == 0)
        {
            throw new FormatException("This is no number.");
        }

        var decimals = 0;
        for (at++; at < text.Length; at++)
        {
            var digit = Digit(text[at]);
            if (decimals < Decimals)
            {
                value = (value * 10) + digit;
                decimals++;
            }
            else if (digit != 0)
            {
                throw new FormatException("This number has more decimals than the exchange has.");
            }
        }

        return value * Scale[Decimals - decimals];
    }

    /// <summary>The number itself, without zeros at its end.</summary>
    public static decimal ToDecimal(long scaled)
    {
        var (whole, rest) = Math.DivRem(scaled, One);
        if (rest == 0)
        {
            return whole;
        }

        byte decimals = Decimals;
        while (scaled % 10 == 0)
        {
            (scaled, decimals) = (scaled / 10, (byte)(decimals - 1));
        }

        return new decimal(unchecked((int)scaled), (int)(scaled >> 32), 0, false, decimals);
    }

    private static long Digit(byte letter)
    {
        var digit = letter - '0';
        return digit is >= 0 and <= 9 ? digit : throw new FormatException("This is no number.");
    }
}
